package challenge_test

import (
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"kauth/core"
	"kauth/core/api"
	"kauth/core/challenge"
	"kauth/core/coretest"
)

// scene is a phone linked to Anna's account.
type scene struct {
	*coretest.Phone
	server  *coretest.Server
	store   *coretest.Store
	account core.Account

	mu     sync.Mutex
	events []challenge.Event
}

func newScene(t *testing.T) *scene {
	t.Helper()
	s := &scene{server: coretest.NewServer(&coretest.Faults{}), store: coretest.NewStore(&coretest.Faults{})}
	s.Phone = coretest.NewPhone(s.server, s.store)
	s.account = s.Link(t, s.server, coretest.Anna)
	s.Inbox.Observe(func(e challenge.Event) {
		s.mu.Lock()
		defer s.mu.Unlock()
		s.events = append(s.events, e)
	})
	return s
}

func (s *scene) refresh(t *testing.T) []core.Challenge {
	t.Helper()
	if err := s.Inbox.Refresh(t.Context(), 0); err != nil {
		t.Fatal(err)
	}
	return s.Inbox.Pending()
}

// one refreshes and wants a single request.
func (s *scene) one(t *testing.T) core.Challenge {
	t.Helper()
	list := s.refresh(t)
	if len(list) != 1 {
		t.Fatalf("%d requests instead of 1", len(list))
	}
	return list[0]
}

func (s *scene) answer(t *testing.T, c core.Challenge, d core.Decision, match string) core.Outcome {
	t.Helper()
	o, err := s.Inbox.Answer(t.Context(), c.ID, d, match, "")
	if err != nil {
		t.Fatal(err)
	}
	return o
}

// lastEnded is the last end that observers heard of.
func (s *scene) lastEnded() challenge.Ended {
	s.mu.Lock()
	defer s.mu.Unlock()
	for i := len(s.events) - 1; i >= 0; i-- {
		if s.events[i].Ended != nil {
			return *s.events[i].Ended
		}
	}
	return challenge.Ended{}
}

func TestRequestIsShownAsTheServerSignedIt(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newScene(t)
		asked := s.server.Ask(coretest.Anna, 2, 2*time.Minute)
		c := s.one(t)
		want := core.Context{
			App: "Manager", Origin: s.server.Origin, IP: "192.0.2.7", Place: "Lausanne, Switzerland",
			Agent: "Firefox on Windows", DeviceType: "computer", At: c.Issued,
		}
		if c.ID != asked.ID || c.Account != s.account.ID || c.Kind != core.KindLogin || c.Mode != core.Match || c.Digits != 2 || c.Context != want {
			t.Fatalf("%+v", c)
		}
		if c.Expires.Sub(c.Issued) != 2*time.Minute || s.Inbox.Remaining(c) != 2*time.Minute {
			t.Fatalf("%v left", s.Inbox.Remaining(c))
		}
	})
}

func TestRequestsComeNewestFirst(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newScene(t)
		var ids []string
		for range 3 {
			ids = append([]string{s.server.Ask(coretest.Anna, 0, 2*time.Minute).ID}, ids...)
			time.Sleep(2 * time.Second)
		}
		for i, c := range s.refresh(t) {
			if c.ID != ids[i] {
				t.Fatalf("place %d has %s", i, c.ID)
			}
		}
	})
}

func TestExpiredChallengeIsNotShown(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newScene(t)
		c := s.server.Ask(coretest.Anna, 0, time.Minute)
		s.one(t)
		time.Sleep(59 * time.Second)
		if len(s.Inbox.Pending()) != 1 {
			t.Fatal("it went before its time")
		}
		time.Sleep(time.Second)
		if len(s.Inbox.Pending()) != 0 {
			t.Fatal("it is shown after its time")
		}
		if e := s.lastEnded(); e.ID != c.ID || e.Outcome != core.TimedOut || e.Account != s.account.ID {
			t.Fatalf("%+v", e)
		}
	})
}

func TestExpiredChallengeThatAServerStillListsIsDropped(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newScene(t)
		c := s.server.Ask(coretest.Anna, 0, time.Minute)
		claims := s.server.Claims(c, s.account.Device.ID)
		claims.ID, claims.Iat, claims.Exp = api.NewID("chl_"), claims.Iat-200, claims.Iat
		s.server.Inject(s.account.Device.ID, s.server.Sign(api.TypeChallenge, claims))
		s.one(t)
		if s.Inbox.Dropped() != 1 {
			t.Fatalf("%d dropped", s.Inbox.Dropped())
		}
	})
}

func TestExpiryGoesByTheServersClockAlone(t *testing.T) {
	for _, off := range []func() time.Time{
		func() time.Time { return time.Now().Add(time.Hour) },
		func() time.Time { return time.Now().Add(-time.Hour) },
		func() time.Time { return time.Now().AddDate(1, 1, 0) },
		func() time.Time { return time.Now().AddDate(-29, 0, 0) }, // the phone is that far ahead: 1971
		func() time.Time { return time.Now().AddDate(1000, 0, 0) },
	} {
		synctest.Test(t, func(t *testing.T) {
			s := newScene(t)
			s.server.Now = off
			s.server.Ask(coretest.Anna, 0, 2*time.Minute)
			c := s.one(t)
			if left := s.Inbox.Remaining(c); left != 2*time.Minute {
				t.Fatalf("%v left", left)
			}
			time.Sleep(100 * time.Second)
			if left := s.Inbox.Remaining(c); left != 20*time.Second {
				t.Fatalf("%v left after 100 s", left)
			}
			if o := s.answer(t, c, core.Approve, ""); o != core.Approved {
				t.Fatal(o)
			}
		})
	}
}

func TestServerWhoseClockIsSetBackIsFollowed(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newScene(t)
		s.server.Ask(coretest.Anna, 0, time.Minute)
		s.one(t)
		s.server.Now = func() time.Time { return time.Now().Add(-time.Hour) }
		asked := s.server.Ask(coretest.Anna, 0, 2*time.Minute)
		s.refresh(t)
		for _, c := range s.Inbox.Pending() {
			if left := s.Inbox.Remaining(c); c.ID == asked.ID && left != 2*time.Minute {
				t.Fatalf("%v left", left)
			}
		}
	})
}

func TestForeignAndForgedMessagesAreNotShown(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newScene(t)
		other, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
		if err != nil {
			t.Fatal(err)
		}
		good := s.server.Ask(coretest.Anna, 0, 2*time.Minute)
		device := s.account.Device.ID
		fresh := func(change func(*api.Challenge)) string {
			claims := s.server.Claims(good, device)
			claims.ID = api.NewID("chl_")
			change(&claims)
			return s.server.Sign(api.TypeChallenge, claims)
		}
		forged, err := api.Sign(api.TypeChallenge, other, s.server.Claims(good, device))
		if err != nil {
			t.Fatal(err)
		}
		bad := []string{
			forged, "x", "..", "null",
			fresh(func(c *api.Challenge) { c.Iss = "https://evil.example" }),
			fresh(func(c *api.Challenge) { c.Aud = "dev_AAAAAAAAAAAAAAAAAAAAAA" }),
			fresh(func(c *api.Challenge) { c.Account = coretest.Ben }),
			fresh(func(c *api.Challenge) { c.Kind = "link" }), // this phone is linked
			fresh(func(c *api.Challenge) { c.ID = good.ID }),  // a second one under its name
			s.server.Sign(api.TypeAnswer, s.server.Claims(good, device)),
			s.server.Sign(api.TypeStatement, s.server.Claims(good, device)),
		}
		s.one(t)
		for _, jws := range bad {
			s.server.Inject(device, jws)
		}
		c := s.one(t)
		if c.ID != good.ID || s.Inbox.Dropped() != len(bad) {
			t.Fatalf("%d of %d dropped", s.Inbox.Dropped(), len(bad))
		}
	})
}

func TestRequestOfAnotherServerWithAValidSignatureIsDropped(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newScene(t)
		evil := coretest.NewServer(nil)
		evil.Origin = s.server.Origin // even under the same name
		c := s.server.Ask(coretest.Anna, 0, 2*time.Minute)
		s.server.End(c, "cancelled")
		s.server.Inject(s.account.Device.ID, evil.Sign(api.TypeChallenge, s.server.Claims(c, s.account.Device.ID)))
		if list := s.refresh(t); len(list) != 0 {
			t.Fatalf("%+v", list)
		}
	})
}

func TestRequestThatItsPageTookBackDisappears(t *testing.T) {
	for state, want := range map[string]core.Outcome{
		"cancelled": core.Withdrawn, "superseded": core.Superseded, "expired": core.TimedOut,
	} {
		synctest.Test(t, func(t *testing.T) {
			s := newScene(t)
			c := s.server.Ask(coretest.Anna, 0, 2*time.Minute)
			s.one(t)
			s.server.End(c, state)
			if len(s.refresh(t)) != 0 {
				t.Fatal("it is still shown")
			}
			if e := s.lastEnded(); e.ID != c.ID || e.Outcome != want || e.State != state {
				t.Fatalf("%+v", e)
			}
			if o := s.answer(t, core.Challenge{ID: c.ID}, core.Approve, ""); o != want {
				t.Fatalf("answering it says %s", o)
			}
		})
	}
}

func TestRequestThatIsListedNoMoreDisappears(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newScene(t)
		c := s.server.Ask(coretest.Anna, 0, 2*time.Minute)
		s.one(t)
		s.server.End(c, "cancelled")
		s.server.ForgetEnded(s.account.Device.ID) // now it answers 204
		if len(s.refresh(t)) != 0 || s.lastEnded().Outcome != core.Withdrawn {
			t.Fatalf("%+v", s.lastEnded())
		}
	})
}

func TestUnknownRequestCannotBeAnswered(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newScene(t)
		_, err := s.Inbox.Answer(t.Context(), api.NewID("chl_"), core.Approve, "", "")
		if core.KindOf(err) != core.NotFound {
			t.Fatal(err)
		}
	})
}

func TestRefreshTriesEveryAccountAndTellsTheFirstProblem(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newScene(t)
		s.Link(t, s.server, coretest.Ben)
		s.server.Suspend(s.account.Device.ID)
		c := s.server.Ask(coretest.Ben, 0, 2*time.Minute)
		if err := s.Inbox.Refresh(t.Context(), 0); core.KindOf(err) != core.Suspended {
			t.Fatal(err)
		}
		if list := s.Inbox.Pending(); len(list) != 1 || list[0].ID != c.ID {
			t.Fatalf("%+v", list)
		}
		if len(s.Inbox.Trouble()) != 0 || core.KindOf(s.Inbox.AccountTrouble()[s.account.ID]) != core.Suspended {
			t.Fatalf("%v %v", s.Inbox.Trouble(), s.Inbox.AccountTrouble())
		}
	})
}

func TestHeldRefreshEndsWithTheFirstRequest(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newScene(t)
		s.Link(t, s.server, coretest.Ben)
		s.server.ForgetEnded(s.account.Device.ID)
		for _, d := range s.server.Devices("active") {
			s.server.ForgetEnded(d)
		}
		begun := time.Now()
		go func() {
			time.Sleep(7 * time.Second)
			s.server.Ask(coretest.Ben, 0, 2*time.Minute)
		}()
		if err := s.Inbox.Refresh(t.Context(), api.MaxWait); err != nil {
			t.Fatal(err)
		}
		if took := time.Since(begun); took < 7*time.Second || took > 8*time.Second || len(s.Inbox.Pending()) != 1 {
			t.Fatalf("%v, %d requests", took, len(s.Inbox.Pending()))
		}
	})
}

func TestHeldRefreshWithoutNewsEndsWithItsWait(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newScene(t)
		s.server.ForgetEnded(s.account.Device.ID)
		begun := time.Now()
		if err := s.Inbox.Refresh(t.Context(), 10*time.Second); err != nil {
			t.Fatal(err)
		}
		if took := time.Since(begun); took != 10*time.Second {
			t.Fatal(took)
		}
	})
}

func TestCanceledRefreshSaysSo(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newScene(t)
		s.server.ForgetEnded(s.account.Device.ID)
		ctx, cancel := context.WithCancel(t.Context())
		time.AfterFunc(time.Second, cancel)
		if err := s.Inbox.Refresh(ctx, 10*time.Second); core.KindOf(err) != core.Cancelled {
			t.Fatal(err)
		}
		if len(s.Inbox.Trouble()) != 0 {
			t.Fatal("our own stop is taken for trouble")
		}
	})
}

func TestNewProcessKnowsHowARequestEnded(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newScene(t)
		c := s.server.Ask(coretest.Anna, 0, 2*time.Minute)
		s.server.End(c, "expired")
		s.Phone = coretest.NewPhone(s.server, s.store)
		s.refresh(t)
		if e, ok := s.Inbox.Result(c.ID); !ok || e.Outcome != core.TimedOut || e.Account != s.account.ID {
			t.Fatalf("%+v", e)
		}
		if o := s.answer(t, core.Challenge{ID: c.ID}, core.Approve, ""); o != core.TimedOut {
			t.Fatal(o)
		}
	})
}
