package viewmodel

// Window is the app's window as screenshots, recordings and the list of recent apps see
// it. Its methods may take a moment.
type Window interface {
	Possible() bool // whether this system can hide it
	Hide(yes bool) error
}

// choiceShots is the key of the choice whether screenshots show the window: "allow", or
// "" for never.
const choiceShots = "screenshots"

// curtain is whether the window is hidden from screenshots. A phone's is, from its first
// frame on, until the person wants otherwise.
type curtain struct {
	wanted, hidden bool
	busy           bool
}

// drape has the window be as the person chose, when the app starts.
func (a *App) drape() {
	a.curtain.hidden = true
	a.hideWindow(a.p.Settings.String(choiceShots) != "allow")
}

func (a *App) canHide() bool { return a.p.Window != nil && a.p.Window.Possible() }

// hideWindow does not wait for the window. What is chosen meanwhile follows.
func (a *App) hideWindow(yes bool) {
	a.curtain.wanted = yes
	if !a.canHide() || a.curtain.busy {
		return
	}
	a.curtain.busy = true
	go func() {
		err := a.p.Window.Hide(yes)
		a.send(func() { a.draped(yes, err) })
	}()
}

func (a *App) draped(yes bool, err error) {
	c := &a.curtain
	c.busy = false
	switch {
	case err == nil && c.wanted != yes:
		c.hidden = yes
		a.hideWindow(c.wanted)
	case err == nil:
		c.hidden = yes
		a.keepShots(yes)
	default: // the switch says what is
		c.wanted = c.hidden
	}
}

func (a *App) keepShots(hidden bool) {
	word := "allow"
	if hidden {
		word = ""
	}
	if a.p.Settings.String(choiceShots) != word {
		a.p.Settings.SetString(choiceShots, word)
	}
}

// HideWindow chooses whether screenshots show nothing of the app.
func (s *Settings) HideWindow(yes bool) { s.app.do(func() { s.app.hideWindow(yes) }) }
