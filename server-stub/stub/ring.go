package stub

import (
	"bytes"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	bolt "go.etcd.io/bbolt"

	"kauth/core/api"
)

// The server's signing keys. The newest signs for every phone that is known to have
// it; for the others the newest that they have. So a phone that is asleep while the
// keys change hears of it from a key that it pinned, as long as that key lives.

const (
	// KeyOverlap is how long a key goes on signing after a newer one came.
	KeyOverlap = 30 * 24 * time.Hour
	maxKeys    = 8
)

// keyList is the keys as they are on file, newest first. At rises with each change
// of the list: a phone takes no older one.
type keyList struct {
	At   uint64
	Keys []keptKey
}

type keptKey struct {
	PKCS8   []byte
	At      uint64 // the version of the list that brought it
	Retires int64  // 0 for the newest
}

// ring is a keyList ready to sign.
type ring struct {
	raw  []byte
	at   uint64
	keys []*signingKey // newest first, never empty
}

type signingKey struct {
	*ecdsa.PrivateKey
	id      string
	at      uint64
	retires int64
}

var nameKeys = []byte("keys")

// loadKeys makes the first key at the first start.
func loadKeys(meta *bolt.Bucket) error {
	if meta.Get(nameKeys) != nil {
		return nil
	}
	der, err := newKey()
	if err != nil {
		return err
	}
	data, err := json.Marshal(keyList{At: 1, Keys: []keptKey{{PKCS8: der, At: 1}}})
	if err != nil {
		return err
	}
	return meta.Put(nameKeys, data)
}

func newKey() ([]byte, error) {
	k, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return nil, err
	}
	return x509.MarshalPKCS8PrivateKey(k)
}

// ring gives the keys as this transaction sees them; parsing is done once a change.
func (t *tx) ring() (*ring, error) {
	raw := t.Bucket([]byte(inMeta)).Get(nameKeys)
	if r := t.s.ring.Load(); r != nil && bytes.Equal(r.raw, raw) {
		return r, nil
	}
	var list keyList
	if err := json.Unmarshal(raw, &list); err != nil {
		return nil, fmt.Errorf("stub: the server's keys: %w", err)
	}
	r := &ring{raw: bytes.Clone(raw), at: list.At}
	for _, k := range list.Keys {
		parsed, err := x509.ParsePKCS8PrivateKey(k.PKCS8)
		if err != nil {
			return nil, fmt.Errorf("stub: a server key: %w", err)
		}
		p, ok := parsed.(*ecdsa.PrivateKey)
		if !ok {
			return nil, errors.New("stub: a server key that is not P-256")
		}
		r.keys = append(r.keys, &signingKey{p, api.Thumbprint(&p.PublicKey), k.At, k.Retires})
	}
	if len(r.keys) == 0 {
		return nil, errors.New("stub: no server key")
	}
	t.s.ring.Store(r)
	return r, nil
}

// jwks are the public keys, newest first.
func (r *ring) jwks() []api.JWK {
	var list []api.JWK
	for _, k := range r.keys {
		j := api.JWKOf(&k.PublicKey)
		j.Kid = k.id
		list = append(list, j)
	}
	return list
}

func (r *ring) ids() (ids []string) {
	for _, k := range r.keys {
		ids = append(ids, k.id)
	}
	return ids
}

// of finds a key by its thumbprint; nil where it has retired.
func (r *ring) of(id string) *signingKey {
	for _, k := range r.keys {
		if k.id == id {
			return k
		}
	}
	return nil
}

// forPhone is the newest key that the phone is known to have; nil where it slept
// until all of them had retired.
func (r *ring) forPhone(d *device) *signingKey {
	for _, k := range r.keys {
		if k.at <= max(d.KeysAt, 1) {
			return k
		}
	}
	return nil
}

// signFor signs a message to a phone by a key that it has.
func (t *tx) signFor(d *device, typ api.Type, claims any) (string, error) {
	r, err := t.ring()
	if err != nil {
		return "", err
	}
	k := r.forPhone(d)
	if k == nil {
		return "", errRelink
	}
	return api.Sign(typ, k, claims)
}

var errRelink = fail(api.CodeRelink, "this phone knows none of the server's keys any more: link it again")

// reachable leaves out the phones that no key of ours can speak to.
func (t *tx) reachable(phones []*device) ([]*device, error) {
	r, err := t.ring()
	if err != nil {
		return nil, err
	}
	var list []*device
	for _, d := range phones {
		if r.forPhone(d) != nil {
			list = append(list, d)
		}
	}
	return list, nil
}
