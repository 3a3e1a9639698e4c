package stub

import (
	"time"

	"kauth/core/api"
)

const (
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
	l, p, err := t.openLogin(id, secret)
	if err != nil {
		return api.AskReply{}, err
	}
	// Before the withdrawal: a refusal that is written down would keep that too.
	if err := t.resting(p, v); err != nil {
		return api.AskReply{}, err
	}
	t.withdraw(l, stateSuperseded)
	// Withdrawing wrote both: what was read before is old.
	l, p, err = t.openLogin(id, secret)
	if err != nil {
		return api.AskReply{}, err
	}
	phones, err := t.active(p)
	if err != nil {
		return api.AskReply{}, err
	}
	if phones, err = t.reachable(phones); err != nil {
		return api.AskReply{}, err
	}
	if len(phones) == 0 {
		return api.AskReply{}, fail(api.CodeNotFound, "no phone is linked to this account")
	}
	if err := t.mayAsk(p, v); err != nil {
		return api.AskReply{}, err
	}
	c := &challenge{Account: p.ID, Login: l.ID, Kind: kindLogin, Expires: t.now + answerWindow, Visitor: v}
	if err := t.newChallenge(c, phones, l.App, t.digits(p, v)); err != nil {
		return api.AskReply{}, err
	}
	p.Pending, p.LastAsk = append(p.Pending, c.ID), t.now
	p.Asking.sent(t.now)
	t.putPerson(p)
	l.State, l.Challenge, l.LastWake = loginWaiting, c.ID, t.now
	t.putLogin(l)
	for _, d := range phones {
		t.wakeUp(d)
		t.notifyAhead(d.ID)
	}
	return t.askReply(c), nil
}

// resend wakes the phones again for the request that waits, or asks anew where
// none does.
func (s *Server) resend(v visitor, id, secret string) (reply api.AskReply, err error) {
	err = s.update(func(t *tx) error {
		l, p, err := t.openLogin(id, secret)
		if err != nil {
			return err
		}
		if wait := left(p.nextWake(l), t.now, wakeGap); wait > 0 {
			return rateLimited(wait, "the phone was asked a moment ago")
		}
		c, err := t.challenge(l.Challenge)
		if err != nil || c.State != statePending {
			reply, err = t.ask(v, id, secret)
			return err
		}
		l.LastWake, p.Asking.Woken = t.now, t.now
		t.putLogin(l)
		t.putPerson(p)
		for id := range c.Sent {
			if d, err := t.device(id); err == nil {
				t.wakeUp(d)
			}
			t.notify(id)
		}
		reply = t.askReply(c)
		return nil
	})
	return reply, err
}

func (t *tx) askReply(c *challenge) api.AskReply {
	reply := api.AskReply{Challenge: c.ID, ExpiresIn: int(c.left(t.now)), Devices: c.Names}
	if c.Mode == modeMatch {
		reply.Match = &c.Number
	}
	return reply
}
