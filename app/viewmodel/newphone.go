package viewmodel

import "slices"

// NewPhone says what to do when the phone changes, in each of the three ways in which
// people meet it, and leads there.
type NewPhone struct{ app *App }

// NewPhoneState shows it.
type NewPhoneState struct {
	Servers  []string // whose two-factor pages can be opened: the linked accounts'
	Accounts bool     // there is an account here, whose code can be copied
	Help     string   // the server that can be asked for help; "" where none is known
}

// Screen names it.
func (NewPhoneState) Screen() string { return "newphone" }

func (n *NewPhone) state() State {
	s := NewPhoneState{Accounts: len(n.app.accounts) > 0, Help: host(n.app.suggestedServer())}
	for _, origin := range n.origins() {
		s.Servers = append(s.Servers, host(origin))
	}
	return s
}

// origins are the servers of the linked accounts, each once, in the accounts' order.
func (n *NewPhone) origins() []string {
	var all []string
	for _, acc := range n.app.accounts {
		if acc.Device != nil && !slices.Contains(all, acc.Device.Origin) {
			all = append(all, acc.Device.Origin)
		}
	}
	return all
}

// Manager opens the page for a new phone of one of Servers.
func (n *NewPhone) Manager(server string) {
	n.app.do(func() {
		for _, origin := range n.origins() {
			if host(origin) == server {
				_ = n.app.p.Browser.Open(origin + "/2fa/new-phone")
			}
		}
	})
}

// Codes goes to the accounts, whose codes still work.
func (n *NewPhone) Codes() { n.app.do(n.app.home) }

// Check finds out why requests do not arrive.
func (n *NewPhone) Check() { n.app.do(n.app.check) }

// Lost opens the server's page for who has lost the phone.
func (n *NewPhone) Lost() {
	n.app.do(func() {
		if origin, err := originOf(n.app.suggestedServer()); err == nil {
			_ = n.app.p.Browser.Open(origin + "/help/lost")
		}
	})
}

// Add goes where an account is added: on the new phone.
func (n *NewPhone) Add() { n.app.do(func() { n.app.push(&Welcome{app: n.app}) }) }
