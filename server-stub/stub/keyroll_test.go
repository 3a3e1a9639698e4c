package stub

import (
	"strings"
	"testing"
	"time"

	"kauth/core/api"
)

// has says in every proof which lists the phone has, as the product's does.
func (p *phone) has(keys, policy uint64, path string) result {
	p.w.t.Helper()
	try := func() result {
		r := p.send(p.w.t.Context(), "GET", path, p.sign(api.TypeProof, api.Proof{
			Iss: p.reg.Device, Aud: p.w.http.URL, Method: "GET", Path: path, Nonce: p.nonce, Jti: api.NewCode(),
			Iat: 1, Keys: keys, Policy: policy,
		}))
		p.nonce = r.header.Get(api.HeaderNonce)
		return r
	}
	r := try()
	if r.status == 401 && strings.Contains(string(r.body), string(api.CodeUseNonce)) {
		r = try()
	}
	return r
}

const allWaits = api.PathChallenges + "?wait=0&cursor="

func TestNewServerKeyIsStatedByTheOneBeforeItUntilThePhoneHasIt(t *testing.T) {
	w := newWorld(t, Options{})
	_, p := w.linked()
	first := p.reg.Keys[0]
	w.ok(w.s.RollKey())
	for range 2 { // the reply may be lost
		s := p.statement(p.fetch().Statements, api.StmtKeyRoll, first)
		if s.KeysAt != 2 || len(s.KeyList) != 2 || s.KeyList[1].Kid != first.Kid || s.KeyList[0].Kid == first.Kid {
			t.Fatalf("%+v", s)
		}
	}
	// Who has not said that it knows the new key is asked by the old one.
	_, ask := w.browser().ask()
	p.approve(p.only(), number(ask)).want(200)

	list := w.s.publicKeys()
	p.has(2, 0, allWaits)
	if left := p.fetch().Statements; len(left) != 0 {
		t.Fatalf("%d statements although the phone has them", len(left))
	}
	_, ask = w.browser().ask()
	p.reg.Keys = list // only the new key opens this one
	p.approve(p.only(), number(ask)).want(200)
}

func TestHeldPollHearsOfANewServerKey(t *testing.T) {
	w := newWorld(t, Options{})
	_, p := w.linked()
	cursor := p.fetch().Cursor
	w.ok(w.s.RollKey())
	var reply api.FetchReply
	p.call("GET", api.PathChallenges+"?wait=0&cursor="+cursor).want(200).into(&reply)
	if len(reply.Statements) != 1 || reply.Cursor == cursor {
		t.Fatalf("%+v", reply)
	}
	// Told once, a poll that knows is held: the statement's bytes are others each time.
	p.call("GET", api.PathChallenges+"?wait=0&cursor="+reply.Cursor).want(204)
}

func TestConfigurationListsBothKeysWhileTheyOverlap(t *testing.T) {
	w := newWorld(t, Options{})
	keys := func() []api.JWK {
		var conf api.Configuration
		w.browser().do("GET", api.PathConfiguration, nil).want(200).into(&conf)
		return conf.Keys
	}
	old := keys()
	w.ok(w.s.RollKey())
	both := keys()
	if len(old) != 1 || len(both) != 2 || both[1] != old[0] {
		t.Fatalf("%+v, then %+v", old, both)
	}
	w.restart()
	w.pass(KeyOverlap - time.Hour)
	if got := keys(); len(got) != 2 {
		t.Fatal("the old key retired early")
	}
	w.pass(time.Hour)
	if got := keys(); len(got) != 1 || got[0] != both[0] {
		t.Fatalf("%+v after the overlap", got)
	}
}

func TestPhoneThatHasTheNewKeyHearsThatTheOldOneIsDead(t *testing.T) {
	w := newWorld(t, Options{})
	_, p := w.linked()
	w.ok(w.s.RollKey())
	p.has(2, 0, allWaits)
	second := w.s.publicKeys()[0]
	w.pass(KeyOverlap)
	s := p.statement(p.fetch().Statements, api.StmtKeyRoll, second)
	if s.KeysAt != 3 || len(s.KeyList) != 1 || s.KeyList[0] != second {
		t.Fatalf("%+v", s)
	}
}

func TestPhoneThatSleptThroughTheOverlapHasToBeLinkedAgain(t *testing.T) {
	w := newWorld(t, Options{})
	_, p := w.linked()
	w.ok(w.s.RollKey())
	w.pass(KeyOverlap)
	p.call("GET", allWaits).refused(api.CodeRelink)
	w.ok(w.s.ResetLimits())
	l := w.browser().begin()
	for _, way := range l.Methods {
		if way == "kauth" {
			t.Error("a phone is offered that no key can speak to")
		}
	}
	// Its codes go on, and linking again works.
	again := w.browser()
	again.code(again.begin().ID, "totp", p.oathtool(w.s.Now())).want(200)
	b := w.browser()
	id := b.begin().ID
	w.pass(30 * time.Second)
	b.code(id, "totp", p.oathtool(w.s.Now())).want(200)
	b.redeem(id).want(204)
	fresh := w.linkPhone(b, "Pixel 9 · kAuth")
	_, ask := w.browser().ask()
	fresh.approve(fresh.only(), number(ask)).want(200)
}

func TestQRCodeOfBeforeAKeyRollStillLinks(t *testing.T) {
	w := newWorld(t, Options{})
	b := w.browser().signIn()
	offer := b.link()
	p := w.phone("Pixel 9 · kAuth")
	w.ok(w.s.RollKey())
	p.register(offer.Link).want(201)
	scanned := query(offer.Link, "k")
	for _, j := range p.reg.Keys {
		if j.Kid == scanned {
			s := p.statement([]string{p.reg.Statement}, api.StmtRegistered, j)
			if s.KeysAt != 2 || len(s.Keys) != 2 {
				t.Fatalf("%+v", s)
			}
		}
	}
	// Asking again after another roll gets all of it anew, by the key in the QR code.
	w.ok(w.s.RollKey())
	p.register(offer.Link).want(201)
	if len(p.reg.Keys) != 3 {
		t.Fatalf("%d keys", len(p.reg.Keys))
	}
	p.reg.Keys = p.reg.Keys[1:] // the one that was the newest when it registered
	p.approve(p.only(), b.linkState(offer.ID).Digits).want(200)
	if len(p.fetch().Statements) != 0 {
		t.Error("it is told what it was linked with")
	}
}

func TestOnlySoManyServerKeysOverlap(t *testing.T) {
	w := newWorld(t, Options{})
	for range maxKeys - 1 {
		w.ok(w.s.RollKey())
	}
	if w.s.RollKey() == nil {
		t.Fatal("one more than a phone takes")
	}
	if n := len(w.s.publicKeys()); n != maxKeys {
		t.Fatal(n)
	}
}

func TestPhoneCannotClaimAListThatThereIsNot(t *testing.T) {
	w := newWorld(t, Options{})
	_, p := w.linked()
	p.has(99, 99, allWaits)
	w.ok(w.s.RollKey())
	w.ok(w.s.SetPolicy(Policy{VerifyRequired: true, MayLeave: true}))
	if got := p.fetch().Statements; len(got) != 2 {
		t.Fatalf("%d statements: it claimed to have them before they were", len(got))
	}
}

func TestPolicyIsStatedOnceItAsksForSomething(t *testing.T) {
	w := newWorld(t, Options{})
	_, p := w.linked()
	if got := p.fetch().Statements; len(got) != 0 {
		t.Fatal("a policy that asks nothing is stated")
	}
	w.ok(w.s.SetPolicy(Policy{VerifyRequired: true, MayLeave: false}))
	s := p.statement(p.fetch().Statements, api.StmtPolicy, p.reg.Keys[0])
	if s.PolicyAt != 1 || s.Verify != api.VerifyRequired || *s.MayLeave {
		t.Fatalf("%+v", s)
	}
	p.has(1, 1, allWaits)
	if got := p.fetch().Statements; len(got) != 0 {
		t.Fatal("stated again to a phone that has it")
	}
	w.ok(w.s.SetPolicy(DefaultPolicy))
	if s := p.statement(p.fetch().Statements, api.StmtPolicy, p.reg.Keys[0]); s.PolicyAt != 2 || !*s.MayLeave {
		t.Fatalf("%+v", s)
	}
}

func TestPolicyTakesAYESOnlyFromAnUnlockedPhoneAndEveryNO(t *testing.T) {
	w := newWorld(t, Options{})
	_, p := w.linked()
	w.ok(w.s.SetPolicy(Policy{VerifyRequired: true, MayLeave: true}))
	b := w.browser()
	id, ask := b.ask()
	p.approve(p.only(), number(ask)).refused(api.CodeUVRequired)
	if b.state(id) != "waiting" {
		t.Fatal("the request is over although nothing was answered")
	}
	p.answer(p.only(), func(a *api.Answer) { a.Match, a.Verified = number(ask), "pin" }).want(200)
	b = w.browser()
	_, _ = b.ask()
	p.deny(p.only()).want(200)
}

func TestPolicyKeepsThePhoneOnItsAccount(t *testing.T) {
	w := newWorld(t, Options{})
	_, p := w.linked()
	w.ok(w.s.SetPolicy(Policy{MayLeave: false}))
	p.call("DELETE", api.PathSelf).refused(api.CodePolicy)
	w.ok(w.s.SetPolicy(DefaultPolicy))
	p.call("DELETE", api.PathSelf).want(204)
}
