package stub

import (
	"bytes"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"errors"
	"io"
	"net/http"
	"slices"
	"strings"
	"sync"
	"time"

	"kauth/core/api"
)

// nonces makes and checks the nonces of request proofs: a MAC over the time and
// the device, so that nothing is kept for those given out. The key lives as long
// as the process, as the memory of used proofs does: a proof of before a restart
// is answered with use_nonce, and the phone makes a new one.
type nonces struct {
	key  [32]byte
	mu   sync.Mutex
	used map[string]int64 // device and jti -> when the memory may fade
	next int64            // when to look for faded ones
	last int64            // the latest time that was asked about
}

// keyAt gives the key. Where the clock went back it is a new one: nonces that had
// passed would be good again, and the memory of their proofs has faded.
func (n *nonces) keyAt(now int64) [32]byte {
	n.mu.Lock()
	defer n.mu.Unlock()
	if n.last == 0 || now < n.last-clockSlack {
		rand.Read(n.key[:])
		n.last, n.used, n.next = now, nil, 0
	}
	n.last = max(n.last, now)
	return n.key
}

func mac(key [32]byte, device string, at int64) []byte {
	h := hmac.New(sha256.New, key[:])
	binary.Write(h, binary.BigEndian, at)
	h.Write([]byte(device))
	return h.Sum(nil)[:16]
}

// make gives a nonce: eight bytes of time and sixteen of MAC.
func (n *nonces) make(device string, now int64) string {
	return base64.RawURLEncoding.EncodeToString(append(binary.BigEndian.AppendUint64(nil, uint64(now)), mac(n.keyAt(now), device, now)...))
}

func (n *nonces) valid(nonce, device string, now int64) bool {
	b, err := base64.RawURLEncoding.DecodeString(nonce)
	if err != nil || len(b) != 24 {
		return false
	}
	at := int64(binary.BigEndian.Uint64(b))
	return hmac.Equal(b[8:], mac(n.keyAt(now), device, at)) && at <= now && now-at < nonceLife
}

const (
	nonceLife  = int64(api.NonceLife / time.Second)
	clockSlack = 5 // seconds: requests at once read the clock in any order
)

// first tells whether the proof was not used before, for as long as its nonce lives.
func (n *nonces) first(device, jti string, now int64) bool {
	n.mu.Lock()
	defer n.mu.Unlock()
	if n.used == nil || now >= n.next {
		fresh := map[string]int64{}
		for k, until := range n.used {
			if until > now {
				fresh[k] = until
			}
		}
		n.used, n.next = fresh, now+nonceLife
	}
	name := device + " " + jti
	if _, used := n.used[name]; used {
		return false
	}
	n.used[name] = now + nonceLife + clockSlack
	return true
}

// asDevice lets a phone through that proves who it is, for this very request.
func (s *Server) asDevice(h func(w http.ResponseWriter, r *http.Request, device string) error) http.HandlerFunc {
	return s.asDeviceBy((*device).onlyNew, func(w http.ResponseWriter, r *http.Request, device string, _ proven) error {
		return h(w, r, device)
	})
}

// asListener is asDevice, and lets a locked phone through too.
func (s *Server) asListener(h func(w http.ResponseWriter, r *http.Request, device string) error) http.HandlerFunc {
	return s.asDeviceBy((*device).newAndListening, func(w http.ResponseWriter, r *http.Request, device string, _ proven) error {
		return h(w, r, device)
	})
}

// nobody is a key that signs nothing.
var nobody = sync.OnceValue(func() api.JWK {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		panic(err) // no randomness: crypto/rand ends the process before that
	}
	return api.JWKOf(&key.PublicKey)
})

// onlyNew is the key that counts.
func (d *device) onlyNew() []api.JWK { return []api.JWK{d.JWK} }

// newAndListening are the keys by which a phone may hear.
func (d *device) newAndListening() []api.JWK { return append(d.onlyNew(), d.listening()...) }

// newAndOld are the keys by which a phone may ask what became of its new one.
func (d *device) newAndOld() []api.JWK {
	if d.OldKey == "" {
		return d.onlyNew()
	}
	return []api.JWK{d.JWK, d.OldJWK}
}

// proven is a proof that holds, and the thumbprint of the key that signed it.
type proven struct {
	api.Proof
	Key string
}

// asDeviceBy lets the phone's own choice of keys through, and says which it was.
func (s *Server) asDeviceBy(keys func(*device) []api.JWK, h func(w http.ResponseWriter, r *http.Request, device string, by proven) error) http.HandlerFunc {
	return s.handle(func(w http.ResponseWriter, r *http.Request) error {
		jws, ok := strings.CutPrefix(r.Header.Get("Authorization"), api.AuthScheme+" ")
		if !ok {
			return fail(api.CodeBadProof, "no proof in the Authorization header")
		}
		id, err := api.ProofDevice(jws)
		if err != nil {
			return fail(api.CodeBadProof, err.Error())
		}
		w.Header().Set(api.HeaderNonce, s.nonces.make(id, s.now().Unix()))
		body, err := readBody(r)
		if err != nil {
			return err
		}
		r.Body = io.NopCloser(bytes.NewReader(body))
		by, err := s.checkProof(claimed{r.Method, r.RequestURI, body}, jws, id, keys)
		if err != nil {
			return err
		}
		return h(w, r, id, by)
	})
}

// claimed is the request that a proof has to be for.
type claimed struct {
	method, path string
	body         []byte
}

// checkProof gives what was proven, and by which key. A listening key that is none of
// those keys is told so.
func (s *Server) checkProof(r claimed, jws, id string, keys func(*device) []api.JWK) (by proven, err error) {
	var d *device
	err = s.view(func(t *tx) error {
		d, err = t.device(id)
		return err
	})
	switch {
	case errors.Is(err, errNotFound):
		// Answered as a wrong key is: who asks does not learn which phones there are.
		d = &device{JWK: nobody()}
	case err != nil:
		return by, err
	}
	good := keys(d)
	for _, jwk := range append(slices.Clone(good), d.listening()...) {
		var key *ecdsa.PublicKey
		if key, err = jwk.Key(); err != nil {
			return by, err
		}
		if by.Proof, err = api.OpenProof(jws, key, id, s.Origin(), r.method, r.path, r.body); err == nil {
			by.Key = api.Thumbprint(key)
			break
		}
	}
	now := s.now().Unix()
	switch {
	case err != nil:
		return by, fail(api.CodeBadProof, err.Error())
	case !s.nonces.valid(by.Nonce, id, now):
		return by, fail(api.CodeUseNonce, "sign again with the nonce in "+api.HeaderNonce)
	case !s.nonces.first(id, by.Jti, now):
		return by, fail(api.CodeBadProof, "this proof was used before")
	case by.Key == d.Listen && !slices.Contains(good, d.ListenJWK):
		return by, fail(api.CodeListenOnly, "the listening key does not serve for this")
	case by.Keys > d.KeysAt || by.Policy > d.PolicyAt || by.Label > d.LabelAt:
		err = s.acknowledge(id, by.Keys, by.Policy, by.Label)
	}
	return by, err
}
