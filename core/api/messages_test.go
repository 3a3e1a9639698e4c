package api

import (
	"encoding/json"
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

func vectorRotation(t testing.TB) Registration {
	return Registration{
		Aud: vOrigin, Iat: vTime, Jti: vJti, Device: vDevice, OldKey: Thumbprint(&fixedKey(t, "device").PublicKey),
		JWK: JWKOf(&fixedKey(t, "next device").PublicKey), Name: "Pixel 9 · kAuth", OS: "android 17", App: "1.1.0",
	}
}

func vectorRekeyed(t testing.TB) Statement {
	return Statement{
		Kind: StmtRekeyed, Iss: vOrigin, Aud: vDevice, Account: vAccount, Key: Thumbprint(&fixedKey(t, "next device").PublicKey), Iat: vTime,
	}
}

func vectorKeyRoll(t testing.TB) Statement {
	s := vectorStatement(t)
	s.Kind, s.OTPHash, s.Keys, s.KeysAt = StmtKeyRoll, "", nil, 2
	for _, name := range []string{"next server", "server"} {
		k := &fixedKey(t, name).PublicKey
		j := JWKOf(k)
		j.Kid = Thumbprint(k)
		s.KeyList = append(s.KeyList, j)
	}
	return s
}

func vectorPolicy(t testing.TB) Statement {
	s, leave := vectorStatement(t), false
	s.Kind, s.OTPHash, s.Keys = StmtPolicy, "", nil
	s.PolicyAt, s.Verify, s.MayLeave = 1, VerifyRequired, &leave
	return s
}

// vectorEvents are two snapshots as a stream says them.
func vectorEvents(v vectors) (list []eventVec) {
	jws := map[string]string{}
	for _, m := range v.Valid {
		jws[m.Name] = m.JWS
	}
	for _, e := range []eventVec{
		{
			Name: "a request, and new server keys", ServerTime: vTime, Cursor: "3q2-7wAAAAAAAAAA", Challenges: []string{"challenge, mode match"},
			Statements: []string{"statement of new server keys"}, Gone: []Gone{},
		},
		{Name: "nothing waits any more", ServerTime: vTime + 9, Cursor: "", Challenges: []string{}, Statements: []string{}, Gone: []Gone{}},
		{
			Name: "a request that ended", ServerTime: vTime + 9, Cursor: "3q2-7wAAAAAAAAAB", Challenges: []string{}, Statements: []string{},
			Gone: []Gone{{vCid, "cancelled"}},
		},
	} {
		r := FetchReply{ServerTime: e.ServerTime, Cursor: e.Cursor, Challenges: []string{}, Gone: e.Gone, Statements: []string{}}
		for _, name := range e.Challenges {
			r.Challenges = append(r.Challenges, jws[name])
		}
		for _, name := range e.Statements {
			r.Statements = append(r.Statements, jws[name])
		}
		data, err := json.Marshal(r)
		if err != nil {
			panic(err)
		}
		e.Bytes = "id: " + e.Cursor + "\nevent: snapshot\ndata: " + string(data) + "\n\n"
		list = append(list, e)
	}
	return append(list, eventVec{
		Name: "the last word to a phone that is suspended", Challenges: []string{}, Statements: []string{}, Gone: []Gone{},
		Bytes: `event: problem` + "\n" + `data: {"type":"about:blank","title":"Forbidden","status":403,"code":"device_suspended","detail":"this phone is suspended"}` + "\n\n",
	}, eventVec{
		Name: "the beginning of a stream", Challenges: []string{}, Statements: []string{}, Gone: []Gone{}, Bytes: "retry: 1000\n\n",
	}, eventVec{
		Name: "a heartbeat", Challenges: []string{}, Statements: []string{}, Gone: []Gone{}, Bytes: ":\n",
	})
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

func TestRegistrationWithAPrivateKeyIsRefused(t *testing.T) {
	k := fixedKey(t, "device")
	good := mustJSON(t, vectorRegistration(t))
	for _, d := range []string{`"` + Hash(nil) + `"`, `""`, `null`, `1`} {
		bad := strings.Replace(good, `"crv":`, `"d":`+d+`,"crv":`, 1)
		_, _, err := OpenRegistration(rawSign(t, k, head(k, TypeRegistration), bad), vOrigin, vLink)
		if bad == good || !errors.Is(err, ErrJWS) || !strings.Contains(err.Error(), "private key") {
			t.Errorf("d %s: %v", d, err)
		}
	}
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
		"digits with a NO":    func(a *Answer) { a.Decision = "deny" },
		"no iat":              func(a *Answer) { a.Iat = 0 },
		"iat before 1970":     func(a *Answer) { a.Iat = -1 },
		"no counter":          func(a *Answer) { a.Counter = 0 },
		"too high a counter":  func(a *Answer) { a.Counter = MaxCounter + 1 },
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
