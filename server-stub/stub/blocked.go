package stub

import (
	"strings"

	"kauth/core/api"
)

// blocking is an account that nobody gets into: in an incident it is stopped at
// once, and nothing of it is lost.
type blocking struct {
	At           int64
	Organization string // whom to ask
}

// barred is nil for those who may come in. Nobody hears of it before the right
// password, and a phone only after its own proof.
func (t *tx) barred(p *person) error {
	if p.Blocked == nil {
		return nil
	}
	name, whom := t.askWhom(p)
	return fail(api.CodeAccountBlocked, "this account is blocked: ask "+strings.Join(append([]string{name}, whom...), ", "))
}

// usable is nil for a phone that may do more than fetch its requests, of an account
// that is not blocked.
func (t *tx) usable(d *device) error {
	if err := d.usable(); err != nil {
		return err
	}
	p, err := t.person(d.Account)
	if err == nil {
		err = t.barred(p)
	}
	return err
}

// askWhom names the organization that blocked p, and who can be asked there.
func (t *tx) askWhom(p *person) (name string, whom []string) {
	o, err := t.organization(p.Blocked.Organization)
	if err != nil {
		return t.s.o.Name, nil
	}
	all, err := t.leaders(o.ID)
	t.fail(err)
	for _, l := range all[:min(len(all), 2)] {
		whom = append(whom, l.User)
	}
	return o.Name, whom
}

// blockedBy tells whom a blocked person may ask.
func (s *Server) blockedBy(user string) (name string, whom []string, err error) {
	err = s.view(func(t *tx) error {
		p, err := t.personByUser(user)
		if err == nil && p.Blocked == nil {
			err = errNotFound
		}
		if err == nil {
			name, whom = t.askWhom(p)
		}
		return err
	})
	return name, whom, err
}

// block stops an account: sessions end, requests disappear from the phones, and
// sign-ins under way come to nothing. The account belongs to its first
// organization, and only that one can block it.
func (s *Server) block(v visitor, who signedIn, account string) error {
	if err := s.proven(who); err != nil {
		return err
	}
	return s.update(func(t *tx) error {
		a, err := t.act(who, account)
		if err != nil {
			return err
		}
		if err := t.mayBlock(a); err != nil {
			return err
		}
		a.target.Blocked = &blocking{At: t.now, Organization: a.org.ID}
		t.putPerson(a.target)
		return t.stop(a.target.ID, v)
	})
}

var (
	errOneself   = fail(api.CodeForbidden, "nobody blocks themselves")
	errElsewhere = fail(api.CodeForbidden, "the account belongs to another organization")
)

func (t *tx) mayBlock(a acting) error {
	last, err := t.onlyRepresentative(a.target, a.org.ID)
	switch {
	case err != nil:
		return err
	case a.target.ID == a.actor.ID:
		return errOneself
	case a.target.home() != a.org.ID:
		return errElsewhere
	case last:
		return fail(api.CodeLastOne, "an organization always has a legal representative")
	}
	return nil
}

// stop ends all that is under way on an account.
func (t *tx) stop(account string, v visitor) error {
	p, err := t.person(account)
	if err != nil {
		return err
	}
	for _, id := range append([]string{}, p.Pending...) {
		c, err := t.challenge(id)
		if err != nil {
			return err
		}
		if err := t.end(c, stateCancelled, ""); err != nil {
			return err
		}
	}
	t.endSessions(account, "")
	t.record(account, v, "blocked", "")
	t.tellPhonesOf(account)
	if p, err = t.person(account); err == nil {
		name, whom := t.askWhom(p)
		t.mail(p, "blocked", name, strings.Join(whom, ", "))
	}
	return err
}

// unblock lets an account in again; its phones answer as before.
func (s *Server) unblock(v visitor, who signedIn, account string) error {
	return s.update(func(t *tx) error {
		a, err := t.act(who, account)
		if err != nil {
			return err
		}
		if a.target.Blocked == nil {
			return nil
		}
		if a.target.Blocked.Organization != a.org.ID {
			return fail(api.CodeForbidden, "another organization blocked this account")
		}
		return t.letIn(a.target, v)
	})
}

// letIn ends a block.
func (t *tx) letIn(p *person, v visitor) error {
	o, err := t.organization(p.Blocked.Organization)
	if err != nil {
		return err
	}
	p.Blocked = nil
	t.putPerson(p)
	t.record(p.ID, v, "unblocked", "")
	t.mail(p, "unblocked", o.Name)
	t.tellPhonesOf(p.ID)
	return nil
}

// tellPhonesOf wakes a person's phones: what they are told has changed.
func (t *tx) tellPhonesOf(account string) {
	p, err := t.person(account)
	t.fail(err)
	if err != nil {
		return
	}
	for _, id := range p.Devices {
		t.notify(id)
	}
}
