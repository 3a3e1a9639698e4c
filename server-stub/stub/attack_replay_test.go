package stub

import (
	"context"
	"testing"
	"time"

	"kauth/core/api"
)

const (
	bobUser = "bob@example.ch"
	bobPass = "battery staple"
)

// bob is somebody else, who signed in with his own password.
func (w *world) bob() *browser {
	w.t.Helper()
	w.ok(w.s.AddPerson(bobUser, bobPass, "collaborator"))
	b := w.browser()
	var l api.LoginReply
	b.do("POST", api.PathLogins, api.LoginRequest{User: bobUser, Password: bobPass}).want(201).into(&l)
	b.redeem(l.ID).want(204)
	return b
}

func TestReplayedAnswerApprovesNothingMore(t *testing.T) {
	w := still(t, Options{})
	b, p := w.linked()
	w.s.SetMode(modeConfirm)
	id, _ := b.ask()
	cid, jws := p.answered(p.only(), func(*api.Answer) {})
	w.post(cid, jws).want(200)
	w.unchanged("while it is approved", func() { w.post(cid, jws).want(200) })
	b.redeem(id).want(204)
	w.unchanged("once it is redeemed", func() { w.post(cid, jws).want(200) })
	w.unchanged("by redeeming again", func() { b.redeem(id).refused(api.CodeNotApproved) })

	next, ask := b.ask()
	w.unchanged("to the next request", func() { w.post(ask.Challenge, jws).refused(api.CodeBadJWS) })
	w.restart()
	w.s.SetMode(modeConfirm)
	w.unchanged("after a restart", func() {
		w.post(cid, jws).want(200)
		w.post(ask.Challenge, jws).refused(api.CodeBadJWS)
	})
	if got := b.state(next); got != loginWaiting {
		t.Fatalf("the next login is %q", got)
	}
	w.pass(25 * time.Hour)
	w.unchanged("once all is forgotten", func() { w.post(cid, jws).problem() })
}

func TestLateAnswerIsRefusedAndWritesNothing(t *testing.T) {
	w := still(t, Options{})
	b, p := w.linked()
	for _, late := range []time.Duration{2 * time.Minute, 3 * time.Minute, time.Hour} {
		w.ok(w.s.ResetLimits())
		id, ask := b.ask()
		yes, yesJWS := p.answered(p.only(), func(a *api.Answer) { a.Match = number(ask) })
		no, noJWS := p.answered(p.only(), func(a *api.Answer) { a.Decision = "deny" })
		w.pass(late)
		w.ok(w.s.SetClock(time.Duration(w.s.skew.Load()))) // what fell due is written
		w.unchanged(late.String(), func() {
			w.post(yes, yesJWS).problem()
			w.post(no, noJWS).problem()
			b.redeem(id).problem()
		})
		w.unchanged("with the clock back", func() {
			w.pass(-late)
			w.post(yes, yesJWS).problem()
			b.redeem(id).problem()
			w.pass(late)
		})
	}
}

func TestChallengeOfAnotherIsRefusedAndWritesNothing(t *testing.T) {
	w, elsewhere := still(t, Options{}), still(t, Options{})
	b, p := w.linked()
	second := w.linkPhone(b, "Tablet")
	bobs := w.linkPhone(w.bob(), "Bob's phone")
	there, far := elsewhere.linked()
	w.s.SetMode(modeConfirm)
	id, _ := b.ask()
	there.ask()
	for name, send := range map[string]func() result{
		"the tablet's request, by the phone": func() result {
			jws := second.only()
			return p.answer(p.only(), func(a *api.Answer) { a.Hash = api.Hash([]byte(jws)) })
		},
		"as the tablet, with the phone's key": func() result {
			return p.answer(p.only(), func(a *api.Answer) { a.Iss = second.reg.Device })
		},
		"Anna's request, by Bob's phone": func() result {
			jws := p.only()
			return w.post(p.open(jws).ID, bobs.sign(api.TypeAnswer, api.Answer{
				Iss: bobs.reg.Device, Aud: w.http.URL, Challenge: p.open(jws).ID, Hash: api.Hash([]byte(jws)),
				Decision: "approve", Jti: api.NewCode(), Iat: 1, Counter: 99, Verified: "bio",
			}))
		},
		"an answer meant for another server": func() result { return w.post(far.answered(far.only(), func(*api.Answer) {})) },
		"another server's request": func() result {
			jws := far.only()
			return p.answer(p.only(), func(a *api.Answer) { a.Hash = api.Hash([]byte(jws)) })
		},
		"this server's request, with the other's id": func() result {
			cid := far.open(far.only()).ID
			return w.post(p.answered(p.only(), func(a *api.Answer) { a.Challenge = cid }))
		},
	} {
		w.unchanged(name, func() { send().problem() })
	}
	if got := b.state(id); got != loginWaiting {
		t.Fatalf("the login is %q", got)
	}
	for _, c := range bobs.fetch().Challenges {
		t.Fatalf("Bob's phone is shown %s", c)
	}
}

func TestReplayedCodesAndGrantsAreRefused(t *testing.T) {
	w := still(t, Options{})
	b, p := w.linked()
	var backup api.RecoveryReply
	p.call("GET", api.PathRecovery).want(200).into(&backup)
	code := p.oathtool(w.s.Now())

	for way, once := range map[string]string{"totp": code, "recovery": backup.Codes[0]} {
		first := b.begin().ID
		b.code(first, way, once).want(200)
		w.unchanged(way+" to the same login", func() { b.code(first, way, once).refused(api.CodeAlreadyAnswered) })
		b.redeem(first).want(204)
		w.unchanged(way+" once redeemed", func() { b.code(first, way, once).refused(api.CodeAlreadyAnswered) })
		w.restart()
		another := w.browser()
		again := another.begin().ID
		// The wrong try is counted and written down; nothing else is.
		w.unchanged(way+" to another login", func() { another.code(again, way, once).refused(api.CodeMismatch) }, inPeople, inUsedCodes+"/acc_", inEvents, inOutbox)
		another.redeem(again).refused(api.CodeNotApproved)
	}

	grant := w.authorized(b)
	var token api.TokenReply
	w.exchange(grant, nil).want(200).into(&token)
	w.unchanged("an authorization code", func() { w.exchange(grant, nil).want(400) })
	w.phone("one").registerCode(token.AccessToken).want(201)
	w.unchanged("an access token", func() { w.phone("two").registerCode(token.AccessToken).refused(api.CodeLinkUsed) })
	offer := b.link()
	w.phone("three").register(offer.Link).want(201)
	w.unchanged("a link code", func() { w.phone("four").register(offer.Link).refused(api.CodeLinkUsed) })
	b.do("DELETE", api.Path(api.PathLink, offer.ID), nil).want(204)
	w.unchanged("a link code of a link that is over", func() { w.phone("four").register(offer.Link).refused(api.CodeLinkUsed) })
}

// TestReplayedProofIsRefusedWithTheClockBack: the memory of used proofs fades with
// their nonces; a clock that goes back must not bring the nonces to life again.
func TestReplayedProofIsRefusedWithTheClockBack(t *testing.T) {
	w := still(t, Options{})
	_, p := w.linked()
	p.fetch()
	proof := p.proof("POST", api.PathRecovery, p.nonce, api.NewCode())
	send := func() result { return p.send(context.Background(), "POST", api.PathRecovery, proof) }
	send().want(204)
	send().refused(api.CodeBadProof)
	w.pass(api.NonceLife)
	send().refused(api.CodeUseNonce)
	p.fetch() // any other proof has the faded ones forgotten
	for range 3 {
		w.pass(-api.NonceLife / 3)
		if got := send().problem().Code; got != api.CodeUseNonce && got != api.CodeBadProof {
			t.Fatal(got)
		}
	}
	p.call("GET", api.PathActivity).want(200)
}
