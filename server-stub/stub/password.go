package stub

import (
	"crypto/rand"
	"crypto/subtle"

	"golang.org/x/crypto/argon2"

	"kauth/core/api"
)

// passwordHash is Argon2id (RFC 9106) with the cost that it was made at.
type passwordHash struct {
	Salt, Hash   []byte
	Time, Memory uint32 // passes, KiB
}

// The cost that OWASP gives as a minimum: 19 MiB, two passes, one lane.
const (
	hashMemory = 19 << 10
	hashTime   = 2
	minPass    = 8
	maxPass    = 1024 // bytes: more is somebody keeping us busy
)

func (s *Server) hashPassword(password string) passwordHash {
	h := passwordHash{Salt: make([]byte, 16), Time: hashTime, Memory: hashMemory}
	if s.o.CheapHash {
		h.Time, h.Memory = 1, 8
	}
	rand.Read(h.Salt)
	h.Hash = s.argon(h, password)
	return h
}

// argon hashes at most two passwords at once: more would only take memory.
func (s *Server) argon(h passwordHash, password string) []byte {
	s.hashes <- struct{}{}
	defer func() { <-s.hashes }()
	return argon2.IDKey([]byte(password), h.Salt, h.Time, h.Memory, 1, 32)
}

// matches checks a password. A person who is not there has an empty hash: that
// never matches, and takes the same time.
func (s *Server) matches(h passwordHash, password string) bool {
	if len(h.Hash) == 0 {
		s.hashPassword(password)
		return false
	}
	return subtle.ConstantTimeCompare(s.argon(h, password), h.Hash) == 1
}

// changePassword takes the old password again and ends the other sessions: whoever
// stole one loses it.
func (s *Server) changePassword(who signedIn, old, new string) error {
	if len(new) < minPass || len(new) > maxPass {
		return fail(api.CodeBadRequest, "a password has at least 8 characters")
	}
	p, err := s.personOf(who.Account)
	if err != nil {
		return err
	}
	if len(old) > maxPass || !s.matches(p.Password, old) {
		return fail(api.CodeBadCredentials, "that is not your password")
	}
	hash := s.hashPassword(new)
	return s.update(func(t *tx) error {
		p, err := t.person(who.Account)
		if err != nil {
			return err
		}
		p.Password = hash
		t.putPerson(p)
		t.endSessions(p.ID, who.Session)
		t.record(p.ID, visitor{}, "password_changed", "")
		t.mail(p, "password_changed")
		return nil
	})
}

func (s *Server) personOf(account string) (p *person, err error) {
	err = s.view(func(t *tx) error {
		p, err = t.person(account)
		return err
	})
	return p, err
}
