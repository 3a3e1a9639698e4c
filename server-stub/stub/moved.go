package stub

import (
	"crypto/rand"
	"fmt"
	"math/big"
	"strings"
	"unicode"

	"kauth/core/api"
)

// moving is a person whose sign-in address was deleted. One that was hosted here
// works no more: a temporary identifier takes its place until a new address is
// confirmed, and nothing else can be done before. One hosted elsewhere goes on
// working as a name; its owner is asked to change it.
type moving struct {
	Old    string
	Hosted bool
	Since  int64
}

// DeleteAddress has a person's mail address deleted, as its administrator does.
func (s *Server) DeleteAddress(user string, hosted bool) error {
	return s.update(func(t *tx) error {
		p, err := t.personByUser(user)
		if err != nil {
			return err
		}
		if p.Moving != nil {
			return fail(api.CodeBadRequest, "this address is deleted already")
		}
		p.Moving = &moving{Old: p.User, Hosted: hosted, Since: t.now}
		if !hosted {
			t.putPerson(p)
			return nil
		}
		t.setUser(p, t.temporaryUser(p))
		t.endSessions(p.ID, "")
		t.record(p.ID, visitor{}, "address_deleted", "")
		if p.Profile.Address != "" {
			t.mailTo(p.Profile.Address, p.Lang, "address_deleted", p.Moving.Old, p.User)
		}
		if p.Profile.Phone != "" {
			t.sms(p.Profile.Phone, p.Lang, "address_deleted", p.User)
		}
		return nil
	})
}

// setUser changes the name that a person signs in with. The account stays the same
// one, by its id.
func (t *tx) setUser(p *person, user string) {
	b := t.Bucket([]byte(inUsers))
	t.fail(b.Delete([]byte(p.User)))
	p.User = normalUser(user)
	p.UserAt++
	t.fail(b.Put([]byte(p.User), []byte(p.ID)))
	t.putPerson(p)
	for _, id := range p.Devices {
		t.notify(id)
	}
}

// temporaryUser makes initials and digits up that nobody has.
func (t *tx) temporaryUser(p *person) string {
	letters := initials(p)
	for {
		n, err := rand.Int(rand.Reader, big.NewInt(1_000_000))
		if err != nil {
			panic(err) // the system has no randomness
		}
		user := fmt.Sprintf("%s%06d", letters, n)
		if _, err := t.personByUser(user); err != nil {
			return user
		}
	}
}

// initials are two letters of a person's name, or of the address where there is none.
func initials(p *person) string {
	name := p.Profile.Name
	if name == "" {
		name, _, _ = strings.Cut(p.User, "@")
	}
	var letters []rune
	for _, word := range strings.FieldsFunc(strings.ToLower(name), func(r rune) bool { return !unicode.IsLetter(r) }) {
		if first := []rune(word)[0]; first >= 'a' && first <= 'z' && len(letters) < 2 {
			letters = append(letters, first)
		}
	}
	if len(letters) == 0 {
		return "ka"
	}
	return string(letters)
}

// rename gives a person the confirmed address that they sign in with from now on.
func (t *tx) rename(v visitor, p *person, address string) error {
	if other, err := t.personByUser(address); err == nil && other.ID != p.ID {
		return fail(api.CodeExpired, "this address is taken") // since the code went out
	}
	old, gone := p.User, p.Moving != nil
	p.Moving = nil
	t.setUser(p, address)
	t.record(p.ID, v, "contact_changed", "user")
	t.tellOwner(p, "contact_changed.user", p.User)
	if !gone {
		t.mailTo(old, p.Lang, "contact_changed.user", p.User)
	}
	return nil
}
