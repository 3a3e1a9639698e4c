package stub

import (
	"context"
	netmail "net/mail"
	"strings"

	"kauth/core/api"
)

// contactChange is a way to reach a person that waits for the code that went there.
// It belongs to one session: a code that another browser reads is of no use there.
type contactChange struct {
	Kind    string // "phone", "address": for getting back in; "user": the address to sign in with
	Account string
	Value   string
	Code    sentCode
	Ends    int64
}

const (
	changesAnHour = 6 // of one account
	codesTo       = 6 // to one number or address, in an hour, whoever asks
)

// validAddress tells a mail address: a plain one, without a name beside it.
func validAddress(address string) bool {
	a, err := netmail.ParseAddress(address)
	if err != nil || a.Address != address || a.Name != "" || len(address) > 254 || strings.ContainsAny(address, " \"<>()") {
		return false
	}
	_, domain, _ := strings.Cut(address, "@")
	return strings.Contains(domain, ".") && !strings.HasPrefix(domain, ".") && !strings.HasSuffix(domain, ".")
}

// beginChange sends a code to where somebody wants to be reached from now on. It
// takes the password again, except from a person whose address is gone: they cannot
// go on without a new one, and gave the password a moment ago.
func (s *Server) beginChange(ctx context.Context, v visitor, who signedIn, kind, value, password string) error {
	p, err := s.personOf(who.Account)
	if err != nil {
		return err
	}
	switch {
	case kind == "phone":
		if !internationalNum.MatchString(value) {
			return fail(api.CodeBadRequest, "that is no phone number")
		}
	case !validAddress(value):
		return fail(api.CodeBadRequest, "that is no mail address")
	case value == p.User:
		return fail(api.CodeBadRequest, "that is the address to sign in with")
	}
	if !(kind == "user" && who.Moving) {
		if err := s.prove(ctx, v, who, password); err != nil {
			return err
		}
	}
	return s.update(func(t *tx) error {
		p, err := t.changer(who)
		if err != nil {
			return err
		}
		if err := t.spend("change:"+p.ID, changesAnHour, anHour); err != nil {
			return err
		}
		if err := t.spend("code-to:"+value, codesTo, anHour); err != nil {
			return err
		}
		c := contactChange{Kind: kind, Account: p.ID, Value: value, Ends: t.now + sentLife}
		digits := ""
		c.Code, digits = newSentCode(t.now)
		if before, err := load[contactChange](t, inChanges, who.Session); err == nil && before.Kind == kind && before.Value == value {
			c.Code.Wrong = before.Code.Wrong
		}
		t.sendChangeCode(p, &c, digits)
		t.put(inChanges, who.Session, c)
		t.due(c.Ends, "change", who.Session)
		return nil
	})
}

// sendChangeCode sends the code. An address that somebody signs in with already gets
// none: its owner is told instead, and the page looks as ever.
func (t *tx) sendChangeCode(p *person, c *contactChange, digits string) {
	if c.Kind == "phone" {
		t.sms(c.Value, p.Lang, "contact_code", grouped(digits))
		return
	}
	if c.Kind == "user" {
		if other, err := t.personByUser(c.Value); err == nil {
			c.Code.Hash = ""
			t.mail(other, "address_taken", c.Value)
			return
		}
	}
	t.mailTo(c.Value, p.Lang, "contact_code", grouped(digits))
}

// changeUnderWay is what waits for its code in this session.
func (s *Server) changeUnderWay(who signedIn) (c *contactChange, err error) {
	err = s.view(func(t *tx) error {
		c, err = load[contactChange](t, inChanges, who.Session)
		if err == nil && (c.Account != who.Account || t.now >= c.Ends) {
			err = errNotFound
		}
		return err
	})
	return c, err
}

// settleChange forgets a change whose code came too late.
func (t *tx) settleChange(session string) {
	if c, err := load[contactChange](t, inChanges, session); err == nil && t.now >= c.Ends {
		t.remove(inChanges, session)
	}
}

// endChange takes the code: from then on the person is reached there.
func (s *Server) endChange(v visitor, who signedIn, digits string) (kind string, err error) {
	err = s.update(func(t *tx) error {
		c, err := load[contactChange](t, inChanges, who.Session)
		if err != nil || c.Account != who.Account {
			return errNotFound
		}
		if err := c.Code.try(digits, t.now); err != nil {
			t.put(inChanges, who.Session, c)
			return keep{err}
		}
		t.remove(inChanges, who.Session)
		kind = c.Kind
		return t.setContact(v, who.Account, c.Kind, c.Value)
	})
	return kind, err
}

// setContact stores what was proved, and tells the person in the old place too: it
// may have been somebody else.
func (t *tx) setContact(v visitor, account, kind, value string) error {
	p, err := t.person(account)
	if err != nil {
		return err
	}
	switch kind {
	case "phone":
		if old := p.Profile.Phone; old != "" && old != value {
			t.sms(old, p.Lang, "contact_changed")
		}
		t.setPhone(p, value)
	case "address":
		if old := p.Profile.Address; old != "" && old != value {
			t.mailTo(old, p.Lang, "contact_changed.address", maskedAddress(value))
		}
		p.Profile.Address = value
		t.putPerson(p)
	case "user":
		return t.rename(v, p, value)
	}
	t.record(p.ID, v, "contact_changed", kind)
	t.mail(p, "contact_changed."+kind, maskedContact(value))
	return nil
}

func maskedContact(value string) string {
	if strings.Contains(value, "@") {
		return maskedAddress(value)
	}
	return maskedNumber(value)
}
