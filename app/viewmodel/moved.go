package viewmodel

import "kauth/core"

// Moved says on the old phone that another one took its place.
type Moved struct {
	app     *App
	account core.Account
	to      string
}

// MovedState shows it.
type MovedState struct {
	Label    string
	Issuer   string
	Identity string
	To       string // the new phone; "" where it has no name that can be shown
	Left     int    // accounts that are still here
	Undo     bool   // there is a server to go to, for whoever did not want this
}

// Screen names it.
func (MovedState) Screen() string { return "moved" }

func newMoved(a *App, acc core.Account, to string) *Moved {
	return &Moved{app: a, account: acc.Bare(), to: to}
}

func (m *Moved) state() State {
	s := MovedState{
		Label: m.account.Label, Issuer: m.account.Title(), Identity: Identity(m.account), To: m.to, Undo: m.account.Device != nil,
	}
	for _, acc := range m.app.accounts {
		if acc.ID != m.account.ID {
			s.Left++
		}
	}
	return s
}

// Done leaves.
func (m *Moved) Done() { m.app.Back() }

// NotMe opens the server's page for who has no phone that answers.
func (m *Moved) NotMe() { m.app.do(func() { m.app.browse(m.account, "/help/lost") }) }

// departed tells of an account that its server took off this phone.
func (a *App) departed(d core.Departure) {
	if !d.Moved {
		a.tellRevoked(d.Account)
		return
	}
	if a.moved[d.Account.ID] {
		delete(a.moved, d.Account.ID) // the YES was said here, and its page has said it
		return
	}
	said := newMoved(a, d.Account, d.To)
	for _, s := range a.stack { // the farewell may come before the reply to the YES
		if c, ok := s.page.(*Challenge); ok && c.req.Account == d.Account.ID && c.req.Kind == core.KindMove {
			a.swap(c, said)
			return
		}
	}
	a.behind(said)
}
