package viewmodel

// lockUnseen locks where the person has chosen so, and is not on an errand.
func (a *App) lockUnseen(chosen bool) {
	if chosen && a.phone != nil && !a.phone.Unattended && !a.errand() {
		a.lock()
	}
}

// Unseen is called when nobody can see the window: it is minimized or put away, or the
// session is locked. Only who chose never to lock stays unlocked.
func (a *App) Unseen() {
	a.send(func() {
		a.unseen.Store(true)
		a.lockUnseen(a.lockChoice() != LockNever)
	})
}

// Seen is called when the window can be seen again; coming to the front says it too.
func (a *App) Seen() { a.send(func() { a.unseen.Store(false) }) }

// Used is called when the person moves, types or scrolls; it is cheap. What is tapped
// tells by itself.
func (a *App) Used() {
	if a.unseen.Load() {
		a.Seen() // whoever uses it sees it
	}
	if !a.vigil.touch() {
		a.send(func() { a.lockIfDue() })
	}
}

// hidden tells that the window must show nothing: on a phone whenever it is not in
// front, on a desktop by choice.
func (a *App) hidden() bool {
	return a.unseen.Load() || a.b.away && (!a.p.AlwaysAwake || a.p.Settings.String(keyLockHide) == "on")
}
