package viewmodel

import (
	"strings"

	"kauth/core"
)

// veiled is a code as it is shown: dots, where codes are hidden and this one was not
// tapped. A State never has digits that the screen does not show.
func (a *App) veiled(id core.AccountID, v CodeView) CodeView {
	if !a.hides(id) || v.Digits == "" {
		return v
	}
	v.Hidden, v.Next = true, ""
	v.Digits = strings.Map(func(r rune) rune {
		if r == ' ' {
			return r
		}
		return '•'
	}, v.Digits)
	return v
}

// hides tells that an account's code is not to be seen now.
func (a *App) hides(id core.AccountID) bool {
	return a.l.hide && !a.p.Now().Before(a.l.revealed[id])
}

// reveal shows one code for a while.
func (a *App) reveal(id core.AccountID) {
	a.l.revealed[id] = a.p.Now().Add(revealTime)
	a.later(revealTime, func() {
		if !a.p.Now().Before(a.l.revealed[id]) {
			delete(a.l.revealed, id)
		}
	})
}

// cover hides the codes again that were tapped: the app leaves the front.
func (a *App) cover() { clear(a.l.revealed) }

// hideCodes keeps whether codes are hidden until they are tapped.
func (a *App) hideCodes(on bool) {
	a.l.hide = on
	a.cover()
	word := ""
	if on {
		word = "hide"
	}
	a.p.Settings.SetString(choiceCodes, word)
}
