package hardwaretest

import (
	"crypto"
	"crypto/rand"
	"testing"

	"kauth/core"
)

func signs(t *testing.T, p Phone) {
	a, b := made(t, p.Keys), made(t, p.Keys)
	if a.Name == b.Name || a.Public.Equal(b.Public) {
		t.Fatal("two keys are one")
	}
	for range 8 { // r or s is shorter at times
		works(t, p.Keys, a, "a")
	}
	works(t, p.Keys, b, "b")
	if err := p.Keys.Signer(a).Check(); err != nil {
		t.Error(err)
	}
}

func foundAgain(t *testing.T, p Phone) {
	k := made(t, p.Keys)
	again := p.again()
	found, err := again.Open(t.Context(), k.Name)
	if err != nil || !found.Public.Equal(k.Public) || found.Level != k.Level || found.Name != k.Name {
		t.Fatalf("%+v, %v; was made as %+v", found, err, k)
	}
	works(t, again, found, "found")
}

func deleted(t *testing.T, p Phone) {
	a, b := made(t, p.Keys), made(t, p.Keys)
	for range 2 { // one that is gone is no error
		if err := p.Keys.Delete(t.Context(), a.Name); err != nil {
			t.Fatal(err)
		}
	}
	wantKind(t, "sign", signError(p.Keys, a), core.SignerGone)
	wantKind(t, "check", p.Keys.Signer(a).Check(), core.SignerGone)
	_, err := p.Keys.Open(t.Context(), a.Name)
	wantKind(t, "open", err, core.SignerGone)
	works(t, p.Keys, b, "the other")
}

func neverWas(t *testing.T, p Phone) {
	k := made(t, p.Keys)
	k.Name = "another"
	wantKind(t, "sign", signError(p.Keys, k), core.SignerGone)
	wantKind(t, "check", p.Keys.Signer(k).Check(), core.SignerGone)
}

func digests(t *testing.T, p Phone) {
	s := p.Keys.Signer(made(t, p.Keys))
	for name, c := range map[string]struct {
		digest []byte
		hash   crypto.Hash
	}{
		"no digest":     {nil, crypto.SHA256},
		"a message":     {[]byte("a message that nobody hashed"), crypto.SHA256},
		"SHA-512":       {make([]byte, 64), crypto.SHA512},
		"none at all":   {make([]byte, 32), 0},
		"another's sum": {make([]byte, 20), crypto.SHA1},
	} {
		if _, err := s.Sign(rand.Reader, c.digest, c.hash); err == nil {
			t.Errorf("%s was signed", name)
		}
	}
}

func busy(t *testing.T, p Phone) {
	k := made(t, p.Keys)
	p.Busy(true)
	wantKind(t, "sign", signError(p.Keys, k), core.SignerBusy)
	if err := p.Keys.Signer(k).Check(); core.KindOf(err) == core.SignerGone { // it may be asked less than to sign
		t.Errorf("check: %v", err)
	}
	p.Busy(false)
	works(t, p.Keys, k, "after")
	works(t, p.again(), k, "after a start")
}

func invalidated(t *testing.T, p Phone) {
	a, b := made(t, p.Keys), made(t, p.Keys)
	p.Gone(a.Name)
	wantKind(t, "sign", signError(p.Keys, a), core.SignerGone)
	wantKind(t, "again", signError(p.Keys, a), core.SignerGone)
	wantKind(t, "after a start", p.again().Signer(a).Check(), core.SignerGone)
	works(t, p.Keys, b, "the other")
}
