// Package wycheproof holds the verifier of core/api to the test vectors of C2SP's
// project Wycheproof. It is a module of its own: the vectors are 109 MB, which
// nobody who builds the product should have to fetch.
package wycheproof

import (
	"crypto/ecdsa"
	"crypto/x509"
	"encoding/hex"
	"encoding/json"
	"io/fs"
	"strings"
	"testing"

	"github.com/c2sp/wycheproof"

	"kauth/core/api"
)

// vectors is a file of them, as far as it is looked at here.
type vectors struct {
	Count  int `json:"numberOfTests"`
	Groups []struct {
		Public json.RawMessage // a JWK, in the JWS file
		DER    string          `json:"publicKeyDer"`
		Tests  []struct {
			ID      int `json:"tcId"`
			Comment string
			Result  string
			Msg     string
			Sig     string
			JWS     json.RawMessage
		}
	} `json:"testGroups"`
}

// read reads a file, and checks that it is whole: one with no tests would pass.
func read(t *testing.T, name string, count int) vectors {
	t.Helper()
	data, err := fs.ReadFile(wycheproof.TestVectors, name)
	if err != nil {
		t.Fatal(err)
	}
	var v vectors
	if err := json.Unmarshal(data, &v); err != nil {
		t.Fatal(err)
	}
	if v.Count != count {
		t.Fatalf("%s has %d vectors instead of %d", name, v.Count, count)
	}
	return v
}

func unhex(t *testing.T, s string) []byte {
	t.Helper()
	b, err := hex.DecodeString(s)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func publicKey(t *testing.T, der string) *ecdsa.PublicKey {
	t.Helper()
	k, err := x509.ParsePKIXPublicKey(unhex(t, der))
	if err != nil {
		t.Fatal(err)
	}
	return k.(*ecdsa.PublicKey)
}

func wantCounts(t *testing.T, valid, wantValid, refused, wantRefused int) {
	t.Helper()
	if valid != wantValid || refused != wantRefused {
		t.Errorf("%d were taken and %d refused, instead of %d and %d", valid, refused, wantValid, wantRefused)
	}
}

func TestSignaturesOfTwoNumbers(t *testing.T) {
	valid, refused := 0, 0
	for _, g := range read(t, "ecdsa_secp256r1_sha256_p1363_test.json", 262).Groups {
		pub := publicKey(t, g.DER)
		for _, c := range g.Tests {
			got := api.VerifyES256(pub, unhex(t, c.Msg), unhex(t, c.Sig))
			if got != (c.Result == "valid") {
				t.Errorf("%d, %s: %v", c.ID, c.Comment, got)
			}
			if got {
				valid++
			} else {
				refused++
			}
		}
	}
	wantCounts(t, valid, 173, refused, 89)
}

func TestSignaturesInDERAreRefused(t *testing.T) {
	refused := 0
	for _, g := range read(t, "ecdsa_secp256r1_sha256_test.json", 484).Groups {
		pub := publicKey(t, g.DER)
		for _, c := range g.Tests {
			if api.VerifyES256(pub, unhex(t, c.Msg), unhex(t, c.Sig)) {
				t.Errorf("%d, %s, %s: taken", c.ID, c.Result, c.Comment)
				continue
			}
			refused++
		}
	}
	wantCounts(t, 0, 0, refused, 484)
}

// TestSignedMessages has each JWS of a P-256 key pass or fail by form and signature;
// none is a message of ka/1, whose header also has a typ.
func TestSignedMessages(t *testing.T) {
	valid, refused := 0, 0
	for _, g := range read(t, "json_web_signature_test.json", 401).Groups {
		if !strings.Contains(string(g.Public), `"P-256"`) {
			continue
		}
		for _, c := range g.Tests {
			var jws string
			if err := json.Unmarshal(c.JWS, &jws); err != nil {
				t.Fatalf("%d, %s: not compact: %s", c.ID, c.Comment, c.JWS)
			}
			got := taken(t, g.Public, jws)
			if got != (c.Result == "valid") {
				t.Errorf("%d, %s: %v", c.ID, c.Comment, got)
			}
			if got {
				valid++
			} else {
				refused++
			}
		}
	}
	wantCounts(t, valid, 2, refused, 39)
}

func taken(t *testing.T, public json.RawMessage, jws string) bool {
	var jwk api.JWK
	if json.Unmarshal(public, &jwk) != nil {
		return false
	}
	pub, err := jwk.Key()
	if err != nil {
		t.Fatal(err)
	}
	keys := func(string) *ecdsa.PublicKey { return pub } // their kid is no thumbprint
	if _, err := api.OpenChallenge(jws, keys, "", "", ""); err == nil {
		t.Errorf("opened as a challenge: %s", jws)
	}
	_, _, err = api.VerifyCompact(jws, pub)
	return err == nil
}
