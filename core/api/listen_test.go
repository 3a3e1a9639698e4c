package api

import (
	"errors"
	"strings"
	"testing"
)

// withListen registers that listening key, by a possession that somebody signed.
func withListen(t *testing.T, listen, signer string, change func(*Possession)) Registration {
	t.Helper()
	r, jwk := vectorRegistration(t), JWKOf(&fixedKey(t, listen).PublicKey)
	p := vectorPossession(Thumbprint(&fixedKey(t, "device").PublicKey))
	change(&p)
	jws, err := Sign(TypeListen, fixedKey(t, signer), p)
	if err != nil {
		t.Fatal(err)
	}
	r.Listen, r.ListenProof = &jwk, jws
	return r
}

func TestListeningKeyIsRegisteredByItsHolderAlone(t *testing.T) {
	asItIs := func(*Possession) {}
	open := func(r Registration) error {
		_, _, err := OpenRegistration(mustSign(t, "device", r), vOrigin, vLink)
		return err
	}
	good := withListen(t, "listening", "listening", asItIs)
	if err := open(good); err != nil {
		t.Fatal(err)
	}
	bad := map[string]Registration{
		"signed by the device key":      withListen(t, "listening", "device", asItIs),
		"signed by another":             withListen(t, "listening", "another", asItIs),
		"somebody else's key":           withListen(t, "another", "listening", asItIs),
		"the device key itself":         withListen(t, "device", "device", asItIs),
		"for another server":            withListen(t, "listening", "listening", func(p *Possession) { p.Aud = "https://evil.example" }),
		"of another registration":       withListen(t, "listening", "listening", func(p *Possession) { p.Jti = NewCode() }),
		"of no registration":            withListen(t, "listening", "listening", func(p *Possession) { p.Jti = "" }),
		"for another device key":        withListen(t, "listening", "listening", func(p *Possession) { p.Key = Thumbprint(&fixedKey(t, "another").PublicKey) }),
		"for itself":                    withListen(t, "listening", "listening", func(p *Possession) { p.Key = Thumbprint(&fixedKey(t, "listening").PublicKey) }),
		"no possession":                 good,
		"a possession of nothing":       good,
		"with a name":                   good,
		"on no curve":                   good,
		"a possession of another typ":   good,
		"the registration's own proof":  good,
		"a possession that is a prefix": good,
	}
	change := func(name string, f func(*Registration)) {
		r, jwk := bad[name], *good.Listen
		r.Listen = &jwk
		f(&r)
		bad[name] = r
	}
	change("no possession", func(r *Registration) { r.ListenProof = "" })
	change("a possession of nothing", func(r *Registration) { r.Listen = nil })
	change("with a name", func(r *Registration) { r.Listen.Kid = "x" })
	change("on no curve", func(r *Registration) { r.Listen.X, r.Listen.Y = r.Listen.Y, r.Listen.X })
	change("a possession of another typ", func(r *Registration) {
		r.ListenProof = rawSign(t, fixedKey(t, "listening"), head(fixedKey(t, "listening"), TypeProof),
			mustJSON(t, vectorPossession(Thumbprint(&fixedKey(t, "device").PublicKey))))
	})
	change("the registration's own proof", func(r *Registration) { r.ListenProof = mustSign(t, "device", *r) })
	change("a possession that is a prefix", func(r *Registration) { r.ListenProof = r.ListenProof[:len(r.ListenProof)-2] })
	for name, r := range bad {
		if err := open(r); !errors.Is(err, ErrJWS) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestListeningKeyWithAPrivateHalfIsRefused(t *testing.T) {
	k := fixedKey(t, "device")
	good := mustJSON(t, withListen(t, "listening", "listening", func(*Possession) {}))
	at := strings.Index(good, `"listen":{`) + len(`"listen":{`)
	for _, member := range []string{`"d":"x"`, `"use":"enc"`, `"key_ops":["sign"]`, `"alg":"ES384"`} {
		_, _, err := OpenRegistration(rawSign(t, k, head(k, TypeRegistration), good[:at]+member+","+good[at:]), vOrigin, vLink)
		if !errors.Is(err, ErrJWS) {
			t.Errorf("%s: %v", member, err)
		}
	}
}

func TestKeyIsReplacedByItselfOnlyToBringAListeningKey(t *testing.T) {
	device := fixedKey(t, "device")
	r := vectorRotation(t)
	open := func(jws string, err error) error {
		if err != nil {
			t.Fatal(err)
		}
		_, _, err = OpenRotation(jws, vOrigin, vDevice, Thumbprint(&device.PublicKey))
		return err
	}
	if err := open(SignRegistration(r, device, nil)); !errors.Is(err, ErrJWS) {
		t.Errorf("alone: %v", err)
	}
	if err := open(SignRegistration(r, device, fixedKey(t, "listening"))); err != nil {
		t.Errorf("with a listening key: %v", err)
	}
	if err := open(SignRegistration(r, device, device)); !errors.Is(err, ErrJWS) {
		t.Errorf("as its own listening key: %v", err)
	}
}

func TestLockedPhoneTakesAStatementForItsListeningKeyAlone(t *testing.T) {
	server := &fixedKey(t, "server").PublicKey
	listening := Thumbprint(&fixedKey(t, "listening").PublicKey)
	good := vectorPolicy(t)
	good.Listen = listening
	refusals(t, "server", TypeStatement, good, func(jws string) error {
		_, err := OpenHeardStatement(jws, StmtPolicy, OneKey(server), vOrigin, vDevice, listening)
		return err
	}, map[string]func(*Statement){
		"another listening key": func(s *Statement) { s.Listen = s.Key },
		"no listening key":      func(s *Statement) { s.Listen = "" },
		"another server":        func(s *Statement) { s.Iss = "https://evil.example" },
		"another device":        func(s *Statement) { s.Aud = "dev_AAAAAAAAAAAAAAAAAAAAAA" },
		"another kind":          func(s *Statement) { s.Kind = StmtRevoked },
	})
	plain := vectorPolicy(t)
	jws, err := Sign(TypeStatement, fixedKey(t, "server"), plain)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := OpenHeardStatement(jws, StmtPolicy, OneKey(server), vOrigin, vDevice, ""); err == nil {
		t.Error("a phone without any key takes it")
	}
}
