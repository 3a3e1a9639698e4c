package stub

import (
	"crypto/ecdsa"
	"crypto/x509"
	"errors"
	"fmt"
	"strings"

	bolt "go.etcd.io/bbolt"

	"kauth/server-stub/wake"
)

// The key that signs for push services (VAPID) is made once and kept: phones register
// with it, and a registration takes messages from no other. It signs nothing else.
var nameVAPID = []byte("vapid")

func loadVAPID(meta *bolt.Bucket) error {
	if meta.Get(nameVAPID) != nil {
		return nil
	}
	der, err := newKey()
	if err != nil {
		return err
	}
	return meta.Put(nameVAPID, der)
}

func (s *Server) vapidKey() (key *ecdsa.PrivateKey, err error) {
	err = s.peek(func(t *tx) error {
		parsed, err := x509.ParsePKCS8PrivateKey(t.Bucket([]byte(inMeta)).Get(nameVAPID))
		if err != nil {
			return fmt.Errorf("stub: the key for push services: %w", err)
		}
		var ok bool
		if key, ok = parsed.(*ecdsa.PrivateKey); !ok {
			return errors.New("stub: the key for push services is not P-256")
		}
		return nil
	})
	return key, err
}

// newWebPush makes the sender that needs nothing set: services are told to write to
// the server's origin where they are told nothing else.
func (s *Server) newWebPush() (*wake.WebPush, error) {
	key, err := s.vapidKey()
	if err != nil {
		return nil, err
	}
	contact := s.o.PushContact
	if contact == "" && strings.HasPrefix(s.o.Origin, "https://") {
		contact = s.o.Origin
	}
	// Services judge our signature by their own clock: the knob does not put it off.
	return wake.NewWebPush(s.guard().client(), key, contact, s.o.Now)
}
