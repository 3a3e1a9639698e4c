package stub

import (
	"testing"
	"time"

	"kauth/core/api"
)

func TestClockPutBackKeepsNoRequestOpen(t *testing.T) {
	for name, restarts := range map[string]bool{"while it runs": false, "while it is down": true} {
		t.Run(name, func(t *testing.T) {
			w := still(t, Options{})
			b, p := w.linked()
			offer := b.link()
			id, _ := b.ask()
			jws := p.only()
			back := time.Duration(w.s.skew.Load()) - time.Hour
			if restarts {
				now := w.o.Now().Add(-time.Hour)
				w.o.Now = func() time.Time { return now }
				w.restart()
			} else {
				w.ok(w.s.SetClock(back))
			}
			p.deny(jws).refused(api.CodeExpired)
			var state api.LoginState
			b.login("GET", id, "?wait=0").want(200).into(&state)
			if state.State != stateExpired || state.ExpiresIn > int(answerWindow) {
				t.Fatalf("%+v", state)
			}
			if got := b.linkState(offer.ID); got.State != offerExpired {
				t.Fatalf("the offer is %+v", got)
			}
			if len(p.fetch().Challenges) > 0 {
				t.Fatal("it waits on the phone")
			}
		})
	}
}

func TestClockCorrectedByMomentsEndsNothing(t *testing.T) {
	w := still(t, Options{})
	b, p := w.linked()
	id, ask := b.ask()
	w.pass(-5 * time.Second)
	var state api.LoginState
	b.login("GET", id, "?wait=0").want(200).into(&state)
	if state.State != loginWaiting || state.ExpiresIn > int(answerWindow) {
		t.Fatalf("%+v", state)
	}
	p.approve(p.only(), number(ask)).want(200)
	b.redeem(id).want(204)
}

func TestClockPutBackKeepsNobodyOut(t *testing.T) {
	w := still(t, Options{})
	b, p := w.linked()
	b.addSMS()
	w.pass(24 * time.Hour)
	for range maxNotMe {
		_, _ = b.ask()
		p.answer(p.only(), func(a *api.Answer) { a.Decision, a.Why = "deny", "not_me" }).want(200)
	}
	l := b.begin()
	b.login("POST", l.ID, "/sms").want(200)
	thief := w.browser()
	for range byName.slow {
		thief.password(annaUser, "wrong")
		w.pass(time.Second)
	}
	thief.password(annaUser, annaPass).refused(api.CodeRateLimited)
	w.pass(-24 * time.Hour)
	thief.password(annaUser, annaPass).want(201)
	l = b.begin()
	b.login("POST", l.ID, "/sms").want(200)
	b.askIn(l.ID)
}

func TestClockPutBackProvesNoPassword(t *testing.T) {
	w := still(t, Options{})
	b, _ := w.linked()
	b.prove().want(204)
	w.pass(-time.Hour)
	b.do("POST", api.PathNewRecovery, nil).refused(api.CodePasswordNeeded)
}

func TestNothingIsLeftOfWhatIsFurtherOffThanItsRule(t *testing.T) {
	for _, c := range []struct{ until, want int64 }{{999, 0}, {1000, 0}, {1001, 1}, {1120, 120}, {1130, 120}, {1131, 0}, {4600, 0}} {
		if got := left(c.until, 1000, 120); got != c.want {
			t.Errorf("until %d: %d, not %d", c.until, got, c.want)
		}
	}
}
