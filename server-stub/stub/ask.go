package stub

import (
	"time"

	"kauth/core/api"
)

// The limits on requests. Those on unsuccessful ones (five in ten minutes, twenty
// a day, a pause after "not me") belong in mayAsk, beside the one that is there.
const (
	maxPending   = 3       // of one account, over all logins
	againWithin  = 10 * 60 // a second request within it is answered with a number
	answerWindow = int64(api.AnswerWindow / time.Second)
)

// askPhone sends a new request to all phones of the login's account. One that the
// same login sent before and that still waits is replaced.
func (s *Server) askPhone(v visitor, id, secret string) (reply api.AskReply, err error) {
	err = s.update(func(t *tx) error {
		reply, err = t.ask(v, id, secret)
		return err
	})
	return reply, err
}

func (t *tx) ask(v visitor, id, secret string) (api.AskReply, error) {
	l, _, err := t.openLogin(id, secret)
	if err != nil {
		return api.AskReply{}, err
	}
	t.withdraw(l, stateSuperseded)
	// Withdrawing wrote both: what was read before is old.
	l, p, err := t.openLogin(id, secret)
	if err != nil {
		return api.AskReply{}, err
	}
	phones, err := t.active(p)
	if err != nil {
		return api.AskReply{}, err
	}
	if len(phones) == 0 {
		return api.AskReply{}, fail(api.CodeNotFound, "no phone is linked to this account")
	}
	if err := t.mayAsk(p); err != nil {
		return api.AskReply{}, err
	}
	c := &challenge{Account: p.ID, Login: l.ID, Kind: kindLogin, Expires: t.now + answerWindow, Visitor: v}
	if err := t.newChallenge(c, phones, l.App, t.digits(p, v)); err != nil {
		return api.AskReply{}, err
	}
	p.Pending, p.LastAsk = append(p.Pending, c.ID), t.now
	t.putPerson(p)
	l.State, l.Challenge, l.LastWake = loginWaiting, c.ID, t.now
	t.putLogin(l)
	for _, d := range phones {
		t.notify(d.ID)
	}
	return t.askReply(c), nil
}

// mayAsk refuses more requests than a person can look at.
func (t *tx) mayAsk(p *person) error {
	if len(p.Pending) < maxPending {
		return nil
	}
	oldest, err := t.challenge(p.Pending[0])
	if err != nil {
		return err
	}
	return rateLimited(oldest.Expires-t.now, "several requests wait on the phone already")
}

// digits says how many digits the person types: 0 is a plain YES or NO.
func (t *tx) digits(p *person, v visitor) int {
	again := p.LastAsk > 0 && t.now-p.LastAsk < againWithin
	match := p.ForceMatch || again || !p.knows(v)
	if forced := t.s.qa.mode(); forced != "" {
		match = forced == modeMatch
	}
	switch {
	case t.s.o.Profile == "nist":
		return api.LinkDigits
	case match:
		return api.LoginDigits
	}
	return 0
}

// resend wakes the phones again for the request that waits, or asks anew where
// none does.
func (s *Server) resend(v visitor, id, secret string) (reply api.AskReply, err error) {
	err = s.update(func(t *tx) error {
		l, _, err := t.openLogin(id, secret)
		if err != nil {
			return err
		}
		if wait := l.LastWake + wakeGap - t.now; wait > 0 {
			return rateLimited(wait, "the phone was asked a moment ago")
		}
		c, err := t.challenge(l.Challenge)
		if err != nil || c.State != statePending {
			reply, err = t.ask(v, id, secret)
			return err
		}
		l.LastWake = t.now
		t.putLogin(l)
		for device := range c.Sent {
			t.notify(device)
		}
		reply = t.askReply(c)
		return nil
	})
	return reply, err
}

func (t *tx) askReply(c *challenge) api.AskReply {
	reply := api.AskReply{Challenge: c.ID, ExpiresIn: int(c.Expires - t.now), Devices: c.Names}
	if c.Mode == modeMatch {
		reply.Match = &c.Number
	}
	return reply
}

func (s *Server) loginDigits() int {
	if s.o.Profile == "nist" {
		return api.LinkDigits
	}
	return api.LoginDigits
}
