package viewmodel

import (
	"slices"

	"kauth/core"
)

// Unreadable is an account that cannot be read: its bytes are kept until the person
// deletes them.
type Unreadable struct {
	app     *App
	is      Unread
	problem *Problem
}

// UnreadableState shows it.
type UnreadableState struct {
	Title   string // "" where it is not known
	Label   string
	Problem *Problem
}

// Screen names it.
func (UnreadableState) Screen() string { return "unreadable" }

func (u *Unreadable) state() State {
	return UnreadableState{Title: u.is.Title, Label: u.is.Label, Problem: u.problem}
}

// openUnread shows what can be done with it; a record that has gone meanwhile does nothing.
func (a *App) openUnread(place string) {
	i := slices.IndexFunc(a.found.unread, func(u Unread) bool { return u.Place == place })
	if _, is := a.top().(*Unreadable); i >= 0 && !is {
		a.push(&Unreadable{app: a, is: a.found.unread[i]})
	}
}

// Add goes where accounts are added: the same account can be linked once more.
func (u *Unreadable) Add() { u.app.do(func() { u.app.push(&Welcome{app: u.app}) }) }

// Keep leaves all as it is.
func (u *Unreadable) Keep() { u.app.do(func() { u.app.pop(u) }) }

// Delete deletes what is left of it for good.
func (u *Unreadable) Delete() {
	u.app.do(func() {
		if !u.app.on(u) {
			return // a second tap
		}
		if u.problem = problem(u.app.rescue().Forget(u.is.Place)); u.problem != nil {
			return
		}
		u.app.pop(u)
		u.app.say(ToastRemoved)
		if err := u.app.reload(); err != nil {
			u.app.push(&Trouble{app: u.app, problem: problem(err), retry: true})
			return
		}
		if len(u.app.accounts)+len(u.app.found.unread) == 0 {
			u.app.home()
		}
	})
}

// unreadRow stands for it in the list.
func unreadRow(u Unread) AccountRow {
	return AccountRow{ID: core.AccountID(u.Place), Title: u.Title, Label: u.Label, Identity: u.Place, Unread: true}
}
