package stub

import (
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"kauth/core/api"
)

func TestSignInWithNo(t *testing.T) {
	w := newWorld(t, Options{})
	b, p := w.linked()
	id, _ := b.ask()
	var done api.AnswerReply
	p.deny(p.only()).want(200).into(&done)
	if done.State != "denied" || b.state(id) != "denied" {
		t.Fatalf("after a NO: phone %q, page %q", done.State, b.state(id))
	}
	if p := b.redeem(id).refused(api.CodeNotApproved); p.State != "denied" {
		t.Fatalf("redeeming says %+v", p)
	}
	if gone := p.fetch().Gone; len(gone) != 2 || gone[0].State != "denied" {
		t.Fatalf("the phone hears of %+v", gone)
	}
}

func TestNumberIsAskedForAfterNo(t *testing.T) {
	w := newWorld(t, Options{})
	b, p := w.linked()
	_, ask := b.ask()
	if ask.Match != nil {
		t.Fatal("the first request from a known place asks for a number")
	}
	p.deny(p.only()).want(200)
	w.pass(11 * time.Minute) // past "a second request within ten minutes"
	id, ask := b.ask()
	if ask.Match == nil || len(*ask.Match) != 2 {
		t.Fatalf("after a NO: %+v", ask)
	}
	p.approve(p.only(), *ask.Match).want(200)
	b.redeem(id).want(204)
	w.pass(11 * time.Minute)
	if _, ask := b.ask(); ask.Match != nil {
		t.Fatal("after a success it still asks for a number")
	}
}

func TestNumberIsAskedForWhenSomethingIsUnusual(t *testing.T) {
	for name, unusual := range map[string]func(w *world, b *browser){
		"new place": func(w *world, _ *browser) { w.s.SetPlace(Place{IP: "203.0.113.24", Place: "Riga, Latvia"}) },
		"second in ten minutes": func(_ *world, b *browser) {
			id, _ := b.ask()
			b.login("POST", id, "/cancel").want(204)
		},
		"after an expiry": func(w *world, b *browser) {
			b.ask()
			w.pass(11 * time.Minute)
		},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t, Options{})
			b, p := w.linked()
			unusual(w, b)
			_, ask := b.ask()
			if ask.Match == nil || p.open(p.only()).Mode != "match" {
				t.Fatal("a plain YES or NO is enough")
			}
			if strings.Contains(p.only(), *ask.Match+`"`) {
				t.Fatal("the number went to the phone")
			}
		})
	}
}

func TestNistProfileAsksForSixDigits(t *testing.T) {
	w := newWorld(t, Options{Profile: "nist"})
	b, p := w.linked()
	id, ask := b.ask()
	if ask.Match == nil || len(*ask.Match) != 6 || p.open(p.only()).Digits != 6 {
		t.Fatalf("%+v", ask)
	}
	p.approve(p.only(), *ask.Match).want(200)
	b.redeem(id).want(204)
}

func TestWrongNumberIsFinal(t *testing.T) {
	w := newWorld(t, Options{})
	b, p := w.linked()
	w.s.SetMode(modeMatch)
	id, ask := b.ask()
	jws := p.only()
	if got := p.approve(jws, otherDigits(*ask.Match)).refused(api.CodeMismatch); got.State != "mismatch" {
		t.Fatalf("%+v", got)
	}
	if got := p.approve(jws, *ask.Match).refused(api.CodeAlreadyAnswered); got.State != "mismatch" || got.By != "this_device" {
		t.Fatalf("the right number afterwards: %+v", got)
	}
	if got := b.state(id); got != "mismatch" {
		t.Fatalf("the page is %q", got)
	}
}

func TestNumberWhereNoneIsAskedForIsRefusedAndTheRequestWaits(t *testing.T) {
	w := newWorld(t, Options{})
	b, p := w.linked()
	w.s.SetMode(modeConfirm)
	id, _ := b.ask()
	jws := p.only()
	w.unchanged("a number for YES or NO", func() { p.approve(jws, "47").refused(api.CodeBadJWS) })
	p.approve(jws, "").want(200)
	b.redeem(id).want(204)
}

func TestSameAnswerAgainGetsTheStoredResult(t *testing.T) {
	w := newWorld(t, Options{})
	b, p := w.linked()
	w.s.SetMode(modeMatch)
	for name, c := range map[string]struct {
		status int
		change func(a *api.Answer, number string)
	}{
		"YES":          {200, func(a *api.Answer, n string) { a.Match = n }},
		"NO":           {200, func(a *api.Answer, _ string) { a.Decision, a.Why = "deny", "not_me" }},
		"wrong number": {422, func(a *api.Answer, n string) { a.Match = otherDigits(n) }},
	} {
		t.Run(name, func(t *testing.T) {
			_, ask := b.ask()
			cid, jws := p.answered(p.only(), func(a *api.Answer) { c.change(a, *ask.Match) })
			first := w.post(cid, jws).want(c.status)
			w.restart()
			w.s.SetMode(modeMatch)
			again := w.post(cid, jws).want(c.status)
			if string(first.body) != string(again.body) {
				t.Fatalf("first %s, then %s", first.body, again.body)
			}
		})
	}
}

func TestForgedAnswersChangeNothing(t *testing.T) {
	w := newWorld(t, Options{})
	b, p := w.linked()
	other := w.linkPhone(b, "Tablet · kAuth")
	id, _ := b.ask()
	jws := p.only()
	stranger := w.phone("stranger")
	stranger.reg = p.reg
	yes := func(*api.Answer) {}
	bad := func(change func(*api.Answer)) func() result {
		return func() result { return p.answer(jws, change) }
	}
	for name, c := range map[string]struct {
		code api.Code
		send func() result
	}{
		"of another key":          {api.CodeBadJWS, func() result { return stranger.answer(jws, yes) }},
		"over another request":    {api.CodeBadJWS, bad(func(a *api.Answer) { a.Hash = api.Hash([]byte("x")) })},
		"over the other phone's":  {api.CodeBadJWS, bad(func(a *api.Answer) { a.Hash = api.Hash([]byte(other.only())) })},
		"for another server":      {api.CodeBadJWS, bad(func(a *api.Answer) { a.Aud = "https://evil.example" })},
		"as another device":       {api.CodeBadJWS, bad(func(a *api.Answer) { a.Iss = other.reg.Device })},
		"as nobody":               {api.CodeNotFound, bad(func(a *api.Answer) { a.Iss = api.NewID("dev_") })},
		"no decision":             {api.CodeBadJWS, bad(func(a *api.Answer) { a.Decision = "APPROVE" })},
		"a reason with a YES":     {api.CodeBadJWS, bad(func(a *api.Answer) { a.Why = "not_me" })},
		"no way of unlocking":     {api.CodeBadJWS, bad(func(a *api.Answer) { a.Verified = "" })},
		"to another challenge id": {api.CodeBadJWS, func() result { _, a := p.answered(jws, yes); return w.post(api.NewID("chl_"), a) }},
		"nobody's challenge": {api.CodeNotFound, func() result {
			nobodys := api.NewID("chl_")
			_, a := p.answered(jws, func(a *api.Answer) { a.Challenge = nobodys })
			return w.post(nobodys, a)
		}},
		"another typ": {api.CodeBadJWS, func() result {
			c := p.open(jws)
			return w.post(c.ID, p.sign(api.TypeProof, api.Answer{
				Iss: p.reg.Device, Aud: w.http.URL, Challenge: c.ID, Hash: api.Hash([]byte(jws)),
				Decision: "approve", Jti: "j", Iat: 1, Counter: 99, Verified: "none",
			}))
		}},
		"cut short": {api.CodeBadJWS, func() result { cid, a := p.answered(jws, yes); return w.post(cid, a[:len(a)-2]) }},
		"no JWS":    {api.CodeBadJWS, func() result { return w.post(p.open(jws).ID, "yes") }},
	} {
		t.Run(name, func(t *testing.T) {
			c.send().refused(c.code)
			if got := b.state(id); got != "waiting" {
				t.Fatalf("the login is %q", got)
			}
		})
	}
	p.approve(jws, "").want(200)
}

func TestAnswerAfterExpiry(t *testing.T) {
	w := newWorld(t, Options{})
	b, p := w.linked()
	id, _ := b.ask()
	jws := p.only()
	w.pass(2 * time.Minute)
	if reply := p.fetch(); len(reply.Challenges) > 0 || reply.Gone[0].State != "expired" {
		t.Fatalf("an old request is still told: %+v", reply)
	}
	p.approve(jws, "").refused(api.CodeExpired)
	if got := b.state(id); got != "expired" {
		t.Fatalf("the login is %q", got)
	}
	b.askIn(id) // the same page asks again
	if got := b.state(id); got != "waiting" {
		t.Fatalf("asked again the login is %q", got)
	}
}

func TestApprovalLapsesAfterAMinute(t *testing.T) {
	w := newWorld(t, Options{})
	b, p := w.linked()
	id, _ := b.ask()
	jws := p.only()
	p.approve(jws, "").want(200)
	w.pass(time.Minute)
	if got := b.redeem(id).refused(api.CodeNotApproved); got.State != "lapsed" {
		t.Fatalf("%+v", got)
	}
	if got := p.deny(jws).refused(api.CodeAlreadyAnswered); got.State != "approved" {
		t.Fatalf("a NO after the lapse: %+v", got)
	}
}

func TestNoBeatsYesUntilRedemption(t *testing.T) {
	w := newWorld(t, Options{})
	b, p := w.linked()
	other := w.linkPhone(b, "Tablet · kAuth")
	id, _ := b.ask()
	a, o := p.only(), other.only()
	if a == o || p.open(a).ID != other.open(o).ID {
		t.Fatal("two phones need one request, signed for each")
	}
	p.approve(a, "").want(200)
	other.deny(o).want(200)
	if got := b.redeem(id).refused(api.CodeNotApproved); got.State != "denied" {
		t.Fatalf("%+v", got)
	}
	if got := p.approve(a, "").refused(api.CodeAlreadyAnswered); got.State != "denied" || got.By != "other_device" {
		t.Fatalf("a YES after the NO: %+v", got)
	}

	id, ask := b.ask()
	a, o = p.only(), other.only()
	p.approve(a, number(ask)).want(200)
	b.redeem(id).want(204)
	if got := other.deny(o).refused(api.CodeAlreadyAnswered); got.State != "approved" || got.By != "other_device" {
		t.Fatalf("a NO after redemption: %+v", got)
	}
}

func TestSecondPhoneCanSayNoUntilThePageHasGoneOn(t *testing.T) {
	w := newWorld(t, Options{})
	b, p := w.linked()
	other := w.linkPhone(b, "Tablet · kAuth")
	id, ask := b.ask()
	p.approve(p.only(), number(ask)).want(200)
	if gone := p.fetch().Gone; gone[0] != (api.Gone{ID: ask.Challenge, State: "approved"}) {
		t.Fatalf("the phone that said YES hears of %+v", gone[0])
	}
	if got := other.approve(other.only(), number(ask)).refused(api.CodeAlreadyAnswered); got.State != "approved" || got.By != "other_device" {
		t.Fatalf("a second YES: %+v", got)
	}
	other.deny(other.only()).want(200)
	if got := b.state(id); got != "denied" {
		t.Fatalf("the page is %q", got)
	}
	for _, phone := range []*phone{p, other} {
		if reply := phone.fetch(); len(reply.Challenges) != 0 || reply.Gone[0].State != "denied" {
			t.Fatalf("after the NO a phone hears of %+v", reply)
		}
	}

	id, ask = b.ask()
	p.approve(p.only(), number(ask)).want(200)
	b.redeem(id).want(204)
	if reply := other.fetch(); len(reply.Challenges) != 0 || reply.Gone[0].State != "approved" {
		t.Fatalf("after the page went on the other phone hears of %+v", reply)
	}

	_, ask = b.ask()
	p.approve(p.only(), number(ask)).want(200)
	w.pass(time.Minute)
	if reply := other.fetch(); len(reply.Challenges) != 0 || reply.Gone[0].State != "approved" {
		t.Fatalf("after a YES that nobody took up the other phone hears of %+v", reply)
	}
}

func TestTwoPhonesAndTwoRedeemsAtOnce(t *testing.T) {
	w := newWorld(t, Options{})
	b, yes := w.linked()
	no := w.linkPhone(b, "Tablet · kAuth")
	w.s.SetMode(modeConfirm)
	for range 25 {
		w.ok(w.s.ResetLimits()) // five requests in a row may all end in a NO
		id, _ := b.ask()
		ycid, yjws := yes.answered(yes.only(), func(*api.Answer) {})
		ncid, njws := no.answered(no.only(), func(a *api.Answer) { a.Decision = "deny" })
		var group sync.WaitGroup
		var denied result
		var redeemed [2]result
		group.Go(func() { w.post(ycid, yjws) })
		group.Go(func() { denied = w.post(ncid, njws) })
		for i := range redeemed {
			group.Go(func() { redeemed[i] = b.redeem(id) })
		}
		group.Wait()
		in := 0
		for _, r := range redeemed {
			if r.status == 204 {
				in++
			}
		}
		switch {
		case in > 1:
			t.Fatal("redeemed twice")
		case in == 1 && denied.status == 200:
			t.Fatal("redeemed although a NO was taken")
		case in == 0 && denied.status != 200:
			t.Fatalf("neither redeemed nor denied: %d %s", denied.status, denied.body)
		}
	}
}

func TestCounterThatGoesBackSuspends(t *testing.T) {
	w := newWorld(t, Options{})
	b, p := w.linked()
	b.ask()
	jws := p.only()
	p.answer(jws, func(a *api.Answer) { a.Counter = 1 }).refused(api.CodeCounterReuse)
	p.approve(jws, "").refused(api.CodeSuspended)
	p.call("GET", api.PathChallenges).refused(api.CodeSuspended)
	if l := w.browser().begin(); l.State != "waiting" || !slices.Equal(l.Methods, []string{"recovery", "help"}) {
		t.Fatalf("with its only phone suspended the account has %+v", l)
	}
	w.wantMail("A phone was suspended")
}

func TestNewRequestReplacesTheOneThatWaits(t *testing.T) {
	w := newWorld(t, Options{})
	b, p := w.linked()
	id, first := b.ask()
	old := p.only()
	second := b.askIn(id)
	if reply := p.fetch(); len(reply.Challenges) != 1 || reply.Gone[0] != (api.Gone{ID: first.Challenge, State: "superseded"}) {
		t.Fatalf("the phone hears %+v", reply)
	}
	p.approve(old, "").refused(api.CodeSuperseded)
	p.approve(p.only(), number(second)).want(200)
	b.redeem(id).want(204)
}

func TestClosedPageTakesItsRequestBack(t *testing.T) {
	w := newWorld(t, Options{})
	b, p := w.linked()
	id, _ := b.ask()
	jws := p.only()
	b.login("POST", id, "/cancel").want(204)
	if reply := p.fetch(); len(reply.Challenges) != 0 || reply.Gone[0].State != "cancelled" {
		t.Fatalf("the phone hears %+v", reply)
	}
	if got := p.approve(jws, "").refused(api.CodeAlreadyAnswered); got.State != "cancelled" || got.By != "" {
		t.Fatalf("%+v", got)
	}
	b.login("POST", id, "/kauth").refused(api.CodeAlreadyAnswered)
}

func TestTwoLoginsHaveTwoRequests(t *testing.T) {
	w := newWorld(t, Options{})
	b, p := w.linked()
	w.s.SetMode(modeMatch)
	one, first := b.ask()
	two, second := b.ask()
	reply := p.fetch()
	if len(reply.Challenges) != 2 || p.open(reply.Challenges[0]).ID != second.Challenge {
		t.Fatal("not two requests, the newest first")
	}
	p.approve(reply.Challenges[1], *first.Match).want(200)
	if b.state(one) != "approved" || b.state(two) != "waiting" {
		t.Fatalf("the logins are %q and %q", b.state(one), b.state(two))
	}
	b.ask()
	b.ask()
	l := b.begin()
	r := b.login("POST", l.ID, "/kauth")
	r.refused(api.CodeRateLimited)
	if r.header.Get("Retry-After") != "120" && r.header.Get("Retry-After") != "119" {
		t.Fatalf("Retry-After is %q", r.header.Get("Retry-After"))
	}
}

func TestSendAgainWaitsTenSeconds(t *testing.T) {
	w := newWorld(t, Options{})
	b, p := w.linked()
	id, ask := b.ask()
	b.login("POST", id, "/resend").refused(api.CodeRateLimited)
	w.pass(10 * time.Second)
	var again api.AskReply
	b.login("POST", id, "/resend").want(200).into(&again)
	if again.Challenge != ask.Challenge || again.ExpiresIn > 110 {
		t.Fatalf("sent again: %+v", again)
	}
	p.deny(p.only()).want(200)
	w.pass(10 * time.Second)
	b.login("POST", id, "/resend").want(200).into(&again)
	if again.Challenge == ask.Challenge {
		t.Fatal("an ended request was sent again")
	}
}
