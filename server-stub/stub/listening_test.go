package stub

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"slices"
	"strings"
	"testing"
	"time"

	"kauth/core/api"
)

func (w *world) newKey() *ecdsa.PrivateKey {
	w.t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	w.ok(err)
	return key
}

// registering signs a registration by that key, with that listening key or none.
func (p *phone) registering(key, listen *ecdsa.PrivateKey, r api.Registration) string {
	p.w.t.Helper()
	r.Aud, r.Iat, r.Jti, r.Name = p.w.http.URL, 1, api.NewCode(), p.name
	var with crypto.Signer
	if listen != nil {
		with = listen
	}
	jws, err := api.SignRegistration(r, key, with)
	p.w.ok(err)
	return jws
}

// rotation registers those keys in the place of the phone's own.
func (p *phone) rotation(key, listen *ecdsa.PrivateKey) string {
	p.w.t.Helper()
	return p.registering(key, listen, api.Registration{
		Device: p.reg.Device, OldKey: api.Thumbprint(&p.key.PublicKey), OS: "android 17", App: "1.1.0",
	})
}

// locked is the same phone while it is locked: all that it has is the listening key.
func (p *phone) locked() *phone {
	return &phone{w: p.w, key: p.ear, name: p.name, reg: p.reg, nonce: p.nonce}
}

// twoKeys gives a signed-in browser, and a phone with both keys.
func (w *world) twoKeys() (*browser, *phone) {
	w.t.Helper()
	b := w.browser().signIn()
	return b, w.linkListening(b, "Pixel 9 · kAuth")
}

func (w *world) linkListening(b *browser, name string) *phone {
	w.t.Helper()
	offer := b.link()
	p := w.phone(name)
	p.ear = w.newKey()
	p.register(offer.Link).want(201)
	p.approve(p.only(), b.linkState(offer.ID).Digits).want(200)
	return p
}

func TestLockedPhoneHearsAndRefuses(t *testing.T) {
	w := still(t, Options{})
	b, p := w.twoKeys()
	ear := p.locked()
	id, _ := b.ask()
	if ear.only() != p.only() {
		t.Fatal("the two keys hear different requests")
	}
	ear.deny(ear.only()).want(200)
	if got := b.state(id); got != "denied" {
		t.Fatalf("the login is %q", got)
	}
	b.redeem(id).refused(api.CodeNotApproved)
	ear.putPush(fcmPush).want(204)
}

// TestListeningKeyDoesNothingElse: whatever route there is, also one that is added
// tomorrow, the key of a locked phone opens three of them.
func TestListeningKeyDoesNothingElse(t *testing.T) {
	w := still(t, Options{})
	_, p := w.twoKeys()
	ear := p.locked()
	ear.fetch()
	hears := []string{"GET " + api.PathChallenges, "GET " + api.PathEvents, "PUT " + api.PathPush}
	tried := 0
	for _, pattern := range patterns(t, w.s.routes()) {
		method, path, _ := strings.Cut(pattern, " ")
		if !strings.HasPrefix(path, api.PathSelf) || slices.Contains(hears, pattern) {
			continue
		}
		tried++
		w.unchanged(pattern, func() { ear.call(method, path).refused(api.CodeListenOnly) })
	}
	if tried < 5 {
		t.Fatalf("only %d routes of a phone were tried", tried)
	}
	w.unchanged("a rotation", func() { p.rekey(p.ear, p.rotation(w.newKey(), w.newKey())).refused(api.CodeListenOnly) })
}

func TestListeningKeyApprovesNothing(t *testing.T) {
	w := still(t, Options{})
	b, p := w.twoKeys()
	ear := p.locked()
	id, ask := b.ask()
	waits := ear.only()
	for _, digits := range []string{number(ask), "", "00"} {
		w.unchanged("a YES", func() { ear.approve(waits, digits).refused(api.CodeListenOnly) })
	}
	// It suspends nobody either, whatever it counts.
	for _, counter := range []uint64{1, 2, 1 << 40} {
		w.unchanged("a YES that counts", func() {
			ear.answer(waits, func(a *api.Answer) { a.Match, a.Counter = number(ask), counter }).refused(api.CodeListenOnly)
		})
	}
	if got := b.state(id); got != loginWaiting {
		t.Fatalf("the login is %q", got)
	}
	p.approve(waits, number(ask)).want(200)
	b.redeem(id).want(204)
}

func TestListeningKeyLinksNoPhone(t *testing.T) {
	w := still(t, Options{})
	b := w.browser().signIn()
	offer := b.link()
	p := w.phone("Pixel 9")
	p.ear = w.newKey()
	p.register(offer.Link).want(201)
	w.unchanged("the digits", func() {
		p.locked().approve(p.only(), b.linkState(offer.ID).Digits).refused(api.CodeListenOnly)
	})
	p.locked().deny(p.only()).want(200)
	if got := b.linkState(offer.ID).State; got != offerRefused {
		t.Fatalf("the link is %q", got)
	}
}

func TestListeningKeyIsOfOnePhone(t *testing.T) {
	w := still(t, Options{})
	b, p := w.twoKeys()
	other := w.linkListening(b, "Pixel 8 · kAuth")
	w.browser().ask()
	ear := p.locked()
	ear.key = other.ear // under the first phone's name
	ear.call("GET", api.PathChallenges+"?wait=0&cursor=").refused(api.CodeBadProof)
	w.unchanged("a NO", func() { ear.deny(p.only()).refused(api.CodeBadJWS) })
	w.unchanged("a YES", func() { ear.approve(p.only(), "").refused(api.CodeBadJWS) })
	// Nor is it registered without its holder.
	_, reg := p.next(func(r *api.Registration) {
		jwk := api.JWKOf(&other.ear.PublicKey)
		r.Listen = &jwk
	})
	w.unchanged("registered by another", func() { p.rekey(p.key, reg).refused(api.CodeBadJWS) })
}

func TestKeysNeverChangeParts(t *testing.T) {
	w := still(t, Options{})
	_, p := w.twoKeys()
	one, both := w.newKey(), w.newKey()
	first, firstListen := p.key, p.ear
	p.rekey(p.key, p.rotation(one, both)).want(200)
	p.key, p.ear = one, both
	for name, reg := range map[string]string{
		"one key for both":                    p.rotation(w.newKey(), nil),
		"the listening key approves":          p.rotation(p.ear, w.newKey()),
		"the listening key of before does":    p.rotation(firstListen, w.newKey()),
		"the device key listens":              p.rotation(w.newKey(), p.key),
		"the device key of before listens":    p.rotation(w.newKey(), first),
		"the device key of before comes back": p.rotation(first, w.newKey()),
		"so does the listening key":           p.rotation(w.newKey(), firstListen),
		"they are swapped":                    p.rotation(p.ear, p.key),
	} {
		if name == "one key for both" {
			same := w.newKey()
			reg = p.rotation(same, same)
		}
		w.unchanged(name, func() {
			if got := p.rekey(p.key, reg); got.status != 400 {
				t.Errorf("%s: %d %s", name, got.status, got.body)
			}
		})
	}
	p.fetch()
	p.locked().fetch()
}

func TestReplacedListeningKeyIsDead(t *testing.T) {
	w := still(t, Options{})
	b, p := w.twoKeys()
	_, ask := b.ask()
	waits, ear := p.only(), p.locked()
	cid, no := ear.answered(waits, func(a *api.Answer) { a.Decision = "deny" })
	listen := w.newKey()
	var reply api.RekeyReply
	p.rekey(p.key, p.rotation(p.key, listen)).want(200).into(&reply)
	p.ear = listen
	if s := p.statement([]string{reply.Statement}, api.StmtRekeyed, p.reg.Keys[0]); s.Listen != api.Thumbprint(&listen.PublicKey) {
		t.Errorf("the server states the listening key %q", s.Listen)
	}
	w.unchanged("the old one", func() {
		ear.call("GET", api.PathChallenges+"?wait=0&cursor=").refused(api.CodeBadProof)
		w.post(cid, no).refused(api.CodeBadJWS)
	})
	if p.locked().only() != waits {
		t.Error("the new one hears another request")
	}
	p.approve(waits, number(ask)).want(200) // the device key stayed
}

func TestRotationTakesAListeningKeyAwayOrBringsIt(t *testing.T) {
	w := still(t, Options{})
	_, p := w.linked()
	key, listen := w.newKey(), w.newKey()
	reg := p.rotation(key, listen)
	old := p.key
	p.rekey(old, reg).want(200)
	w.unchanged("asked again", func() {
		p.rekey(old, reg).want(200)
		p.rekey(key, reg).want(200)
	})
	w.unchanged("with another listening key", func() { p.rekey(old, p.rotation(key, w.newKey())).refused(api.CodeBadProof) })
	p.key, p.ear = key, listen
	p.locked().fetch()

	alone := p.rotation(p.key, w.newKey())
	p.rekey(p.key, alone).want(200)
	w.unchanged("asked again", func() { p.rekey(p.key, alone).want(200) })

	// An app of before listening keys: nobody keeps a key that it does not know of.
	next, plain := p.next(nil)
	ear := p.locked()
	p.rekey(p.key, plain).want(200)
	p.key = next
	ear.call("GET", api.PathChallenges+"?wait=0&cursor=").refused(api.CodeBadProof)
}

func TestHeardProofsAndNOsAreGoodOnce(t *testing.T) {
	w := still(t, Options{})
	b, p := w.twoKeys()
	ear := p.locked()
	path := api.PathChallenges + "?wait=0&cursor="
	b.ask()
	waits := ear.only()
	proof := ear.proof("GET", path, ear.nonce, api.NewCode())
	ear.send(t.Context(), "GET", path, proof).want(200)
	ear.send(t.Context(), "GET", path, proof).refused(api.CodeBadProof)
	ear.send(t.Context(), "GET", api.PathEvents, proof).refused(api.CodeBadProof)

	cid, no := ear.answered(waits, func(a *api.Answer) { a.Decision = "deny" })
	w.post(cid, no).want(200)
	w.unchanged("the same again", func() { w.post(cid, no).want(200) })
	next, ask := b.ask()
	w.unchanged("to the next request", func() { w.post(ask.Challenge, no).refused(api.CodeBadJWS) })
	if got := b.state(next); got != loginWaiting {
		t.Fatalf("the next login is %q", got)
	}
}

func TestRefusalWhileLockedBeatsTheYESUntilItIsRedeemed(t *testing.T) {
	w := still(t, Options{})
	b, p := w.twoKeys()
	w.s.SetMode(modeConfirm)
	id, _ := b.ask()
	waits := p.only()
	p.approve(waits, "").want(200)
	p.locked().deny(waits).want(200)
	b.redeem(id).refused(api.CodeNotApproved)

	w.ok(w.s.ResetLimits())
	w.s.SetMode(modeConfirm)
	id, _ = b.ask()
	waits = p.only()
	p.approve(waits, "").want(200)
	b.redeem(id).want(204)
	w.unchanged("once it is redeemed", func() { p.locked().deny(waits).refused(api.CodeAlreadyAnswered) })
}

// TestTwoKeysOfAPhoneNeverSuspendIt: a NO while locked counts nothing, so that it may
// come at any time, with any counter, beside the answers of the device key.
func TestTwoKeysOfAPhoneNeverSuspendIt(t *testing.T) {
	w := still(t, Options{})
	b, p := w.twoKeys()
	for _, counter := range []uint64{1, 1, api.MaxCounter, 1} {
		w.ok(w.s.ResetLimits())
		b.ask()
		p.locked().answer(p.only(), func(a *api.Answer) { a.Decision, a.Counter = "deny", counter }).want(200)
		w.ok(w.s.ResetLimits())
		id, ask := b.ask()
		p.approve(p.only(), number(ask)).want(200)
		b.redeem(id).want(204)
	}
	if got := w.state(p); got != deviceActive {
		t.Fatalf("the phone is %q", got)
	}
	p.counter = 0 // while a copy of the device key is still found out
	_, ask := b.ask()
	p.answer(p.only(), func(a *api.Answer) { a.Match = number(ask) }).refused(api.CodeCounterReuse)
	p.locked().call("GET", api.PathChallenges+"?wait=0&cursor=").refused(api.CodeSuspended)
	w.unchanged("a NO of a suspended phone", func() { p.locked().deny(w.anyChallenge()).problem() })
}

func TestRemovedPhoneHearsOnlyThatItIsRemoved(t *testing.T) {
	w := still(t, Options{})
	b, p := w.twoKeys()
	w.s.SetMode(modeConfirm)
	b.ask()
	waits := p.only()
	ear := p.locked()
	p.call("DELETE", api.PathSelf).want(204)
	got := ear.fetch()
	if len(got.Statements) != 1 || len(got.Challenges) != 0 {
		t.Fatalf("%+v", got)
	}
	server, err := p.reg.Keys[0].Key()
	w.ok(err)
	if _, err := api.OpenHeardStatement(got.Statements[0], api.StmtRevoked, api.OneKey(server), w.http.URL, p.reg.Device, api.Thumbprint(&p.ear.PublicKey)); err != nil {
		t.Errorf("a locked phone cannot believe it: %v", err)
	}
	w.unchanged("a NO", func() { ear.deny(waits).refused(api.CodeNotFound) })
	w.unchanged("a wake-up registration", func() { ear.putPush(fcmPush).problem() })
}

// TestNewKeysEndWhatTheOldListeningKeyAcknowledged: its thief may have said that the
// phone has server keys which it never heard of.
func TestNewKeysEndWhatTheOldListeningKeyAcknowledged(t *testing.T) {
	w := still(t, Options{})
	_, p := w.twoKeys()
	w.ok(w.s.RollKey())
	ear := p.locked()
	ear.fetch()
	path := api.PathChallenges + "?wait=0&cursor="
	ear.send(t.Context(), "GET", path, ear.sign(api.TypeProof, api.Proof{
		Iss: p.reg.Device, Aud: w.http.URL, Method: "GET", Path: path, Nonce: ear.nonce, Jti: api.NewCode(), Keys: 2,
	})).want(200)
	if n := len(p.fetch().Statements); n != 0 {
		t.Fatalf("%d statements: it was not acknowledged", n)
	}
	key, listen := w.newKey(), w.newKey()
	p.rekey(p.key, p.rotation(key, listen)).want(200)
	p.key, p.ear = key, listen
	p.statement(p.fetch().Statements, api.StmtKeyRoll, p.reg.Keys[0])
	w.browser().ask()
	p.only() // it is signed by the key that the phone was linked by
}

func TestConfigurationNamesListening(t *testing.T) {
	for _, without := range []bool{false, true} {
		w := newWorld(t, Options{WithoutListening: without})
		var conf api.Configuration
		w.browser().do("GET", api.PathConfiguration, nil).want(200).into(&conf)
		if slices.Contains(conf.Features, api.FeatureListen) == without {
			t.Errorf("without %t: %q", without, conf.Features)
		}
	}
}

func TestSameRegistrationAgainHasTheSameListeningKey(t *testing.T) {
	w := still(t, Options{})
	code := query(w.browser().signIn().link().Link, "c")
	p := w.phone("Pixel 9")
	p.ear = w.newKey()
	p.registerCode(code).want(201)
	w.unchanged("the same again", func() { p.registerCode(code).want(201) })
	for name, listen := range map[string]*ecdsa.PrivateKey{"another": w.newKey(), "none": nil} {
		q := &phone{w: w, key: p.key, ear: listen, name: p.name}
		w.unchanged(name, func() { q.registerCode(code).refused(api.CodeLinkUsed) })
	}
}

func TestHeldPollOfALockedPhoneEndsWithItsKey(t *testing.T) {
	w := newWorld(t, Options{})
	_, p := w.twoKeys()
	ear := p.locked()
	ear.fetch()
	held := ear.poll(t.Context(), "25", ear.fetch().Cursor)
	w.held(p.reg.Device)
	p.rekey(p.key, p.rotation(p.key, w.newKey())).want(200)
	select {
	case r := <-held:
		r.want(204)
	case <-time.After(20 * time.Second): // the hold is 25 s
		t.Fatal("the old listening key still holds a poll")
	}
}

func TestServerOfBeforeListeningKeysIgnoresThem(t *testing.T) {
	w := newWorld(t, Options{WithoutListening: true})
	_, p := w.twoKeys()
	if s := p.statement([]string{p.reg.Statement}, api.StmtRegistered, p.reg.Keys[0]); s.Listen != "" {
		t.Error("it states one")
	}
	p.locked().call("GET", api.PathChallenges+"?wait=0&cursor=").refused(api.CodeBadProof)
	p.rekey(p.key, p.rotation(w.newKey(), w.newKey())).want(200)
}

func TestForgedPossessionIsRefusedAndWritesNothing(t *testing.T) {
	w := still(t, Options{})
	code := query(w.browser().signIn().link().Link, "c")
	p := w.phone("Pixel 9")
	p.ear = w.newKey()
	jti, jwk := api.NewCode(), api.JWKOf(&p.ear.PublicKey)
	ear := p.locked()
	good := ear.sign(api.TypeListen, api.Possession{Aud: w.http.URL, Iat: 1, Jti: jti, Key: p.kid()})
	send := func(possession string) result {
		reg := p.sign(api.TypeRegistration, api.Registration{
			Aud: w.http.URL, Iat: 1, Jti: jti, LinkHash: api.Hash([]byte(code)), JWK: api.JWKOf(&p.key.PublicKey), Listen: &jwk, ListenProof: possession,
		})
		return w.browser().do("POST", api.PathDevices, api.RegisterRequest{Link: code, Reg: reg})
	}
	for name, bad := range ear.forgeries(api.TypeListen, w.payload(good)) {
		if strings.Contains(name, "over 8 KiB") || strings.Contains(name, "nested") {
			continue // too large for the registration around it
		}
		w.unchanged(name, func() { send(bad).refused(api.CodeBadJWS) })
	}
	send(good).want(201)
}
