package stub

import (
	"net/http"
	"strconv"
	"testing"
	"time"

	"kauth/core/api"
)

func (b *browser) password(user, password string) result {
	b.w.t.Helper()
	return b.do("POST", api.PathLogins, api.LoginRequest{User: user, Password: password})
}

// wait is what a refusal asks for.
func (r result) wait() time.Duration {
	r.t.Helper()
	r.refused(api.CodeRateLimited)
	seconds, err := strconv.Atoi(r.header.Get("Retry-After"))
	if err != nil {
		r.t.Fatalf("Retry-After is %q", r.header.Get("Retry-After"))
	}
	return time.Duration(seconds) * time.Second
}

func TestGuessingPasswordsGetsSlow(t *testing.T) {
	for name, user := range map[string]string{"somebody": annaUser, "nobody": "nobody@example.ch"} {
		t.Run(name, func(t *testing.T) {
			w := still(t, Options{})
			b := w.browser()
			for range byName.free {
				b.password(user, "wrong").refused(api.CodeBadCredentials)
			}
			for _, pause := range []time.Duration{1, 2, 4, 8, 16, 32, 60, 60} {
				if got := b.password(" "+user, annaPass).wait(); got > pause*time.Second || got < (pause-1)*time.Second {
					t.Fatalf("waits %v instead of %v s", got, pause)
				}
				w.restart()
				w.pass(pause * time.Second)
				b.password(user, "wrong").refused(api.CodeBadCredentials)
			}
			for range byName.slow - byName.free - 8 {
				w.pass(time.Minute)
				b.password(user, "wrong").refused(api.CodeBadCredentials)
			}
			if got := b.password(user, "wrong").wait(); got < 59*time.Minute {
				t.Fatalf("after a hundred it waits %v", got)
			}
		})
	}
}

func TestOwnerIsNotKeptOutByWhoeverGuesses(t *testing.T) {
	w := still(t, Options{})
	home := w.browser().signIn()
	home.do("DELETE", api.PathSessions, nil).want(204)
	thief := w.browser()
	for range byName.slow {
		thief.password(annaUser, "wrong")
		w.pass(time.Minute)
	}
	thief.password(annaUser, annaPass).refused(api.CodeRateLimited)
	home.signIn()
	// From elsewhere she gets in once an hour has passed.
	thief.password(annaUser, annaPass).refused(api.CodeRateLimited)
	w.pass(time.Hour)
	w.browser().signIn()
	thief.password(annaUser, "wrong").refused(api.CodeBadCredentials) // the count is taken back
}

func TestKnownBrowserCannotGuessForEver(t *testing.T) {
	w := still(t, Options{})
	home := w.browser().signIn()
	for range byName.free {
		home.password(annaUser, "wrong").refused(api.CodeBadCredentials)
	}
	home.password(annaUser, annaPass).refused(api.CodeRateLimited)
	w.browser().signIn() // and holds nobody else up
}

func TestBrowserThatKnowsOnePersonIsAStrangerToOthers(t *testing.T) {
	w := still(t, Options{})
	w.ok(w.s.AddPerson("eve@example.ch", "wicked horse", "external"))
	eve := w.browser()
	var l api.LoginReply
	eve.password("eve@example.ch", "wicked horse").want(201).into(&l)
	eve.redeem(l.ID).want(204)
	for range byName.free {
		eve.password(annaUser, "wrong").refused(api.CodeBadCredentials)
	}
	w.browser().password(annaUser, annaPass).refused(api.CodeRateLimited)
}

func TestOneAddressCannotGuessAtEverybody(t *testing.T) {
	w := still(t, Options{})
	w.s.SetPlace(Place{IP: "2001:db8:1:2::1"})
	b := w.browser()
	for i := range byAddress.free {
		b.password(strconv.Itoa(i)+"@example.ch", "wrong").refused(api.CodeBadCredentials)
	}
	b.password("another@example.ch", "wrong").refused(api.CodeRateLimited)
	w.s.SetPlace(Place{IP: "2001:db8:1:2:3:4:5:6"}) // the same network
	b.password(annaUser, annaPass).refused(api.CodeRateLimited)
	w.s.SetPlace(Place{IP: "2001:db8:1:3::1"})
	b.password(annaUser, annaPass).want(201)
	w.s.SetPlace(Place{IP: "2001:db8:1:2::1"})
	w.pass(2 * time.Second)
	b.password(annaUser, annaPass).want(201)
	b.password(annaUser, "wrong").refused(api.CodeBadCredentials)
	b.password(annaUser, "wrong").refused(api.CodeRateLimited) // a right one takes no count of an address back
}

func TestCountsOfGuessesAreForgotten(t *testing.T) {
	w := still(t, Options{})
	b := w.browser()
	for range byName.free {
		b.password(annaUser, "wrong").refused(api.CodeBadCredentials)
	}
	w.pass(25 * time.Hour)
	for range byName.free - 1 {
		b.password(annaUser, "wrong").refused(api.CodeBadCredentials)
	}
	b.password(annaUser, annaPass).want(201)
	w.pass(50 * time.Hour)
	w.ok(w.s.view(func(t *tx) error {
		if k, _ := t.Bucket([]byte(inGuesses)).Cursor().First(); k != nil {
			w.t.Fatalf("%q stays behind", k)
		}
		return nil
	}))
}

func TestResetLimitsForgetsGuesses(t *testing.T) {
	w := still(t, Options{})
	b := w.browser()
	for range byName.free {
		b.password(annaUser, "wrong").refused(api.CodeBadCredentials)
	}
	b.password(annaUser, annaPass).refused(api.CodeRateLimited)
	w.ok(w.s.ResetLimits())
	b.password(annaUser, annaPass).want(201)
}

func TestSignInPageSaysHowLongToWait(t *testing.T) {
	w := still(t, Options{})
	b := w.browser()
	for range byName.free {
		b.password(annaUser, "wrong").refused(api.CodeBadCredentials)
	}
	r := w.reader().get("/login").send("/login", "user", annaUser, "password", annaPass).wants("/login", "Too many tries. Wait 1 s")
	if r.code != http.StatusTooManyRequests {
		t.Fatalf("status %d", r.code)
	}
}
