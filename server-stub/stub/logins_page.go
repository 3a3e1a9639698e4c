package stub

import (
	"time"

	"kauth/core/api"
)

// redeem turns an approved login into a session, once.
func (s *Server) redeem(v visitor, id, secret string) (session string, err error) {
	err = s.update(func(t *tx) error {
		l, err := t.login(id, secret)
		if err != nil {
			return err
		}
		if l.State != stateApproved || l.redeemable(t.now) == 0 {
			p := fail(api.CodeNotApproved, "this sign-in is not approved, or was used already")
			p.State = l.State
			return p
		}
		p, err := t.person(l.Account)
		if err != nil {
			return err
		}
		if err := t.stillEnough(l, p); err != nil {
			return err
		}
		l.State = loginRedeemed
		t.followChallenge(l, stateRedeemed)
		t.putLogin(l)
		if err := t.barred(p); err != nil {
			return err
		}
		t.noticeSignIn(p, v)
		p.remember(v)
		p.succeeded(t.letInByPhone(l))
		t.forgiveCodes(p.ID)
		session = t.newSession(p, v, l.With, l.How)
		t.putPerson(p)
		t.record(p.ID, v, "signed_in", l.With)
		return nil
	})
	return session, err
}

// redeemable is for how long an approved login may still be taken up.
func (l *login) redeemable(now int64) int64 {
	const window = int64(api.RedeemWindow / time.Second)
	return left(l.ApprovedAt+window, now, window)
}

// stillEnough refuses a sign-in by the password alone that was begun before
// two-factor was turned on, and one by a phone that answers no more: it may have
// been a copy's code.
func (t *tx) stillEnough(l *login, p *person) error {
	if d, err := t.device(l.How.By); err == nil && d.State != deviceActive {
		return fail(api.CodeNotApproved, "this phone was suspended or removed since")
	}
	if l.How.twice() {
		return nil
	}
	on, err := t.twoFactor(p)
	if err == nil && on {
		err = fail(api.CodeNotApproved, "two-factor was turned on since: sign in again")
	}
	return err
}

// cancelLogin is the page closing: its request disappears from the phones.
func (s *Server) cancelLogin(id, secret string) error {
	return s.update(func(t *tx) error {
		l, err := t.login(id, secret)
		if err != nil {
			return err
		}
		if l.State == loginRedeemed || l.State == stateCancelled {
			return nil
		}
		t.withdraw(l, stateCancelled)
		t.followChallenge(l, stateCancelled)
		l.State = stateCancelled
		t.putLogin(l)
		return nil
	})
}

// viewLogin is all that a page shows.
func (s *Server) viewLogin(id, secret string) (view loginView, err error) {
	err = s.view(func(t *tx) error {
		view, err = t.viewLogin(id, secret)
		return err
	})
	return view, err
}

func (t *tx) viewLogin(id, secret string) (loginView, error) {
	l, err := t.login(id, secret)
	if err != nil {
		return loginView{}, err
	}
	p, err := t.person(l.Account)
	if err != nil {
		return loginView{}, err
	}
	ways, err := t.ways(p)
	if err != nil {
		return loginView{}, err
	}
	view := loginView{
		ID: l.ID, User: l.User, App: l.App, State: l.State, ExpiresIn: int(left(l.Expires, t.now, loginLife)),
		Methods: ways, Default: firstWay(ways), Asked: l.Challenge != "", ResendAt: time.Unix(t.now+left(p.nextWake(l), t.now, wakeGap), 0),
	}
	rest, why := p.Asking.rest(t.now)
	view.Rest, view.RestWhy = int(rest), why
	if l.State == stateApproved {
		view.ExpiresIn = int(l.redeemable(t.now))
	}
	if l.Challenge == "" {
		return view, nil
	}
	c, err := t.challenge(l.Challenge)
	if err != nil {
		return loginView{}, err
	}
	view.Ask = askView{Challenge: c.ID, Match: c.Number, Devices: c.Names, Shown: t.shownOn(c), Late: c.late(t.now), LateAt: time.Unix(c.Issued+lateAfter, 0)}
	if c.State == statePending {
		view.ExpiresIn = int(c.left(t.now))
	}
	return view, nil
}

// resendIn is in how many seconds the phones may be woken again.
func (v loginView) resendIn(now time.Time) int {
	return int((max(v.ResendAt.Sub(now), 0) + time.Second - 1) / time.Second)
}
