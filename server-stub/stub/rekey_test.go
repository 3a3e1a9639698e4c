package stub

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"kauth/core/api"
)

// next makes the key that a phone rotates to, and its registration.
func (p *phone) next(change func(*api.Registration)) (*ecdsa.PrivateKey, string) {
	p.w.t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	p.w.ok(err)
	r := api.Registration{
		Aud: p.w.http.URL, Iat: 1, Jti: api.NewCode(), Device: p.reg.Device, OldKey: api.Thumbprint(&p.key.PublicKey),
		JWK: api.JWKOf(&key.PublicKey), Name: p.name, OS: "android 17", App: "1.1.0",
	}
	if change != nil {
		change(&r)
	}
	jws, err := api.Sign(api.TypeRegistration, key, r)
	p.w.ok(err)
	return key, jws
}

// rekey sends a rotation, proven by that key.
func (p *phone) rekey(by *ecdsa.PrivateKey, reg string) result {
	p.w.t.Helper()
	body := `{"reg":"` + reg + `"}`
	try := func() result {
		jws, err := api.Sign(api.TypeProof, by, api.Proof{
			Iss: p.reg.Device, Aud: p.w.http.URL, Method: "POST", Path: api.PathKey, BodyHash: api.Hash([]byte(body)),
			Nonce: p.nonce, Jti: api.NewCode(), Iat: 1,
		})
		p.w.ok(err)
		req, err := http.NewRequest("POST", p.w.http.URL+api.PathKey, strings.NewReader(body))
		p.w.ok(err)
		req.Header.Set("Authorization", api.AuthScheme+" "+jws)
		req.Header.Set("Content-Type", api.TypeJSON)
		resp, err := http.DefaultClient.Do(req)
		r := read(p.w.t, resp, err)
		p.nonce = r.header.Get(api.HeaderNonce)
		return r
	}
	r := try()
	if r.status == 401 && strings.Contains(string(r.body), string(api.CodeUseNonce)) {
		r = try()
	}
	return r
}

// statement opens the statement of that kind among those given, by the first key
// that the phone was linked by.
func (p *phone) statement(list []string, kind string, jwk api.JWK) api.Statement {
	p.w.t.Helper()
	key, err := jwk.Key()
	p.w.ok(err)
	for _, jws := range list {
		if s, err := api.OpenStatement(jws, kind, api.OneKey(key), p.w.http.URL, p.reg.Device, api.Thumbprint(&p.key.PublicKey)); err == nil {
			return s
		}
	}
	p.w.t.Fatalf("no statement of kind %s among %d", kind, len(list))
	return api.Statement{}
}

func TestOldKeyIsDeadAtOnceAndTheNewOneAnswersWhatWaits(t *testing.T) {
	w := newWorld(t, Options{})
	_, p := w.linked()
	b := w.browser()
	id, ask := b.ask()
	waits := p.only()
	old := p.key
	key, reg := p.next(nil)
	var reply api.RekeyReply
	p.rekey(old, reg).want(200).into(&reply)
	p.key = key
	p.statement([]string{reply.Statement}, api.StmtRekeyed, p.reg.Keys[0])

	p.key = old
	p.call("GET", api.PathChallenges+"?wait=0&cursor=").refused(api.CodeBadProof)
	p.approve(waits, number(ask)).refused(api.CodeBadJWS)
	p.key = key
	if p.only() != waits {
		t.Fatal("the request that waited is another one now")
	}
	p.approve(waits, number(ask)).want(200)
	b.redeem(id).want(204)
	all, err := w.s.Outbox()
	w.ok(err)
	if !slices.ContainsFunc(all, func(m string) bool { return strings.Contains(m, "renewed its key") }) {
		t.Error("the owner was not told")
	}
	var events api.ActivityReply
	p.call("GET", api.PathActivity).want(200).into(&events)
	if !slices.ContainsFunc(events.Events, func(e api.Event) bool { return e.What == "key_changed" && e.With == p.name }) {
		t.Errorf("%+v", events)
	}
}

func TestCounterGoesOnWithTheNewKey(t *testing.T) {
	w := newWorld(t, Options{})
	_, p := w.linked()
	key, reg := p.next(nil)
	p.rekey(p.key, reg).want(200)
	p.key = key
	_, ask := w.browser().ask()
	p.counter = 0 // as a copy of before would count
	p.answer(p.only(), func(a *api.Answer) { a.Match = number(ask) }).refused(api.CodeCounterReuse)
}

func TestLostReplyToARotationIsGivenAgainByEitherKey(t *testing.T) {
	w := newWorld(t, Options{})
	_, p := w.linked()
	old := p.key
	key, reg := p.next(nil)
	p.rekey(old, reg).want(200)
	p.rekey(old, reg).want(200)
	p.rekey(key, reg).want(200)
	w.restart()
	p.rekey(old, reg).want(200)
	mails, err := w.s.Outbox()
	w.ok(err)
	if n := len(slices.DeleteFunc(mails, func(m string) bool { return !strings.Contains(m, "renewed its key") })); n != 1 {
		t.Errorf("%d mails for one rotation", n)
	}
	// The key that is dead opens nothing else, not even another rotation.
	_, other := p.next(nil)
	p.rekey(old, other).refused(api.CodeBadProof)
	p.key = key
	_, other = p.next(nil)
	p.rekey(old, other).refused(api.CodeBadProof)
	// And it does not come back.
	back, err := api.Sign(api.TypeRegistration, old, api.Registration{
		Aud: w.http.URL, Jti: api.NewCode(), Device: p.reg.Device, OldKey: api.Thumbprint(&key.PublicKey), JWK: api.JWKOf(&old.PublicKey),
	})
	w.ok(err)
	p.rekey(key, back).refused(api.CodeBadJWS)
}

func TestRotationIsForThisPhoneAndThisKey(t *testing.T) {
	w := newWorld(t, Options{})
	b, p := w.linked()
	other := w.linkPhone(b, "Pixel 8 · kAuth")
	for name, change := range map[string]func(*api.Registration){
		"another server":      func(r *api.Registration) { r.Aud = "https://evil.example" },
		"another device":      func(r *api.Registration) { r.Device = other.reg.Device },
		"no device":           func(r *api.Registration) { r.Device = "" },
		"another old key":     func(r *api.Registration) { r.OldKey = api.Thumbprint(&other.key.PublicKey) },
		"no old key":          func(r *api.Registration) { r.OldKey = "" },
		"also for a link":     func(r *api.Registration) { r.LinkHash = api.Hash([]byte("x")) },
		"the key of another":  func(r *api.Registration) { r.JWK = api.JWKOf(&other.key.PublicKey) },
		"without a jti":       func(r *api.Registration) { r.Jti = "" },
		"the same key again":  func(r *api.Registration) { r.JWK = api.JWKOf(&p.key.PublicKey) },
		"a key that has name": func(r *api.Registration) { r.JWK.Kid = "x" },
	} {
		_, reg := p.next(change)
		if got := p.rekey(p.key, reg); got.status != 400 {
			t.Errorf("%s: %d %s", name, got.status, got.body)
		}
	}
	_, reg := p.next(nil)
	p.rekey(other.key, reg).refused(api.CodeBadProof)
	if p.fetch(); w.state(p) != deviceActive {
		t.Fatal("the phone does not work any more")
	}
}

func (w *world) state(p *phone) (state string) {
	w.t.Helper()
	w.ok(w.s.view(func(t *tx) error {
		d, err := t.device(p.reg.Device)
		if err == nil {
			state = d.State
		}
		return err
	}))
	return state
}

func TestSuspendedPhoneCannotRotateItsKey(t *testing.T) {
	w := newWorld(t, Options{})
	_, p := w.linked()
	w.ok(w.s.update(func(t *tx) error {
		d, err := t.device(p.reg.Device)
		if err == nil {
			t.suspend(d)
		}
		return err
	}))
	_, reg := p.next(nil)
	p.rekey(p.key, reg).refused(api.CodeSuspended)
}

func TestHeldPollEndsWithItsKey(t *testing.T) {
	w := newWorld(t, Options{})
	_, p := w.linked()
	p.fetch()
	cursor := p.fetch().Cursor
	held := p.poll(t.Context(), "25", cursor)
	w.held(p.reg.Device)
	_, reg := p.next(nil)
	p.rekey(p.key, reg).want(200)
	select {
	case r := <-held:
		r.want(204)
	case <-time.After(20 * time.Second): // the hold is 25 s
		t.Fatal("the old key still holds a poll")
	}
}
