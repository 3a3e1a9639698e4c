package viewmodel

import (
	"strings"

	"kauth/core"
)

// RowMenu is what can be done with an account of the list, on a sheet over it.
type RowMenu struct {
	app  *App
	home *Home
	id   core.AccountID
}

// RowMenuState shows it: which account, and what can be done with it.
type RowMenuState struct {
	Title, Label, Identity string
	Copy, Next             bool // a code is there; and the one that follows
	Pending                bool // opening goes on with the link
	Activity               bool // the account has a server
	Order                  bool // there are others, that an order is for
	Up, Down               bool // it can be moved
}

// Screen names it.
func (RowMenuState) Screen() string { return "rowmenu" }

func (m *RowMenu) over() {}

func (m *RowMenu) state() State {
	acc, ok := m.app.account(m.id)
	if !ok {
		return RowMenuState{}
	}
	r := rowOf(acc)
	s := RowMenuState{
		Title: r.Title, Label: r.Label, Identity: r.Identity, Pending: r.Pending,
		Copy: !r.Pending, Next: !r.Pending && !r.Counter, Activity: acc.Device != nil && !r.Pending, Order: len(m.app.accounts) > 1,
	}
	if m.app.l.order == ByHand && m.home.query == "" {
		at := m.home.place(m.id)
		s.Up, s.Down = at > 0, at >= 0 && at < len(m.home.listed.rows)-1
	}
	return s
}

// then closes the menu and goes on with the account, if it is still there.
func (m *RowMenu) then(f func(acc core.Account)) {
	m.app.do(func() {
		if !m.app.on(m) {
			return // a second tap
		}
		m.app.pop(m)
		if acc, ok := m.app.account(m.id); ok {
			f(acc)
		}
	})
}

// Copy copies the code.
func (m *RowMenu) Copy() { m.then(m.app.copyFrom) }

// CopyNext copies the code that follows, for a slow typist.
func (m *RowMenu) CopyNext() { m.then(m.app.copyNext) }

// Open opens the account.
func (m *RowMenu) Open() { m.then(func(core.Account) { m.home.open(m.id) }) }

// Rename asks for a name of the person's own.
func (m *RowMenu) Rename() {
	m.then(func(acc core.Account) { m.app.push(&Rename{app: m.app, account: acc.Bare()}) })
}

// Activity shows what happened with the account.
func (m *RowMenu) Activity() { m.then(m.app.activity) }

// Remove asks before it takes the account off this phone.
func (m *RowMenu) Remove() {
	m.then(func(acc core.Account) { m.app.push(&Remove{app: m.app, account: acc.Bare()}) })
}

// Order opens the choice of an order.
func (m *RowMenu) Order() {
	m.then(func(core.Account) { m.app.push(&Ordering{app: m.app}) })
}

// Move puts the account one place further up, -1, or down. The menu stays, so that it
// can be moved on.
func (m *RowMenu) Move(by int) { m.home.Move(m.id, by) }

// Close leaves all as it is.
func (m *RowMenu) Close() { m.app.do(func() { m.app.pop(m) }) }

// copyNext copies the code that follows the one for now.
func (a *App) copyNext(acc core.Account) {
	if n := a.code(acc).Next; n != "" && acc.OTP.Type != core.HOTP {
		a.copySecret(strings.ReplaceAll(n, " ", ""))
		a.used(acc.ID)
	}
}

func (a *App) activity(acc core.Account) { a.push(newActivity(a, acc.ID)) }
