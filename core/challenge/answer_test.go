package challenge_test

import (
	"context"
	"crypto/ecdsa"
	"errors"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"kauth/core"
	"kauth/core/api"
	"kauth/core/challenge"
	"kauth/core/coretest"
)

var offline = core.E("test", core.Offline, nil)

func TestAnswersEndTheRequest(t *testing.T) {
	for name, c := range map[string]struct {
		digits int
		d      core.Decision
		match  string
		want   core.Outcome
		state  string
	}{
		"yes":          {0, core.Approve, "", core.Approved, "approved"},
		"no":           {0, core.Deny, "", core.Refused, "denied"},
		"right number": {2, core.Approve, "47", core.Approved, "approved"},
		"wrong number": {2, core.Approve, "74", core.WrongNumber, "mismatch"},
		"no to match":  {2, core.Deny, "", core.Refused, "denied"},
		"six digits":   {6, core.Approve, "471147", core.Approved, "approved"},
		"no, digits":   {2, core.Deny, "47", core.Refused, "denied"},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				s := newScene(t)
				asked := s.server.Ask(coretest.Anna, c.digits, 2*time.Minute)
				if o := s.answer(t, s.one(t), c.d, c.match); o != c.want || s.server.StateOf(asked) != c.state {
					t.Fatalf("%s, and %s at the server", o, s.server.StateOf(asked))
				}
				if len(s.Inbox.Pending()) != 0 || s.lastEnded().Outcome != c.want {
					t.Fatalf("still there, or %+v", s.lastEnded())
				}
				if len(s.refresh(t)) != 0 {
					t.Fatal("it came back")
				}
			})
		})
	}
}

func TestAnswerThatCannotBeMeantCostsNothing(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newScene(t)
		s.server.Ask(coretest.Anna, 2, 2*time.Minute)
		c := s.one(t)
		for name, a := range map[string]struct {
			d     core.Decision
			match string
			why   core.Why
		}{
			"no number":       {core.Approve, "", ""},
			"one digit":       {core.Approve, "4", ""},
			"three digits":    {core.Approve, "471", ""},
			"letters":         {core.Approve, "4x", ""},
			"other digits":    {core.Approve, "４７"[:2], ""},
			"no decision":     {"", "47", ""},
			"another":         {"later", "47", ""},
			"reason with YES": {core.Approve, "47", core.NotMe},
			"unknown reason":  {core.Deny, "", "bored"},
		} {
			if _, err := s.Inbox.Answer(t.Context(), c.ID, a.d, a.match, a.why); core.KindOf(err) != core.Malformed {
				t.Errorf("%s: %v", name, err)
			}
		}
		if o := s.answer(t, c, core.Approve, "47"); o != core.Approved {
			t.Fatal(o)
		}
	})
}

func TestNumberWithAPlainRequestIsRefused(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newScene(t)
		s.server.Ask(coretest.Anna, 0, 2*time.Minute)
		if _, err := s.Inbox.Answer(t.Context(), s.one(t).ID, core.Approve, "47", ""); core.KindOf(err) != core.Malformed {
			t.Fatal(err)
		}
	})
}

// sent records the answers that reach a server.
type sent struct {
	*coretest.Server
	mu  sync.Mutex
	jws []string
}

func (s *sent) Answer(ctx context.Context, d core.Device, id, jws string) (api.AnswerReply, error) {
	s.mu.Lock()
	s.jws = append(s.jws, jws)
	s.mu.Unlock()
	return s.Server.Answer(ctx, d, id, jws)
}

// recorded is a scene whose answers are recorded.
func recorded(t *testing.T) (*scene, *sent) {
	s := newScene(t)
	r := &sent{Server: s.server}
	s.Phone = coretest.NewPhone(r, s.store)
	return s, r
}

func TestAnswerIsSignedOverExactlyWhatWasShown(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s, r := recorded(t)
		s.server.Ask(coretest.Anna, 2, 2*time.Minute)
		c := s.one(t)
		if _, err := s.Inbox.Answer(t.Context(), c.ID, core.Deny, "", core.NotMe); err != nil {
			t.Fatal(err)
		}
		d := s.account.Device
		a, err := api.OpenAnswer(r.jws[0], d.Listen.Public().(*ecdsa.PublicKey), d.ID, d.Origin)
		if err != nil || a.Hash != api.Hash([]byte(c.JWS)) || a.Challenge != c.ID || a.Decision != "deny" || a.Why != "not_me" || a.Match != "" {
			t.Fatalf("%+v, %v", a, err)
		}
	})
}

func TestLostReplyIsAskedForWithTheSameBytes(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s, r := recorded(t)
		asked := s.server.Ask(coretest.Anna, 0, 2*time.Minute)
		c := s.one(t)
		lost := 2
		s.server.After(func(call string) error {
			if call == "Answer" && lost > 0 {
				lost--
				return offline
			}
			return nil
		})
		if o := s.answer(t, c, core.Approve, ""); o != core.Approved || s.server.StateOf(asked) != "approved" {
			t.Fatal(o)
		}
		if len(r.jws) != 3 || r.jws[0] != r.jws[1] || r.jws[1] != r.jws[2] {
			t.Fatalf("%d answers, not all the same", len(r.jws))
		}
	})
}

func TestAnswerGivesUpAfterThreeTriesAndCanBeGivenAgain(t *testing.T) {
	for _, kind := range []core.Kind{core.Offline, core.Slow, core.ServerDown, core.RateLimited} {
		synctest.Test(t, func(t *testing.T) {
			s, r := recorded(t)
			s.server.Ask(coretest.Anna, 0, 2*time.Minute)
			c := s.one(t)
			s.server.Before(coretest.Fail(core.E("test", kind, nil), "Answer"))
			begun := time.Now()
			if _, err := s.Inbox.Answer(t.Context(), c.ID, core.Approve, "", ""); core.KindOf(err) != kind {
				t.Fatal(err)
			}
			if took := time.Since(begun); took > 5*time.Second || len(r.jws) != 3 {
				t.Fatalf("%d tries in %v", len(r.jws), took)
			}
			if len(s.Inbox.Pending()) != 1 {
				t.Fatal("the request is gone although it was not answered")
			}
			s.server.Before(nil)
			if o := s.answer(t, c, core.Approve, ""); o != core.Approved || r.jws[3] != r.jws[0] {
				t.Fatalf("%s, or signed anew", o)
			}
		})
	}
}

func TestYesIsNeverSentBehindThePersonsBack(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s, r := recorded(t)
		asked := s.server.Ask(coretest.Anna, 0, 2*time.Minute)
		c := s.one(t)
		s.server.Before(coretest.Fail(offline, "Answer"))
		s.Inbox.Answer(t.Context(), c.ID, core.Approve, "", "")
		s.server.Before(nil)
		n := len(r.jws)
		s.refresh(t)
		s.refresh(t)
		if len(r.jws) != n || s.server.StateOf(asked) != "pending" {
			t.Fatal("a YES was queued")
		}
	})
}

func TestNoThatDidNotGetThroughIsSentAtTheNextContact(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s, _ := recorded(t)
		asked := s.server.Ask(coretest.Anna, 0, 2*time.Minute)
		c := s.one(t)
		s.server.Before(coretest.Fail(offline, "Answer"))
		if _, err := s.Inbox.Answer(t.Context(), c.ID, core.Deny, "", core.NotMe); core.KindOf(err) != core.Offline {
			t.Fatal(err)
		}
		s.server.Before(nil)
		s.refresh(t)
		if s.server.StateOf(asked) != "denied" || len(s.Inbox.Pending()) != 0 {
			t.Fatal(s.server.StateOf(asked))
		}
	})
}

// held has answers wait for a while and then fail.
func (s *scene) held() {
	s.server.Before(func(call string) error {
		if call != "Answer" {
			return nil
		}
		time.Sleep(10 * time.Second)
		return offline
	})
}

func TestYesAfterANoThatDidNotGetThroughIsNotSentByAPoll(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s, r := recorded(t)
		asked := s.server.Ask(coretest.Anna, 0, 5*time.Minute)
		c := s.one(t)
		s.server.Before(coretest.Fail(offline, "Answer"))
		s.Inbox.Answer(t.Context(), c.ID, core.Deny, "", "")
		s.held()
		var both sync.WaitGroup
		both.Go(func() {
			if _, err := s.Inbox.Answer(t.Context(), c.ID, core.Approve, "", ""); core.KindOf(err) != core.Offline {
				t.Error(err)
			}
		})
		synctest.Wait() // the YES is under way
		both.Go(func() { s.Inbox.Refresh(t.Context(), 0) })
		both.Wait()
		s.server.Before(nil)
		s.refresh(t)
		if len(r.jws) != 3+3 || s.server.StateOf(asked) != "pending" {
			t.Fatalf("%d answers, and the request is %s", len(r.jws), s.server.StateOf(asked))
		}
		if o := s.answer(t, c, core.Approve, ""); o != core.Approved {
			t.Fatal(o)
		}
	})
}

func TestNoThatAYesReplacedWhileItWaitedIsNotSent(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s, r := recorded(t)
		d := s.account.Device
		last := func() *api.Answer {
			jws := r.jws[len(r.jws)-1]
			a, err := api.OpenAnswer(jws, d.Key.Public().(*ecdsa.PublicKey), d.ID, d.Origin)
			if err != nil {
				a, err = api.OpenAnswer(jws, d.Listen.Public().(*ecdsa.PublicKey), d.ID, d.Origin)
			}
			if err != nil {
				t.Fatal(err)
			}
			return &a
		}
		s.server.Ask(coretest.Anna, 0, 5*time.Minute)
		s.server.Ask(coretest.Anna, 0, 5*time.Minute)
		s.server.Before(coretest.Fail(offline, "Answer"))
		list := s.refresh(t)
		for _, c := range list {
			s.Inbox.Answer(t.Context(), c.ID, core.Deny, "", "")
		}
		s.held()
		var both sync.WaitGroup
		both.Go(func() { s.Inbox.Refresh(t.Context(), 0) })
		synctest.Wait() // one NO is under way again, the other one waits for it
		other := list[0].ID
		if last().Challenge == other {
			other = list[1].ID
		}
		both.Go(func() { s.Inbox.Answer(t.Context(), other, core.Approve, "", "") })
		both.Wait()
		if a := last(); len(r.jws) != 6+3+3 || a.Challenge != other || a.Decision != "approve" {
			t.Fatalf("%d answers, the last one %s", len(r.jws), a.Decision)
		}
	})
}

func TestOtherErrorsAreNotTriedAgain(t *testing.T) {
	for _, kind := range []core.Kind{core.NotLinked, core.NotFound, core.Suspended, core.Certificate, core.Redirected, core.Garbled, core.Denied} {
		synctest.Test(t, func(t *testing.T) {
			s, r := recorded(t)
			s.server.Ask(coretest.Anna, 0, 2*time.Minute)
			c := s.one(t)
			s.server.Before(coretest.Fail(core.E("test", kind, nil), "Answer"))
			if _, err := s.Inbox.Answer(t.Context(), c.ID, core.Approve, "", ""); core.KindOf(err) != kind || len(r.jws) != 1 {
				t.Fatalf("%d tries, %v", len(r.jws), err)
			}
			if len(s.Accounts(t)) != 1 {
				t.Fatal("a status code deleted an account")
			}
		})
	}
}

func TestAnswerAfterExpirySaysExpired(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s, r := recorded(t)
		s.server.Ask(coretest.Anna, 0, time.Minute)
		c := s.one(t)
		time.Sleep(time.Minute)
		if o := s.answer(t, c, core.Approve, ""); o != core.TimedOut || len(r.jws) != 0 {
			t.Fatalf("%s after %d tries", o, len(r.jws))
		}
	})
}

func TestServerThatSaysExpiredIsBelieved(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newScene(t)
		asked := s.server.Ask(coretest.Anna, 0, 2*time.Minute)
		c := s.one(t)
		s.server.End(asked, "expired")
		if o := s.answer(t, c, core.Approve, ""); o != core.TimedOut {
			t.Fatal(o)
		}
	})
}

func TestPageThatAskedAgainOrClosedIsSaid(t *testing.T) {
	for state, want := range map[string]core.Outcome{"superseded": core.Superseded, "cancelled": core.Withdrawn} {
		synctest.Test(t, func(t *testing.T) {
			s := newScene(t)
			asked := s.server.Ask(coretest.Anna, 0, 2*time.Minute)
			c := s.one(t)
			s.server.End(asked, state)
			if o := s.answer(t, c, core.Approve, ""); o != want {
				t.Fatal(o)
			}
		})
	}
}

func TestRequestThatItsServerForgotIsOver(t *testing.T) {
	for _, d := range []core.Decision{core.Approve, core.Deny} {
		synctest.Test(t, func(t *testing.T) {
			s := keeping(t)
			s.server.Ask(coretest.Anna, 0, 2*time.Minute)
			c := s.one(t)
			s.server.Forget()
			if o := s.answer(t, c, d, ""); o != core.Withdrawn || len(s.Inbox.Pending()) != 0 {
				t.Fatalf("%s, %d wait", o, len(s.Inbox.Pending()))
			}
			if e, ok := s.Inbox.Result(c.ID); !ok || e.State != challenge.Forgotten {
				t.Fatalf("%+v", e)
			}
			if r := s.only(t); r.Outcome != core.Withdrawn || r.State != challenge.Forgotten {
				t.Fatalf("the history has %+v", r)
			}
		})
	}
}

// twoPhones are two phones of one account.
func twoPhones(t *testing.T) (a, b *scene) {
	a = newScene(t)
	b = &scene{server: a.server, store: coretest.NewStore(nil)}
	b.Phone = coretest.NewPhone(b.server, b.store)
	b.account = b.Link(t, b.server, coretest.Anna)
	return a, b
}

func TestSecondPhoneHearsThatTheFirstAnswered(t *testing.T) {
	for name, first := range map[string]core.Decision{"approved": core.Approve, "denied": core.Deny} {
		synctest.Test(t, func(t *testing.T) {
			a, b := twoPhones(t)
			a.server.Ask(coretest.Anna, 0, 2*time.Minute)
			ca, cb := a.one(t), b.one(t)
			a.answer(t, ca, first, "")
			if o := b.answer(t, cb, core.Approve, ""); o != core.AnsweredOther {
				t.Fatal(o)
			}
			if e, ok := b.Inbox.Result(cb.ID); !ok || e.By != "other_device" || e.State != name {
				t.Fatalf("%+v", e)
			}
		})
	}
}

func TestNoBeatsYesOfTheOtherPhone(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		a, b := twoPhones(t)
		asked := a.server.Ask(coretest.Anna, 0, 2*time.Minute)
		ca, cb := a.one(t), b.one(t)
		a.answer(t, ca, core.Approve, "")
		if o := b.answer(t, cb, core.Deny, ""); o != core.Refused || a.server.StateOf(asked) != "denied" {
			t.Fatal(o)
		}
	})
}

func TestOtherPhonesAnswerEndsTheRequestHere(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		a, b := twoPhones(t)
		a.server.Ask(coretest.Anna, 0, 2*time.Minute)
		ca, _ := a.one(t), b.one(t)
		a.answer(t, ca, core.Approve, "")
		b.refresh(t)
		if e, _ := b.Inbox.Result(ca.ID); e.Outcome != core.AnsweredOther || e.State != "approved" {
			t.Fatalf("%+v", e)
		}
	})
}

func TestTwoTapsAreOneAnswer(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s, r := recorded(t)
		s.server.Ask(coretest.Anna, 0, 2*time.Minute)
		c := s.one(t)
		var taps sync.WaitGroup
		for range 10 {
			taps.Go(func() {
				if o, err := s.Inbox.Answer(t.Context(), c.ID, core.Approve, "", ""); o != core.Approved || err != nil {
					t.Errorf("%s, %v", o, err)
				}
			})
		}
		taps.Wait()
		if len(r.jws) != 1 {
			t.Fatalf("%d answers", len(r.jws))
		}
	})
}

func TestAnswersOfOneAccountDoNotOvertakeEachOther(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newScene(t)
		for range 3 {
			s.server.Ask(coretest.Anna, 0, 2*time.Minute)
		}
		slow := true
		s.server.Before(func(call string) error {
			if call == "Answer" && slow { // the first to be sent arrives last
				slow = false
				time.Sleep(5 * time.Second)
			}
			return nil
		})
		var taps sync.WaitGroup
		for _, c := range s.refresh(t) {
			taps.Go(func() { s.answer(t, c, core.Approve, "") })
		}
		taps.Wait()
		if s.server.State(s.account.Device.ID) != "active" {
			t.Fatal("the phone looks like a copy of itself")
		}
	})
}

func TestAnswerThatAnotherOvertookIsSignedAnew(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s, r := recorded(t)
		s.server.Ask(coretest.Anna, 0, 2*time.Minute)
		s.server.Ask(coretest.Anna, 0, 2*time.Minute)
		list := s.refresh(t)
		s.server.Before(coretest.Fail(offline, "Answer"))
		if _, err := s.Inbox.Answer(t.Context(), list[0].ID, core.Approve, "", ""); core.KindOf(err) != core.Offline {
			t.Fatal(err)
		}
		s.server.Before(nil)
		s.answer(t, list[1], core.Approve, "")
		if o := s.answer(t, list[0], core.Approve, ""); o != core.Approved || r.jws[0] == r.jws[len(r.jws)-1] {
			t.Fatal("an old counter was sent after a newer one")
		}
	})
}

func TestCounterIsReservedBeforeAnythingIsSigned(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s, r := recorded(t)
		s.server.Ask(coretest.Anna, 0, 2*time.Minute)
		c := s.one(t)
		full := core.E("test", core.StorageFull, nil)
		s.store.Before(coretest.Fail(full, "NextCounter"))
		if _, err := s.Inbox.Answer(t.Context(), c.ID, core.Approve, "", ""); !errors.Is(err, full) || len(r.jws) != 0 {
			t.Fatalf("%d sent, %v", len(r.jws), err)
		}
		s.store.Before(nil)
		s.store.After(coretest.Fail(full, "NextCounter")) // stored, but not heard: a gap
		s.Inbox.Answer(t.Context(), c.ID, core.Approve, "", "")
		s.store.After(nil)
		if o := s.answer(t, c, core.Approve, ""); o != core.Approved {
			t.Fatal(o)
		}
	})
}

func TestCountersRiseOverManyAnswersAndRestarts(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newScene(t)
		for i := range 20 {
			s.server.Ask(coretest.Anna, 0, 2*time.Minute)
			if o := s.answer(t, s.one(t), []core.Decision{core.Approve, core.Deny}[i%2], ""); o != []core.Outcome{core.Approved, core.Refused}[i%2] {
				t.Fatalf("answer %d: %s", i, o)
			}
			if i%5 == 0 {
				s.Phone = coretest.NewPhone(s.server, s.store)
			}
		}
	})
}

func TestAnsweredRequestIsNotShownAgainAfterAKill(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newScene(t)
		asked := s.server.Ask(coretest.Anna, 0, 2*time.Minute)
		s.answer(t, s.one(t), core.Approve, "")
		s.server.End(asked, "pending") // a server that lost its own record
		s.Phone = coretest.NewPhone(s.server, s.store)
		if list := s.refresh(t); len(list) != 0 {
			t.Fatal("it is shown a second time")
		}
		// Ten minutes after its time it is forgotten.
		time.Sleep(13 * time.Minute)
		s.server.Ask(coretest.Anna, 0, time.Minute)
		s.refresh(t)
		if ids, err := s.store.List("answered"); err != nil || slices.Contains(ids, asked.ID) {
			t.Fatalf("%v %v", ids, err)
		}
	})
}

// A deletion makes the vault's file anew: for each of a hundred answers that held the
// vault, and all requests, for minutes.
func TestOldAnswersAreForgottenInOneStep(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newScene(t)
		linked, err := s.store.List("answered") // the link's own has time left
		if err != nil {
			t.Fatal(err)
		}
		for range 5 {
			s.server.Ask(coretest.Anna, 0, 2*time.Minute)
			s.answer(t, s.one(t), core.Deny, "")
		}
		time.Sleep(13 * time.Minute)
		steps := 0
		s.store.Before(func(call string) error {
			if strings.HasPrefix(call, "Delete") {
				steps++
			}
			return nil
		})
		s.server.Ask(coretest.Anna, 0, time.Minute)
		s.refresh(t)
		if ids, err := s.store.List("answered"); err != nil || !slices.Equal(ids, linked) || steps != 1 {
			t.Fatalf("%v, %v, after %d steps", ids, err, steps)
		}
	})
}

func TestFullDiskTakesNothingBackOfAnAnswer(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newScene(t)
		s.server.Ask(coretest.Anna, 0, 2*time.Minute)
		c := s.one(t)
		s.store.Before(coretest.Fail(core.E("test", core.StorageFull, nil), "Put"))
		if o := s.answer(t, c, core.Approve, ""); o != core.Approved || len(s.refresh(t)) != 0 {
			t.Fatal(o)
		}
	})
}

func TestAnswerThatIsCanceledLeavesTheRequest(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newScene(t)
		s.server.Ask(coretest.Anna, 0, 2*time.Minute)
		c := s.one(t)
		s.server.Before(coretest.Fail(offline, "Answer"))
		ctx, cancel := context.WithCancel(t.Context())
		time.AfterFunc(100*time.Millisecond, cancel)
		if _, err := s.Inbox.Answer(ctx, c.ID, core.Approve, "", ""); core.KindOf(err) != core.Cancelled {
			t.Fatal(err)
		}
		if len(s.Inbox.Pending()) != 1 {
			t.Fatal("it is gone")
		}
	})
}

// A poll may tell that a request is over before the reply to the answer that ended
// it has arrived, or when that reply never comes.
func TestOwnAnswerIsNotTakenForAnothersWhenAPollTellsFirst(t *testing.T) {
	for name, lost := range map[string]bool{"the reply comes": false, "the reply is lost": true} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				s := newScene(t)
				s.server.Ask(coretest.Anna, 0, 2*time.Minute)
				c := s.one(t)
				s.server.After(func(call string) error {
					if call != "Answer" {
						return nil
					}
					if err := s.Inbox.Refresh(t.Context(), 0); err != nil {
						t.Error(err)
					}
					if lost {
						return offline
					}
					return nil
				})
				if o := s.answer(t, c, core.Approve, ""); o != core.Approved || s.lastEnded().Outcome != core.Approved {
					t.Fatalf("%s, and observers heard %s", o, s.lastEnded().Outcome)
				}
			})
		})
	}
}

func TestOtherPhonesNoIsToldWhenOurYesGotNoReply(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		a, b := twoPhones(t)
		a.server.Ask(coretest.Anna, 0, 2*time.Minute)
		ca, cb := a.one(t), b.one(t)
		b.answer(t, cb, core.Deny, "")
		a.server.Before(func(call string) error {
			if call == "Answer" {
				a.Inbox.Refresh(t.Context(), 0)
				return offline
			}
			return nil
		})
		if o := a.answer(t, ca, core.Approve, ""); o != core.AnsweredOther {
			t.Fatal(o)
		}
	})
}
