package viewmodel

import (
	"io"
	"time"
)

func (a *App) facts() LockFacts {
	if a.phone == nil || a.phone.Lock == nil {
		return LockFacts{}
	}
	return a.phone.Lock.Facts()
}

// watch begins to count the time until the lock.
func (a *App) watch() {
	a.vigil.begin(a.idleLimit())
	a.rouse()
}

// rouse looks again when the time may be over: there may be no tick by then.
func (a *App) rouse() {
	if a.alarm != nil {
		a.alarm.Stop()
	}
	if left, limited := a.due(); limited {
		a.alarm = time.AfterFunc(max(left, time.Second), func() {
			a.send(func() {
				if !a.lockIfDue() && !a.isLocked() {
					a.rouse()
				}
			})
		})
	}
}

func (a *App) due() (left time.Duration, limited bool) {
	left, limited = a.vigil.left()
	if limited && a.errand() {
		left += max(errandTime-a.idleLimit(), 0)
	}
	return left, limited
}

// errand tells that the page on top has sent its person away, or that a lock is being set.
func (a *App) errand() bool {
	e, ok := a.top().(interface{ errand() bool })
	return ok && e.errand()
}

// lockIfDue locks where nobody has used the app for the chosen time.
func (a *App) lockIfDue() bool {
	left, limited := a.due()
	if !limited || left > 0 || a.isLocked() {
		return false
	}
	a.lock()
	return true
}

// lock shuts the vault and forgets all that came from it.
func (a *App) lock() {
	f := a.facts()
	if f.Kind == "" || f.Shut {
		return
	}
	a.phone.Lock.Shut()
	a.shutOut()
}

// shutOut shows the lock, over nothing.
func (a *App) shutOut() {
	a.forget()
	a.phone.Inbox.Reload()
	a.push(&Door{app: a})
	a.openWaiting()
}

// forget drops what the vault's content left here: pages, accounts, a copied code. What
// was begun before ends without a word (see work).
func (a *App) forget() {
	a.shift.Add(1)
	a.clearClipboard()
	a.cover()
	for _, s := range a.stack {
		if p, ok := s.page.(interface{ forget() }); ok {
			p.forget()
		}
	}
	a.stack, a.accounts, a.found, a.toast, a.shown = nil, nil, found{}, "", View{}
	a.vigil.begin(0)
}

// Lock locks at once: the person's own wish.
func (a *App) Lock() {
	a.send(func() {
		if d, ok := a.top().(interface{ setting() bool }); ok && d.setting() {
			return // a lock that is being set has something to show once
		}
		a.lock()
	})
}

// barred tells that p must not be shown now: over the lock there is nothing but its own pages.
func (a *App) barred(p page) bool {
	if !a.isLocked() {
		return false
	}
	switch p.(type) {
	case *Door, *Forgot, *Trouble:
		return false
	}
	return true
}

// keeps tells whether p may still write to w: a place that was chosen on a page that has
// gone, under the lock for one, gets nothing.
func (a *App) keeps(p page, w io.Closer) bool {
	if a.on(p) {
		return true
	}
	_ = w.Close() // nothing was written
	return false
}
