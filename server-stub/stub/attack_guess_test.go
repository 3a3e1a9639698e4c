package stub

import (
	"strconv"
	"testing"
	"time"

	"kauth/core/api"
)

// TestGuessedNumberIsFinalAcrossRequests: somebody who talked the owner into typing
// guesses gets one for each request, a new number each time, and five requests in
// ten minutes.
func TestGuessedNumberIsFinalAcrossRequests(t *testing.T) {
	w := still(t, Options{})
	_, p := w.linked()
	w.pass(24 * time.Hour)
	b := w.browser()
	w.s.SetPlace(Place{IP: "203.0.113.24", Place: "Riga, Latvia"}) // a new place: a number is asked for
	id, ask := b.ask()
	for n := 1; ; n++ {
		jws := p.only()
		p.approve(jws, otherDigits(*ask.Match)).refused(api.CodeMismatch)
		w.unchanged("the right number after a wrong one", func() { p.approve(jws, *ask.Match).refused(api.CodeAlreadyAnswered) })
		b.redeem(id).refused(api.CodeNotApproved)
		if n%2 == 0 {
			w.restart()
		}
		r := b.login("POST", id, "/kauth")
		if r.status != 200 {
			r.refused(api.CodePushPaused)
			if n != maxSoon {
				t.Fatalf("%d requests were sent", n)
			}
			break
		}
		r.into(&ask)
		if ask.Match == nil {
			t.Fatalf("after %d wrong numbers a YES is enough", n)
		}
	}
}

// guesser has the password, all the time in the world, and as many browsers as it
// likes; it waits as long as it is told to.
type guesser struct {
	w      *world
	way    string
	wrong  string
	tried  int
	before func() // something that might have the count forgotten
}

// guess tries until the clock is past that time.
func (g *guesser) guess(until time.Time) {
	t := g.w.t
	t.Helper()
	for g.w.s.Now().Before(until) {
		g.before()
		r := g.w.browser().guessed(g.way, g.wrong)
		switch r.status {
		case 422:
			g.tried++
			continue
		case 429:
		default:
			t.Fatalf("status %d: %s", r.status, r.body)
		}
		wait, err := strconv.Atoi(r.header.Get("Retry-After"))
		if err != nil || wait < 1 {
			t.Fatalf("Retry-After is %q", r.header.Get("Retry-After"))
		}
		g.w.pass(time.Duration(wait) * time.Second)
	}
}

func (b *browser) guessed(way, code string) result {
	b.w.t.Helper()
	return b.code(b.begin().ID, way, code)
}

// resets does what somebody with the password can do between two guesses: another
// thing each time.
func resets(w *world) func() {
	things := []func(){
		func() {},
		w.restart,
		func() { b := w.browser(); b.login("POST", b.begin().ID, "/cancel").want(204) },
		func() { b := w.browser(); b.login("POST", b.begin().ID, "/kauth") },
		func() { w.ok(w.s.Expire(w.browser().begin().ID)) },
		func() { w.browser().do("POST", api.PathLogins, api.LoginRequest{User: annaUser, Password: "wrong"}) },
		func() { b := w.browser(); b.redeem(b.begin().ID).refused(api.CodeNotApproved) },
		func() {
			w.browser().do("POST", api.PathLogins, api.LoginRequest{User: " ANNA@example.ch", Password: annaPass}).want(201)
		},
	}
	n := 0
	return func() {
		things[n%len(things)]()
		n++
	}
}

// TestAHundredGuessesOfCodesAreAll: SP 800-63B-4 section 3.2.2, whatever happens in
// between, and for however long.
func TestAHundredGuessesOfCodesAreAll(t *testing.T) {
	w := still(t, Options{})
	_, p := w.linked()
	g := &guesser{w: w, way: "totp", wrong: otherDigits(p.oathtool(w.s.Now())), before: resets(w)}
	for range 2 {
		g.guess(w.s.Now().Add(4 * time.Hour))
		if g.tried != lastTry {
			t.Fatalf("%d guesses", g.tried)
		}
		// The owner gets in by the phone, and the count begins anew.
		w.ok(w.s.ResetLimits())
		b := w.browser()
		id, ask := b.ask()
		p.approve(p.only(), number(ask)).want(200)
		b.redeem(id).want(204)
		g.tried = 0
	}
}

// TestTenGuessesOfBackupCodesAnHourAreAll: of 80 bits, whatever happens in between.
func TestTenGuessesOfBackupCodesAnHourAreAll(t *testing.T) {
	w := still(t, Options{})
	w.linked()
	g := &guesser{w: w, way: "recovery", wrong: "0000-0000-0000-0000", before: resets(w)}
	g.guess(w.s.Now().Add(5 * time.Hour))
	if g.tried < 5*recoveryTries || g.tried > 6*recoveryTries {
		t.Errorf("%d guesses in five hours", g.tried)
	}
}

// TestGuessedDigitsOfALinkDestroyThePhone: one guess for each QR code.
func TestGuessedDigitsOfALinkDestroyThePhone(t *testing.T) {
	w := still(t, Options{})
	b := w.browser().signIn()
	offer := b.link()
	p := w.phone("stranger")
	p.register(offer.Link).want(201)
	jws, digits := p.only(), b.linkState(offer.ID).Digits
	p.approve(jws, otherDigits(digits)).refused(api.CodeMismatch)
	w.unchanged("the right ones after it", func() {
		p.approve(jws, digits).problem()
		p.register(offer.Link).refused(api.CodeExpired)
		w.phone("another").register(offer.Link).refused(api.CodeLinkUsed)
		p.call("GET", api.PathActivity).problem()
		p.call("GET", api.PathRecovery).problem()
	})
	if got := b.linkState(offer.ID); got.State != offerRefused || got.Digits != "" {
		t.Fatalf("%+v", got)
	}
	var m api.MethodsReply
	b.do("GET", api.PathMethods, nil).want(200).into(&m)
	if m.TwoFactor || len(m.Methods) > 0 {
		t.Fatalf("%+v", m)
	}
}

// TestPushBombingEnds: somebody with the password asks without end; the phone rings
// five times in ten minutes and twenty times a day, and the owner still gets in by a
// code.
func TestPushBombingEnds(t *testing.T) {
	w := still(t, Options{})
	_, p := w.linked()
	w.pass(24 * time.Hour)
	begin := w.s.Now()
	rang := map[string]time.Time{}
	for w.s.Now().Before(begin.Add(24 * time.Hour)) {
		b := w.browser()
		var ask api.AskReply
		if r := b.login("POST", b.begin().ID, "/kauth"); r.status == 200 {
			r.into(&ask)
			if _, twice := rang[ask.Challenge]; twice {
				t.Fatal("two requests have one id")
			}
			rang[ask.Challenge] = w.s.Now()
			if waiting := len(p.fetch().Challenges); waiting > maxPending {
				t.Fatalf("%d requests wait on the phone", waiting)
			}
		} else if code := r.problem().Code; code != api.CodePushPaused && code != api.CodeRateLimited {
			t.Fatal(code)
		}
		step := 47 * time.Second
		if w.s.Now().After(begin.Add(time.Hour)) {
			step = 7 * time.Minute
		}
		w.pass(step)
		if len(rang)%7 == 0 {
			w.restart()
		}
	}
	soon := 0
	for _, at := range rang {
		within := 0
		for _, other := range rang {
			if !other.Before(at) && other.Before(at.Add(10*time.Minute)) {
				within++
			}
		}
		soon = max(soon, within)
	}
	if len(rang) > maxDaily || soon > maxSoon {
		t.Fatalf("the phone rang %d times, %d of them in ten minutes", len(rang), soon)
	}
	owner := w.browser()
	id := owner.begin().ID
	owner.code(id, "totp", p.oathtool(w.s.Now())).want(200)
	owner.redeem(id).want(204)
}

// TestRefusedRequestLeavesTheOneThatWaits: who may not ask again must not lose the
// request that the phone shows.
func TestRefusedRequestLeavesTheOneThatWaits(t *testing.T) {
	w := still(t, Options{})
	b, p := w.linked()
	id, ask := b.ask()
	for n := 1; n < maxSoon; n++ {
		ask = b.askIn(id)
	}
	for range 2 {
		b.login("POST", id, "/kauth").refused(api.CodePushPaused)
	}
	if got := b.state(id); got != loginWaiting {
		t.Fatalf("the login is %q", got)
	}
	p.approve(p.only(), number(ask)).want(200)
	b.redeem(id).want(204)
}
