package stub

import "kauth/core/api"

// passed is how the second step was passed. Names are for people, and a phone may
// be named anything: what a session may do hangs on this.
type passed struct {
	Kind string // a method's kind, or one of those below
	By   string // the phone or other method; "" for what has no id
	At   int64
}

// What lets a session in besides a method.
const (
	byPassword = "password" // there was no second step
	bySetup    = "setup"    // it turned two-factor on
)

// twice tells whether a second step was passed at a sign-in. A session from before
// this was noted has to sign in again.
func (h passed) twice() bool { return h.Kind != "" && h.Kind != byPassword && h.Kind != bySetup }

// endLetInBy ends the sessions that a phone let in: it may have been a copy of it.
func (t *tx) endLetInBy(d *device) {
	for _, hash := range t.sessionsOf(d.Account) {
		if r, err := load[sessionRecord](t, inSessions, hash); err == nil && r.How.By == d.ID {
			t.dropSession(hash)
		}
	}
}

// mayReactivate takes a session that passed the second step after the phone was
// suspended, by something else: the copy may have let in all that came before.
func (t *tx) mayReactivate(who signedIn, d *device) error {
	r, err := load[sessionRecord](t, inSessions, who.Session)
	if err != nil {
		return errNoSession
	}
	if !r.How.twice() || r.How.By == d.ID || r.How.At < d.Suspended {
		return fail(api.CodeForbidden, "sign in with another second step first")
	}
	return nil
}
