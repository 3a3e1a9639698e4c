package stub

import (
	"bytes"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"maps"
	"math/big"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	bolt "go.etcd.io/bbolt"

	"kauth/core/api"
)

// The files attack_*_test.go hold one promise each against somebody who breaks the
// rules, over real HTTP. What they share is here.

// still is a world whose clock stands: nothing falls due while an attack is tried.
func still(t testing.TB, o Options) *world {
	t.Helper()
	at := time.Unix(1_800_000_015, 0) // the middle of a one-time code's life
	o.Now = func() time.Time { return at }
	return newWorld(t, o)
}

// dump is every record on file, by "bucket/key".
func (w *world) dump() map[string]string {
	w.t.Helper()
	all := map[string]string{}
	w.ok(w.s.view(func(t *tx) error {
		return t.file.ForEach(func(name []byte, b *bolt.Bucket) error {
			return b.ForEach(func(k, v []byte) error {
				all[string(name)+"/"+string(k)] = string(v)
				return nil
			})
		})
	}))
	return all
}

// unchanged wants the file to hold the same after the attack as before, but for
// what begins with one of the names: the record that a refusal is meant to write.
func (w *world) unchanged(what string, attack func(), but ...string) {
	w.t.Helper()
	before := w.dump()
	attack()
	w.same(what, before, w.dump(), but...)
}

func (w *world) same(what string, before, after map[string]string, but ...string) {
	w.t.Helper()
	keys := map[string]bool{}
	for k := range maps.Keys(before) {
		keys[k] = true
	}
	for k := range maps.Keys(after) {
		keys[k] = true
	}
	for k := range keys {
		allowed := slices.ContainsFunc(but, func(b string) bool { return strings.HasPrefix(k, b) })
		if before[k] != after[k] && !allowed {
			w.t.Errorf("%s: %q was\n%s\nand is\n%s", what, k, before[k], after[k])
		}
	}
}

// signRaw signs any header and payload, also those that api.Sign never makes.
func (p *phone) signRaw(head, payload string) string {
	p.w.t.Helper()
	input := b64url([]byte(head)) + "." + b64url([]byte(payload))
	digest := sha256.Sum256([]byte(input))
	r, s, err := ecdsa.Sign(rand.Reader, p.key, digest[:])
	p.w.ok(err)
	return input + "." + b64url(rawSignature(r, s))
}

func b64url(b []byte) string { return base64.RawURLEncoding.EncodeToString(b) }

func rawSignature(r, s *big.Int) []byte {
	var raw [64]byte
	r.FillBytes(raw[:32])
	s.FillBytes(raw[32:])
	return raw[:]
}

// numbers are the two of a JWS's signature.
func (w *world) numbers(jws string) (input string, r, s *big.Int) {
	w.t.Helper()
	at := strings.LastIndexByte(jws, '.')
	sig, err := base64.RawURLEncoding.DecodeString(jws[at+1:])
	w.ok(err)
	return jws[:at], new(big.Int).SetBytes(sig[:32]), new(big.Int).SetBytes(sig[32:])
}

// mirrored is the other signature that holds for the same message: (r, n-s).
func (w *world) mirrored(jws string) string {
	w.t.Helper()
	input, r, s := w.numbers(jws)
	return input + "." + b64url(rawSignature(r, new(big.Int).Sub(elliptic.P256().Params().N, s)))
}

func (p *phone) kid() string { return api.Thumbprint(&p.key.PublicKey) }

func (p *phone) head(typ api.Type) string {
	return fmt.Sprintf(`{"alg":"ES256","kid":%q,"typ":%q}`, p.kid(), typ)
}

// payload is what a JWS says.
func (w *world) payload(jws string) string {
	w.t.Helper()
	part := strings.Split(jws, ".")
	b, err := base64.RawURLEncoding.DecodeString(part[1])
	w.ok(err)
	return string(b)
}

// raw sends bytes as they are, with headers as "name: value".
func (w *world) raw(method, path, body string, headers ...string) result {
	w.t.Helper()
	req, err := http.NewRequest(method, w.http.URL+path, bytes.NewReader([]byte(body)))
	w.ok(err)
	for _, h := range headers {
		name, value, _ := strings.Cut(h, ": ")
		req.Header.Add(name, value)
	}
	resp, err := http.DefaultTransport.RoundTrip(req) // follows no redirect
	return read(w.t, resp, err)
}

// problem is the body of a refusal: any code, but never one that tells of a defect.
func (r result) problem() (p api.Problem) {
	r.t.Helper()
	if err := json.Unmarshal(r.body, &p); err != nil || p.Code == "" || p.Status != r.status || r.status < 400 || r.status >= 500 {
		r.t.Fatalf("status %d is no refusal: %s", r.status, r.body)
	}
	return p
}
