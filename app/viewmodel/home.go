package viewmodel

import "kauth/core"

// Home is the accounts with their live codes.
type Home struct {
	app       *App
	searching bool
	query     string
	typed     int
	listed    listed
	sight     [2]int // the rows that the screen shows, or will soon
	kept      map[core.AccountID]keptCode
	unfolded  bool // the banners that are only counted are shown
}

// HomeState shows them.
type HomeState struct {
	Rows      []AccountRow // shared by the States until one changes: not to be written to
	First     int          // the row that Codes begins with
	Codes     []CodeView   // of the rows in sight
	Banner    *Banner      // the most pressing
	More      []Banner     // the others
	Unfolded  bool         // they are shown, not only counted
	Searching bool
	Query     string
	Typed     int // how often the query was changed by keys that were typed beside the field
	Toast     Toast
	Undo      bool // the toast's account can be put back
	Check     RefreshState
	Selected  core.AccountID // the account that is open beside the list
	Movable   bool           // the order is the person's own, and all of it is shown
}

// Screen names it.
func (HomeState) Screen() string { return "home" }

// Code is a row's code, where the row is in sight.
func (s HomeState) Code(i int) CodeView {
	if i < s.First || i >= s.First+len(s.Codes) {
		return CodeView{}
	}
	return s.Codes[i-s.First]
}

// AccountRow is one account in the list, without what changes each second.
type AccountRow struct {
	ID       core.AccountID
	Title    string
	Label    string
	Identity string
	Pending  bool // linking is not finished: a tap goes on with it
	Counter  bool // HOTP: a tap makes the next code
	Silent   bool // requests do not reach this phone for it
	Unread   bool // it cannot be read: its bytes are kept, and a tap says so
}

func (h *Home) state() State {
	s := HomeState{
		Searching: h.searching, Query: h.query, Typed: h.typed, Toast: h.app.toast, Undo: h.app.undo != "", Rows: h.rows(),
		Check: h.app.l.check, Movable: h.app.l.order == ByHand && h.query == "",
	}
	h.setBanners(&s)
	s.First, s.Codes = h.codes()
	if d := h.beside(); d != nil && h.app.l.wide {
		s.Selected = d.account.ID
		if h.app.top() == page(d) {
			s.Toast, s.Undo = "", false // it is shown there
		}
	}
	return s
}

// Open shows one account, or goes on with one that is half linked.
func (h *Home) Open(id core.AccountID) { h.app.do(func() { h.open(id) }) }

func (h *Home) open(id core.AccountID) {
	acc, ok := h.app.account(id)
	if !ok {
		h.app.openUnread(string(id))
		return
	}
	switch acc.State {
	case core.Unconfirmed:
		h.app.push(h.app.unfinished(acc))
	case core.Registering:
		work(h.app, h.app.phone.Enroll.Resume, func(w []core.Account, _ error) { h.app.resumed(w) })
	default:
		if d := h.beside(); d == nil || d.account.ID != id {
			h.show(&Detail{app: h.app, account: acc.Bare()})
		}
	}
}

// Menu opens what can be done with an account.
func (h *Home) Menu(id core.AccountID) {
	h.app.do(func() {
		if !h.inSight() {
			return
		}
		if _, ok := h.app.account(id); ok {
			h.app.push(&RowMenu{app: h.app, home: h, id: id})
			return
		}
		h.app.openUnread(string(id))
	})
}

// inSight tells that the list is on top, or beside the account that is.
func (h *Home) inSight() bool {
	top := h.app.top()
	d := h.beside()
	return top == page(h) || d != nil && top == page(d)
}

// Move puts an account so many places further down, or up where by is negative.
func (h *Home) Move(id core.AccountID, by int) {
	h.app.do(func() {
		if at := h.place(id); at >= 0 && h.query == "" {
			h.app.move(id, at+by)
		}
	})
}

// Add opens the roads to another account: the blue button.
func (h *Home) Add() { h.app.do(func() { h.app.push(&Welcome{app: h.app}) }) }

// Settings opens the settings.
func (h *Home) Settings() { h.app.do(func() { h.app.push(&Settings{app: h.app}) }) }
