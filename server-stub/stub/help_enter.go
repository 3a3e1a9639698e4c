package stub

import (
	"context"
	"crypto/subtle"
	"slices"

	"kauth/core/api"
)

// openDoor takes the code of an accepted case, and gives the browser that typed it a
// quarter of an hour to go in.
func (s *Server) openDoor(v visitor, number, code string) (found string, secret string, err error) {
	err = s.update(func(t *tx) error {
		if err := t.spend("help-door:"+network(v.IP), 20, tenMinutes); err != nil {
			return err
		}
		c, err := load[helpCase](t, inHelp, normalCase(number))
		if err != nil || c.State != helpAccepted || c.Entry.Used {
			return keep{fail(api.CodeMismatch, "no such code")}
		}
		err = c.Entry.Code.try(normalRecovery(code), t.now)
		if err == nil {
			found, secret = c.Number, newSecret()
			c.Entry.Door, c.Entry.Opened, c.Entry.Until = api.Hash([]byte(secret)), t.now, t.now+helpDoorOpen
		}
		t.putCase(c)
		if err != nil {
			return keep{err}
		}
		return nil
	})
	return found, secret, err
}

// door finds a case whose code this browser typed.
func (t *tx) door(number, secret string) (*helpCase, error) {
	c, err := load[helpCase](t, inHelp, number)
	if err != nil {
		return nil, err
	}
	own := subtle.ConstantTimeCompare([]byte(c.Entry.Door), []byte(api.Hash([]byte(secret)))) == 1
	if !own || c.State != helpAccepted || c.Entry.Used || t.now >= c.Entry.Until || c.Entry.Wrong >= sentTries {
		return nil, errNotFound
	}
	return c, nil
}

func (s *Server) viewDoor(number, secret string) (c *helpCase, err error) {
	err = s.view(func(t *tx) error {
		c, err = t.door(number, secret)
		return err
	})
	return c, err
}

// enter goes in: with the password where only the second step was lost, with a new
// one where that was lost. A session is made where two-factor was taken away; where
// it was not, the person signs in as ever.
func (s *Server) enter(ctx context.Context, v visitor, number, secret, password string) (session string, err error) {
	c, err := s.viewDoor(number, secret)
	if err != nil {
		return "", err
	}
	p, err := s.personOf(c.Account)
	if err != nil {
		return "", err
	}
	var hash passwordHash
	ok := true
	if c.Why == helpSecond {
		ok, err = s.matches(ctx, p.Password, password)
	} else if len(password) < minPass || len(password) > maxPass {
		return "", fail(api.CodeBadRequest, "a password has at least 8 characters")
	} else {
		hash, err = s.hashPassword(ctx, password)
	}
	if err != nil {
		return "", err
	}
	err = s.update(func(t *tx) error {
		c, err := t.door(number, secret)
		if err != nil {
			return err
		}
		p, err := t.person(c.Account)
		if err == nil {
			err = t.barred(p)
		}
		if err != nil {
			return err
		}
		if !ok {
			c.Entry.Wrong++
			t.putCase(c)
			t.record(c.Account, v, "wrong_password", "")
			return keep{fail(api.CodeBadCredentials, "that is not the password")}
		}
		c.Entry.Used = true
		t.putCase(c)
		if c.Why != helpSecond {
			if err := t.newPassword(c.Account, hash, v); err != nil {
				return err
			}
		}
		if c.Why == helpPassword {
			return nil
		}
		session, err = t.startAnew(v, c.Account)
		return err
	})
	return session, err
}

// startAnew takes every method away, since the phone may be in other hands, ends all
// sessions, and lets the person in to set two-factor up again.
func (t *tx) startAnew(v visitor, account string) (session string, err error) {
	p, err := t.person(account)
	if err != nil {
		return "", err
	}
	for _, id := range slices.Clone(p.Devices) {
		d, err := t.device(id)
		if err == nil && (d.State == deviceActive || d.State == deviceSuspended) {
			err = t.revoke(d, v)
		}
		if err != nil {
			return "", err
		}
	}
	if p, err = t.person(account); err != nil { // revoking wrote it
		return "", err
	}
	for _, m := range slices.Clone(p.Others) {
		t.dropMethod(p, m.ID)
	}
	p.Recovery = nil
	t.putPerson(p)
	t.endSessions(account, "")
	if p, err = t.person(account); err != nil { // so did this
		return "", err
	}
	p.remember(v)
	if err := t.dropRecovery(p); err != nil {
		return "", err
	}
	t.record(account, v, "signed_in", "help")
	t.tellOwner(p, "help_used")
	return t.newSession(p, v, "help", passed{Kind: kindHelp, At: t.now}), nil
}
