package stub

import (
	"context"
	"crypto/rand"
	"crypto/subtle"

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

// hashPassword hashes a new password: 503 where too many wait.
func (s *Server) hashPassword(ctx context.Context, password string) (passwordHash, error) {
	return s.newHash(ctx, false, password)
}

// hashPatiently is for what no request waits for.
func (s *Server) hashPatiently(password string) (passwordHash, error) {
	return s.newHash(context.Background(), true, password)
}

func (s *Server) newHash(ctx context.Context, patient bool, password string) (h passwordHash, err error) {
	h = passwordHash{Salt: make([]byte, 16), Time: hashTime, Memory: hashMemory}
	if s.o.CheapHash {
		h.Time, h.Memory = 1, 8
	}
	rand.Read(h.Salt)
	h.Hash, err = s.hashes.take(ctx, s.life, patient, h, password)
	return h, err
}

// matches checks a password: 503 where too many wait. A person who is not there
// has an empty hash: that never matches, and takes the same time and place in line.
func (s *Server) matches(ctx context.Context, h passwordHash, password string) (bool, error) {
	if len(password) > maxPass {
		return false, nil
	}
	if len(h.Hash) == 0 {
		_, err := s.hashPassword(ctx, password)
		return false, err
	}
	hash, err := s.hashes.take(ctx, s.life, false, h, password)
	return err == nil && subtle.ConstantTimeCompare(hash, h.Hash) == 1, err
}

// changePassword takes the old password again and ends all sessions: whoever stole
// one loses it, be it a copy of this one's cookie. The secret is of the session that
// goes on here.
func (s *Server) changePassword(ctx context.Context, v visitor, who signedIn, old, new string) (session string, err error) {
	if len(new) < minPass || len(new) > maxPass {
		return "", fail(api.CodeBadRequest, "a password has at least 8 characters")
	}
	if err := s.prove(ctx, v, who, old); err != nil {
		return "", err
	}
	hash, err := s.hashPassword(ctx, new)
	if err != nil {
		return "", err
	}
	err = s.update(func(t *tx) error {
		p, err := t.changer(who)
		if err != nil {
			return err
		}
		p.Password = hash
		t.putPerson(p)
		t.endSessions(p.ID, "")
		session = t.newSession(p, v, who.With, who.How)
		t.record(p.ID, v, "password_changed", "")
		t.mail(p, "password_changed")
		return nil
	})
	return session, err
}

func (s *Server) personOf(account string) (p *person, err error) {
	err = s.view(func(t *tx) error {
		p, err = t.person(account)
		return err
	})
	return p, err
}
