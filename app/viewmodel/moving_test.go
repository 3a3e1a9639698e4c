//go:build !race

package viewmodel

import (
	"context"
	"testing"
	"time"

	"kauth/core"
	"kauth/core/challenge"
	"kauth/core/enroll"
)

// moveAnswer is what the fake's Move says once.
type moveAnswer struct {
	acc  core.Account
	told enroll.Moving
	err  error
}

func (f *fakeEnroller) Move(ctx context.Context, _ core.AccountID, _ time.Duration) (core.Account, enroll.Moving, error) {
	select {
	case m := <-f.moves:
		return m.acc, m.told, m.err
	case <-ctx.Done():
		return core.Account{}, enroll.Moving{}, core.E("fake", core.Cancelled, nil)
	}
}

func movingHere() core.Account {
	a := linked()[0]
	a.State = core.Unconfirmed
	a.Device.Name, a.Device.Moves, a.Device.MovesFrom = "Pixel 10", true, "Pixel 9"
	return a
}

// moving plays a new phone whose move waits, with its page open.
func moving(t *testing.T, f func(s *scene)) {
	t.Helper()
	play(t, []core.Account{movingHere()}, func(s *scene) {
		s.enroll.moves = make(chan moveAnswer, 4)
		s.shown.Intents.(*Home).Open("acc_1")
		s.rest()
		s.enroll.moves <- moveAnswer{acc: movingHere(), told: enroll.Moving{State: enroll.MoveWaits, From: "Pixel 9", Digits: "640913", Left: 10 * time.Minute}}
		s.rest()
		f(s)
	})
}

func TestNewPhoneShowsTheDigitsUntilTheOldOneHasAnswered(t *testing.T) {
	moving(t, func(s *scene) {
		if st := is[MovingState](s); st.Digits != "640 913" || st.From != "Pixel 9" || st.To != "Pixel 10" || st.Left != 10*time.Minute || st.Late {
			t.Fatalf("%+v", st)
		}
		s.pass(21 * time.Second)
		if st := is[MovingState](s); st.Left != 10*time.Minute-21*time.Second || !st.Late {
			t.Fatalf("%+v", st)
		}
		done := linked()[0]
		s.accounts.all[0] = done
		s.enroll.moves <- moveAnswer{acc: done, told: enroll.Moving{State: "approved"}}
		s.rest()
		if st := is[ResultState](s); st.What != ResultMovedHere || st.Other != "Pixel 9" {
			t.Errorf("%+v", st)
		}
	})
}

func TestMoveThatEndsOtherwiseIsSaidWithItsReason(t *testing.T) {
	for _, state := range []string{"denied", "mismatch", "expired", "cancelled", "superseded"} {
		moving(t, func(s *scene) {
			s.accounts.all = nil
			s.enroll.moves <- moveAnswer{told: enroll.Moving{State: state}}
			s.rest()
			if st := is[ResultState](s); st.What != ResultNotMoved || st.Why != state || st.Other != "Pixel 9" {
				t.Errorf("%s: %+v", state, st)
			}
		})
	}
}

func TestMoveIsAskedAgainAfterAFailure(t *testing.T) {
	moving(t, func(s *scene) {
		s.enroll.moves <- moveAnswer{err: core.E("fake", core.Offline, nil)}
		s.rest()
		if st := is[MovingState](s); st.Problem == nil || st.Digits == "" {
			t.Fatalf("%+v", st)
		}
		s.pass(moveAgain)
		s.enroll.moves <- moveAnswer{acc: movingHere(), told: enroll.Moving{State: enroll.MoveWaits, Digits: "640913", Left: time.Minute}}
		s.rest()
		if st := is[MovingState](s); st.Problem != nil || st.Left != time.Minute {
			t.Errorf("%+v", st)
		}
	})
}

func TestMoveThatTheServerHasNotHeardCancelledStays(t *testing.T) {
	moving(t, func(s *scene) {
		s.enroll.abandonErr = core.E("fake", core.Offline, nil)
		s.shown.Intents.(*Moving).Cancel()
		s.rest()
		if st := is[MovingState](s); st.Problem == nil || st.Leaving || st.Digits == "" {
			t.Fatalf("%+v", st)
		}
		s.enroll.abandonErr = core.E("fake", core.AlreadyDone, nil) // the old phone's YES came first
		s.accounts.all[0] = linked()[0]
		s.shown.Intents.(*Moving).Cancel()
		s.rest()
		if st := is[ResultState](s); st.What != ResultMovedHere {
			t.Errorf("%+v", st)
		}
	})
}

func TestPageOfAMoveThatWasLeftAsksNoMore(t *testing.T) {
	moving(t, func(s *scene) {
		s.app.Back()
		s.rest()
		is[HomeState](s)
		s.accounts.all[0] = linked()[0]
		s.enroll.moves <- moveAnswer{acc: linked()[0], told: enroll.Moving{State: "approved"}}
		s.rest()
		is[HomeState](s)
	})
}

// moveRequest is what the old phone is asked.
func moveRequest() core.Challenge {
	c := request("chl_1", core.Match)
	c.Kind, c.Digits, c.Context.To = core.KindMove, 6, "Pixel 10"
	return c
}

func TestOldPhoneSaysMovedAfterItsYesAndOnlyOnce(t *testing.T) {
	play(t, linked(), func(s *scene) {
		s.ask(moveRequest())
		if st := is[ChallengeState](s); st.To != "Pixel 10" || !st.Match || st.Digits != 6 {
			t.Fatalf("%+v", st)
		}
		s.pass(time.Second)
		for _, d := range "640913" {
			s.shown.Intents.(*Challenge).Digit(d)
		}
		s.rest()
		if st := is[MovedState](s); st.To != "Pixel 10" || st.Label != "anna@example.ch" || !st.Undo || st.Left != 0 {
			t.Fatalf("%+v", st)
		}
		first := s.shown.Page
		gone := linked()[0]
		s.accounts.all = nil
		s.inbox.tell(challenge.Event{Revoked: &gone, Moved: true, MovedTo: "Pixel 10", Pending: true})
		s.rest()
		if is[MovedState](s); s.shown.Page != first {
			t.Error("the page came up a second time")
		}
		s.shown.Intents.(*Moved).Done()
		s.rest()
		is[WelcomeState](s)
	})
}

// TestMoveIsSaidOnceToWhoIsFasterThanTheServer: the page was read before its farewell came.
func TestMoveIsSaidOnceToWhoIsFasterThanTheServer(t *testing.T) {
	play(t, linked(), func(s *scene) {
		s.ask(moveRequest())
		s.pass(time.Second)
		for _, d := range "640913" {
			s.shown.Intents.(*Challenge).Digit(d)
		}
		s.rest()
		s.shown.Intents.(*Moved).Done()
		s.rest()
		gone := linked()[0]
		s.accounts.all = nil
		s.inbox.tell(challenge.Event{Revoked: &gone, Moved: true, MovedTo: "Pixel 10", Pending: true})
		s.rest()
		is[WelcomeState](s)
	})
}

// TestFarewellBeforeTheReplyIsSaidOnce: it comes over another connection.
func TestFarewellBeforeTheReplyIsSaidOnce(t *testing.T) {
	play(t, linked(), func(s *scene) {
		s.ask(moveRequest())
		s.pass(time.Second)
		page := s.shown.Intents.(*Challenge)
		gone := linked()[0]
		s.accounts.all, s.inbox.pending = nil, nil
		s.inbox.tell(challenge.Event{Revoked: &gone, Moved: true, MovedTo: "Pixel 10", Pending: true})
		s.rest()
		s.app.send(func() { page.ended(core.Approved) })
		s.rest()
		is[MovedState](s)
		s.shown.Intents.(*Moved).Done()
		s.rest()
		is[WelcomeState](s)
	})
}

func TestAccountThatMovedIsSaidToHaveMovedAndNotToBeRemoved(t *testing.T) {
	play(t, linked(), func(s *scene) {
		gone := linked()[0]
		s.accounts.all = []core.Account{{ID: "acc_2", Label: "other", State: core.CodeOnly}}
		s.inbox.tell(challenge.Event{Revoked: &gone, Moved: true, MovedTo: "", Pending: true})
		s.rest()
		if st := is[MovedState](s); st.To != "" || st.Left != 1 {
			t.Fatalf("%+v", st)
		}
		s.shown.Intents.(*Moved).Done()
		s.rest()
		is[HomeState](s)
	})
}

func TestAccountThatMovedWhileLockedIsSaidAfterTheUnlock(t *testing.T) {
	locked(t, func(s *scene) {
		gone := []core.Departure{{Account: core.Account{ID: "acc_9", Issuer: "Gone", Label: "away@example.ch"}, Moved: true, To: "Pixel 10"}}
		s.app.phone.Gone = func() []core.Departure { out := gone; gone = nil; return out }
		s.dial(pin)
		if st := is[MovedState](s); st.To != "Pixel 10" || st.Undo {
			t.Fatalf("%+v", st)
		}
	})
}

// TestNoToAMoveDoesNotAccuse: that it was somebody else is said afterwards.
func TestNoToAMoveDoesNotAccuse(t *testing.T) {
	play(t, linked(), func(s *scene) {
		s.ask(moveRequest())
		s.pass(time.Second)
		s.shown.Intents.(*Challenge).No()
		s.rest()
		if st := is[ResultState](s); st.What != ResultDenied || !st.Move || st.Other != "Pixel 10" || !st.Advice {
			t.Errorf("%+v", st)
		}
		if got := s.inbox.answered; len(got) != 1 || got[0] != core.Deny {
			t.Errorf("said %q", got)
		}
	})
	if whyNot(request("chl_1", core.Match)) != core.NotMe || whyNot(moveRequest()) != "" {
		t.Error("a NO says the wrong thing besides")
	}
}
