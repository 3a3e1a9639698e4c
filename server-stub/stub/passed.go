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

// mayChange lets a session change how its person signs in: one that is still there,
// and that the password alone did not let in before two-factor was on.
// The operator has none.
func (t *tx) mayChange(who signedIn, p *person) error {
	if who.Session == "" {
		return nil
	}
	r, err := load[sessionRecord](t, inSessions, who.Session)
	if err != nil {
		return errNoSession
	}
	on, err := t.twoFactor(p)
	if err == nil && on && r.How.Kind == byPassword {
		return fail(api.CodeNoSession, "two-factor was turned on since: sign in again")
	}
	return err
}

// changer is whoever is signed in, if they may change how they sign in.
func (t *tx) changer(who signedIn) (*person, error) {
	p, err := t.person(who.Account)
	if err == nil {
		err = t.mayChange(who, p)
	}
	return p, err
}

// turnOn is called before a method of p comes to count, and matters where it is the first. Whoever knew the
// password alone got in until now: all but the session that did it sign in again.
func (t *tx) turnOn(p *person, session string) error {
	on, err := t.twoFactor(p)
	if err != nil || on {
		return err
	}
	t.endSessions(p.ID, session)
	if r, err := load[sessionRecord](t, inSessions, session); err == nil {
		r.How = passed{Kind: bySetup, At: t.now}
		t.put(inSessions, session, r)
	}
	return nil
}

// lasts tells whether a session is still there: what it began to link a phone by
// ends with it. There is none where the operator began.
func (t *tx) lasts(session string) bool {
	if session == "" {
		return true
	}
	_, err := load[sessionRecord](t, inSessions, session)
	return err == nil
}

// offerLasts is lasts for the request to a phone that an offer links.
func (t *tx) offerLasts(c *challenge) bool {
	o, err := load[offer](t, inOffers, c.Offer)
	return err == nil && t.lasts(o.Session)
}

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
