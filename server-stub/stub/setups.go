package stub

import (
	"cmp"
	"crypto/subtle"

	"github.com/go-webauthn/webauthn/webauthn"

	"kauth/core/api"
)

// setup is a method being added. It counts once a code, or the key itself, has
// confirmed it; until then it lives ten minutes, in the session that began it.
type setup struct {
	ID      string // "set_..."
	Account string
	Session string // its hash
	Kind    string
	Expires int64

	Secret []byte                `json:",omitempty"` // of a one-time-code app
	Number phoneNumber           `json:",omitempty"` // of an SMS
	Sent   *smsCode              `json:",omitempty"`
	Key    *webauthn.SessionData `json:",omitempty"` // of a security key
}

const (
	setupLife  = 10 * 60
	maxName    = 40
	maxMethods = 20 // of one account
)

// setupView is all that a page shows of a method being added. Its secret is shown
// here and never again.
type setupView struct {
	ID, Kind  string
	Secret    string // base32
	Link      string // otpauth://
	PNG       []byte // the link as a QR code
	Number    string
	ExpiresIn int
	ResendIn  int    // seconds until another SMS may be sent
	Options   []byte // what a browser asks a security key, as JSON
}

// newSetup begins to add a method; fill says of what. It is the caller's to store
// nothing where fill fails.
func (s *Server) newSetup(who signedIn, kind string, fill func(*tx, *person, *setup) error) (id string, err error) {
	if err := s.proven(who); err != nil {
		return "", err
	}
	err = s.update(func(t *tx) error {
		p, err := t.changer(who)
		if err != nil {
			return err
		}
		if len(p.Others) >= maxMethods {
			return fail(api.CodeBadRequest, "there are twenty methods on this account already: remove one first")
		}
		one := &setup{ID: api.NewID("set_"), Account: p.ID, Session: who.Session, Kind: kind, Expires: t.now + setupLife}
		if err := fill(t, p, one); err != nil {
			return err
		}
		t.put(inSetups, one.ID, one)
		t.due(one.Expires, "setup", one.ID)
		id = one.ID
		return nil
	})
	return id, err
}

// setup finds a method being added by whoever is signed in here: the same answer
// for unknown, foreign and over.
func (t *tx) setup(who signedIn, id string) (*setup, error) {
	one, err := load[setup](t, inSetups, id)
	if err != nil {
		return nil, err
	}
	mine := subtle.ConstantTimeCompare([]byte(one.Session), []byte(who.Session)) == 1
	if !mine || left(one.Expires, t.now, setupLife) == 0 {
		return nil, errNotFound
	}
	return one, nil
}

// dropSetup is the person pressing Cancel.
func (s *Server) dropSetup(who signedIn, id string) error {
	return s.update(func(t *tx) error {
		one, err := t.setup(who, id)
		if err == nil {
			t.remove(inSetups, one.ID)
		}
		return err
	})
}

// added is a method that was confirmed; Codes is a first set of backup codes.
type added struct {
	Method api.Method
	Codes  []string
	Left   int // backup codes of before
}

// finishSetup makes the method count. Where the account has no backup codes a set
// comes with it, shown by the reply alone.
func (t *tx) finishSetup(p *person, one *setup, v visitor, name, plain string) (*method, added) {
	m := p.addMethod(one.Kind, cmp.Or(api.CleanText(name, maxName), plain), t.now)
	m.Number = one.Number
	t.remove(inSetups, one.ID)
	p.remember(v)
	done := added{
		Method: api.Method{ID: m.ID, Kind: m.Kind, Name: m.Name, Added: m.Added, Number: m.Number.shown()},
		Left:   p.Recovery.left(),
	}
	if done.Left == 0 {
		p.Recovery, done.Codes = t.s.spares.take(t.now)
	}
	t.putPerson(p)
	t.record(p.ID, v, "added", m.Name)
	t.mail(p, "method_added", m.Name, p.User)
	return m, done
}

// settleSetup forgets a method that nobody confirmed.
func (t *tx) settleSetup(id string) { t.remove(inSetups, id) }
