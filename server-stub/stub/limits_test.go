package stub

import (
	"strconv"
	"strings"
	"testing"
	"time"

	"kauth/core/api"
)

// paused checks that requests rest, for about so long.
func (b *browser) paused(id string, about time.Duration) {
	b.w.t.Helper()
	r := b.login("POST", id, "/kauth")
	r.refused(api.CodePushPaused)
	left, err := strconv.Atoi(r.header.Get("Retry-After"))
	if got := time.Duration(left) * time.Second; err != nil || got > about || got < about-5*time.Second {
		b.w.t.Fatalf("Retry-After is %q instead of %v", r.header.Get("Retry-After"), about)
	}
}

// notMe says NO to the newest request.
func (p *phone) notMe() {
	p.w.t.Helper()
	p.answer(p.fetch().Challenges[0], func(a *api.Answer) { a.Decision, a.Why = "deny", "not_me" }).want(200)
}

func (w *world) mails(subject string) (n int) {
	w.t.Helper()
	list, err := w.s.outbox()
	w.ok(err)
	for _, m := range list {
		if m.Subject == subject {
			n++
		}
	}
	return n
}

func TestPhoneRingsAtMostFiveTimesInTenMinutesWithoutAYes(t *testing.T) {
	for name, end := range map[string]func(w *world, b *browser, p *phone, id string){
		"refused": func(_ *world, _ *browser, p *phone, _ string) { p.deny(p.only()).want(200) },
		"expired": func(w *world, _ *browser, p *phone, _ string) { w.ok(w.s.Expire(p.open(p.only()).ID)) },
		"closed":  func(_ *world, b *browser, _ *phone, id string) { b.login("POST", id, "/cancel").want(204) },
		"wrong number": func(w *world, b *browser, p *phone, id string) {
			p.approve(p.only(), otherDigits(w.digitsOf(id))).want(422)
		},
		"replaced": nil,
	} {
		t.Run(name, func(t *testing.T) {
			w := still(t, Options{})
			b, p := w.linked()
			w.s.SetMode(modeMatch)
			start := w.s.Now()
			id := b.begin().ID
			for range maxSoon {
				if end != nil {
					id = b.begin().ID
				}
				b.askIn(id)
				if end != nil {
					end(w, b, p, id)
				}
				w.pass(10 * time.Second)
			}
			if end != nil {
				id = b.begin().ID
			}
			b.paused(id, 10*time.Minute-w.s.Now().Sub(start)+time.Second)
			b.paused(id, 10*time.Minute-w.s.Now().Sub(start)+time.Second)
			w.restart()
			b.paused(id, 10*time.Minute-w.s.Now().Sub(start)+time.Second)
			if n := w.mails("Your phone was asked too often"); n != 1 {
				t.Fatalf("told %d times", n)
			}
			w.middle()
			b.code(b.begin().ID, "totp", p.oathtool(w.s.Now())).want(200) // codes work all the while
			w.pass(10 * time.Minute)
			b.ask()
		})
	}
}

// digitsOf reads the number that a login's page shows.
func (w *world) digitsOf(id string) (number string) {
	w.t.Helper()
	w.ok(w.s.view(func(t *tx) error {
		l, err := load[login](t, inLogins, id)
		if err != nil {
			return err
		}
		c, err := t.challenge(l.Challenge)
		number = c.Number
		return err
	}))
	return number
}

func TestPhoneRingsAtMostTwentyTimesADayWithoutAYes(t *testing.T) {
	w := still(t, Options{})
	b, p := w.linked()
	start := w.s.Now()
	for range maxDaily {
		b.ask()
		p.deny(p.only()).want(200)
		w.pass(11 * time.Minute)
	}
	b.paused(b.begin().ID, 24*time.Hour-w.s.Now().Sub(start)+time.Second)
	w.pass(24*time.Hour - w.s.Now().Sub(start))
	b.ask()
}

func TestNewRequestsDoNotForgiveFailures(t *testing.T) {
	w := still(t, Options{})
	b, p := w.linked()
	for i := range maxSoon - 1 {
		id, ask := b.ask()
		if i == 0 {
			p.approve(p.only(), number(ask)).want(200) // a YES that nobody takes up is no success
			b.login("POST", id, "/cancel").want(204)
			continue
		}
		p.deny(p.only()).want(200)
	}
	// A code lets its owner in, and leaves the count of requests as it is.
	w.middle()
	id := b.begin().ID
	b.code(id, "totp", p.oathtool(w.s.Now())).want(200)
	b.redeem(id).want(204)
	id, ask := b.ask()
	jws := p.only()
	b.login("POST", b.begin().ID, "/kauth").refused(api.CodePushPaused)
	// A YES on the phone that lets somebody in does.
	p.approve(jws, number(ask)).want(200)
	b.redeem(id).want(204)
	for range maxSoon {
		b.ask()
		p.deny(p.fetch().Challenges[0]).want(200)
	}
	b.login("POST", b.begin().ID, "/kauth").refused(api.CodePushPaused)
}

func TestTwiceNotMePausesRequests(t *testing.T) {
	w := still(t, Options{})
	b, p := w.linked()
	b.ask()
	p.notMe()
	w.pass(59 * time.Minute)
	b.ask()
	p.notMe()
	w.wantMail("Requests to your phone are paused")
	b.paused(b.begin().ID, 30*time.Minute)
	w.restart()

	// Codes work, and getting in by one does not end the pause.
	w.middle()
	id := b.begin().ID
	b.code(id, "totp", p.oathtool(w.s.Now())).want(200)
	b.redeem(id).want(204)
	b.login("POST", b.begin().ID, "/kauth").refused(api.CodePushPaused)
	b.login("POST", b.begin().ID, "/resend").refused(api.CodePushPaused)

	// For a day a number is asked for, whatever else happens.
	w.pass(30 * time.Minute)
	for range 3 {
		id, ask := b.ask()
		if ask.Match == nil {
			t.Fatal("a plain YES or NO is enough")
		}
		p.approve(p.only(), *ask.Match).want(200)
		b.redeem(id).want(204)
		w.pass(7 * time.Hour)
	}
	w.pass(3 * time.Hour)
	if _, ask := b.ask(); ask.Match != nil {
		t.Fatal("a number is asked for after a day")
	}
}

func TestNotMeOnceAnHourPausesNothing(t *testing.T) {
	w := still(t, Options{})
	b, p := w.linked()
	for range 4 {
		b.ask()
		p.notMe()
		w.pass(time.Hour)
	}
	b.ask()
}

func TestResetLimitsResetsThemAll(t *testing.T) {
	w := still(t, Options{})
	b, p := w.linked()
	for range 2 {
		b.ask()
		p.notMe()
	}
	for range recoveryTries {
		b.code(b.begin().ID, "recovery", "0000-0000-0000-0000").refused(api.CodeMismatch)
	}
	for range freeTries {
		b.code(b.begin().ID, "totp", "abcdef").refused(api.CodeMismatch)
	}
	id := b.begin().ID
	b.login("POST", id, "/kauth").refused(api.CodePushPaused)
	b.code(id, "recovery", "x").refused(api.CodeRateLimited)
	b.code(id, "totp", "x").refused(api.CodeRateLimited)
	w.ok(w.s.ResetLimits())
	if ask := b.askIn(id); ask.Match != nil {
		t.Fatal("a number is asked for")
	}
	b.code(id, "recovery", "x").refused(api.CodeMismatch)
	b.code(id, "totp", "x").refused(api.CodeMismatch)
}

func TestBackupCodesAreTriedTenTimesInAnyHour(t *testing.T) {
	w := still(t, Options{})
	b, _ := w.linked()
	try := func() result { return b.code(b.begin().ID, "recovery", "0000-0000-0000-0000") }
	try().refused(api.CodeMismatch)
	w.pass(50 * time.Minute)
	for range recoveryTries - 1 {
		try().refused(api.CodeMismatch)
	}
	try().refused(api.CodeRateLimited)
	w.pass(10 * time.Minute) // the first is an hour old, the other nine are not
	try().refused(api.CodeMismatch)
	try().refused(api.CodeRateLimited)
}

func TestPhonesAreWokenTenSecondsApartWhoeverAsks(t *testing.T) {
	w := still(t, Options{})
	b, _ := w.linked()
	one, _ := b.ask()
	w.pass(5 * time.Second)
	b.ask()
	w.pass(5 * time.Second)
	b.login("POST", one, "/resend").refused(api.CodeRateLimited)
	w.pass(5 * time.Second)
	b.login("POST", one, "/resend").want(200)
}

func TestPageSaysThatRequestsRest(t *testing.T) {
	w := still(t, Options{})
	_, p := w.linked()
	for range 2 {
		w.reader().signIn()
		p.notMe()
	}
	r := w.reader().signIn().wants("/login/lgn_.*", "rest for 30 min", "Use another method")
	if strings.Contains(r.page, "Ask my phone") {
		t.Fatal("the page offers what is refused")
	}
	w.pass(31 * time.Minute)
	w.reader().signIn().wants("/login/lgn_.*", "Type this number there", "Send again")
}
