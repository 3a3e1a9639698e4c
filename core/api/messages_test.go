package api

import (
	"errors"
	"strings"
	"testing"
)

func vectorRegistration(t testing.TB) Registration {
	return Registration{
		Aud: vOrigin, Iat: vTime, Jti: vJti, LinkHash: Hash([]byte(vLink)), JWK: JWKOf(&fixedKey(t, "device").PublicKey),
		Name: "Pixel 9 · kAuth", OS: "android 16", App: "1.0.0",
	}
}

func vectorProof() Proof {
	return Proof{
		Iss: vDevice, Aud: vOrigin, Method: "GET", Path: "/v1/devices/self/challenges?wait=25&cursor=", Nonce: "opaque-to-the-phone",
		Jti: vJti, Iat: vTime,
	}
}

func vectorAnswer(challenge string) Answer {
	return Answer{
		Iss: vDevice, Aud: vOrigin, Challenge: vCid, Hash: Hash([]byte(challenge)), Decision: "approve", Match: "47",
		Iat: vTime + 9, Jti: vJti, Counter: 1841, Verified: "none",
	}
}

func vectorStatement(t testing.TB) Statement {
	return Statement{
		Kind: StmtRegistered, Iss: vOrigin, Aud: vDevice, Account: vAccount, Key: Thumbprint(&fixedKey(t, "device").PublicKey),
		OTPHash: Hash(vectorSecret()), Keys: []string{Thumbprint(&fixedKey(t, "server").PublicKey)}, Iat: vTime,
	}
}

// vectorSecret is the secret of RFC 4226 appendix D.
func vectorSecret() []byte { return []byte("12345678901234567890") }

// refusals signs a changed message and wants it refused.
func refusals[C any](t *testing.T, key string, typ Type, good C, open func(jws string) error, changes map[string]func(*C)) {
	t.Helper()
	k := fixedKey(t, key)
	sign := func(c C) string {
		jws, err := Sign(typ, k, c)
		if err != nil {
			t.Fatal(err)
		}
		return jws
	}
	if err := open(sign(good)); err != nil {
		t.Fatalf("the message that all others are made of is refused: %v", err)
	}
	for name, change := range changes {
		c := good
		change(&c)
		if err := open(sign(c)); !errors.Is(err, ErrJWS) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if err := open(rawSign(t, fixedKey(t, "another"), head(k, typ), mustJSON(t, good))); !errors.Is(err, ErrJWS) {
		t.Errorf("signed by another key: %v", err)
	}
	if err := open(rawSign(t, k, head(k, "ka-xyz+jwt"), mustJSON(t, good))); !errors.Is(err, ErrJWS) {
		t.Errorf("of another type: %v", err)
	}
}

func TestRegistrationIsForThisServerCodeAndKey(t *testing.T) {
	other := JWKOf(&fixedKey(t, "another").PublicKey)
	refusals(t, "device", TypeRegistration, vectorRegistration(t), func(jws string) error {
		_, _, err := OpenRegistration(jws, vOrigin, vLink)
		return err
	}, map[string]func(*Registration){
		"another server":    func(r *Registration) { r.Aud = "https://evil.example" },
		"another link code": func(r *Registration) { r.LinkHash = Hash([]byte("another")) },
		"the code in clear": func(r *Registration) { r.LinkHash = vLink },
		"another key":       func(r *Registration) { r.JWK = other },
		"no key":            func(r *Registration) { r.JWK = JWK{} },
		"a key with a name": func(r *Registration) { r.JWK.Kid = "x" },
		"no jti":            func(r *Registration) { r.Jti = "" },
	})
}

func TestRegistrationGivesItsOwnKey(t *testing.T) {
	k := fixedKey(t, "device")
	jws, err := Sign(TypeRegistration, k, vectorRegistration(t))
	if err != nil {
		t.Fatal(err)
	}
	r, pub, err := OpenRegistration(jws, vOrigin, vLink)
	if err != nil || !pub.Equal(&k.PublicKey) || r.Name != "Pixel 9 · kAuth" {
		t.Fatalf("%+v, %v", r, err)
	}
	if _, _, err := OpenRegistration("..", vOrigin, vLink); !errors.Is(err, ErrJWS) {
		t.Fatal(err)
	}
}

func TestProofIsForExactlyThisRequest(t *testing.T) {
	k := fixedKey(t, "device")
	good := vectorProof()
	body := []byte(`{"a":1}`)
	good.BodyHash = Hash(body)
	open := func(jws string) error {
		_, err := OpenProof(jws, &k.PublicKey, vDevice, vOrigin, good.Method, good.Path, body)
		return err
	}
	refusals(t, "device", TypeProof, good, open, map[string]func(*Proof){
		"another device":  func(p *Proof) { p.Iss = "dev_AAAAAAAAAAAAAAAAAAAAAA" },
		"another server":  func(p *Proof) { p.Aud = "https://evil.example" },
		"another method":  func(p *Proof) { p.Method = "DELETE" },
		"another path":    func(p *Proof) { p.Path = "/v1/devices/self" },
		"without query":   func(p *Proof) { p.Path = "/v1/devices/self/challenges" },
		"another body":    func(p *Proof) { p.BodyHash = Hash([]byte("x")) },
		"without a body":  func(p *Proof) { p.BodyHash = "" },
		"no jti":          func(p *Proof) { p.Jti = "" },
		"method in lower": func(p *Proof) { p.Method = "get" },
	})
	jws, err := Sign(TypeProof, k, good)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := OpenProof(jws, &k.PublicKey, vDevice, vOrigin, good.Method, good.Path, nil); err == nil {
		t.Error("a proof over a body serves a request without one")
	}
	if d, err := ProofDevice(jws); err != nil || d != vDevice {
		t.Errorf("%q, %v", d, err)
	}
}

func TestAnswerHasOneMeaning(t *testing.T) {
	k := fixedKey(t, "device")
	refusals(t, "device", TypeAnswer, vectorAnswer("x"), func(jws string) error {
		_, err := OpenAnswer(jws, &k.PublicKey, vDevice, vOrigin)
		return err
	}, map[string]func(*Answer){
		"another device":      func(a *Answer) { a.Iss = "dev_AAAAAAAAAAAAAAAAAAAAAA" },
		"another server":      func(a *Answer) { a.Aud = "https://evil.example" },
		"no decision":         func(a *Answer) { a.Decision = "" },
		"in another case":     func(a *Answer) { a.Decision = "APPROVE" },
		"unknown reason":      func(a *Answer) { a.Decision, a.Why = "deny", "bored" },
		"a reason with a YES": func(a *Answer) { a.Why = "not_me" },
		"no uv":               func(a *Answer) { a.Verified = "" },
		"unknown uv":          func(a *Answer) { a.Verified = "face" },
		"no jti":              func(a *Answer) { a.Jti = "" },
		"no challenge":        func(a *Answer) { a.Challenge = "" },
		"a path":              func(a *Answer) { a.Challenge = "chl_/../../devices/self/" },
	})
	jws, err := Sign(TypeAnswer, k, vectorAnswer("x"))
	if err != nil {
		t.Fatal(err)
	}
	if d, err := AnswerDevice(jws); err != nil || d != vDevice {
		t.Errorf("%q, %v", d, err)
	}
}

func TestStatementIsForThisPhoneAlone(t *testing.T) {
	k := fixedKey(t, "server")
	device := Thumbprint(&fixedKey(t, "device").PublicKey)
	refusals(t, "server", TypeStatement, vectorStatement(t), func(jws string) error {
		_, err := OpenStatement(jws, StmtRegistered, OneKey(&k.PublicKey), vOrigin, vDevice, device)
		return err
	}, map[string]func(*Statement){
		"another kind":       func(s *Statement) { s.Kind = StmtRevoked },
		"another server":     func(s *Statement) { s.Iss = "https://evil.example" },
		"another device":     func(s *Statement) { s.Aud = "dev_AAAAAAAAAAAAAAAAAAAAAA" },
		"another device key": func(s *Statement) { s.Key = s.Keys[0] },
	})
}

func TestIDsAreOneSpellingOf128Bits(t *testing.T) {
	seen := map[string]bool{}
	for range 100 {
		id := NewID("chl_")
		if !ValidID("chl_", id) || seen[id] {
			t.Fatal(id)
		}
		seen[id] = true
	}
	for _, bad := range []string{
		"", "chl_", "chl_ICEiIyQlJicoKSorLC0uL", "chl_ICEiIyQlJicoKSorLC0uLw=", "chl_ICEiIyQlJicoKSorLC0uLx", "dev_ICEiIyQlJicoKSorLC0uLw",
		"chl_ICEiIyQlJicoKSorLC0u\n\n", "chl_ICEiIyQlJicoKSorLC0/Lw", "CHL_ICEiIyQlJicoKSorLC0uLw", "chl_ICEiIyQlJicoKSorLC0uLwAA",
	} {
		if ValidID("chl_", bad) {
			t.Errorf("%q is taken", bad)
		}
	}
	if Path(PathAnswer, vCid) != "/v1/challenges/"+vCid+"/answer" {
		t.Error(Path(PathAnswer, vCid))
	}
}

func TestServersWordsStayOutOfErrors(t *testing.T) {
	err := &ProblemError{Problem: Problem{Code: Code("ex\u202epired" + strings.Repeat("x", 4000)), Detail: "your link code is S3CRET", Title: "S3CRET"}}
	if s := err.Error(); len(s) > 100 || !strings.HasPrefix(s, "the server says expired") || strings.Contains(s, "S3CRET") {
		t.Errorf("%d bytes: %.60q", len(s), s)
	}
}
