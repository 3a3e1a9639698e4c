//go:build !race

// The fakes are plain values, kept in order by the synctest bubble alone, which the
// detector does not see. Races of the view-model are looked for by the journeys of
// package main, on the real ports.

package viewmodel

import (
	"strings"
	"testing"
	"time"

	"kauth/core"
	"kauth/core/challenge"
)

func is[S State](s *scene) S {
	s.t.Helper()
	state, ok := s.shown.State.(S)
	if !ok {
		s.t.Fatalf("shows %T %+v", s.shown.State, s.shown.State)
	}
	return state
}

func TestYesAndNoTakeNoTapInTheFirstHalfSecond(t *testing.T) {
	play(t, linked(), func(s *scene) {
		s.ask(request("chl_1", core.Confirm))
		page := s.shown.Intents.(*Challenge)
		page.Yes()
		page.No()
		s.pass(499 * time.Millisecond)
		page.Yes()
		s.rest()
		if len(s.inbox.answered) != 0 || is[ChallengeState](s).Armed {
			t.Fatal("a tap that was under way answered")
		}
		s.pass(time.Millisecond)
		page.Yes()
		s.rest()
		if is[ResultState](s).What != ResultApproved {
			t.Errorf("shows %+v", s.shown.State)
		}
	})
}

func TestARequestOpensOverAnyPageButTheLock(t *testing.T) {
	play(t, linked(), func(s *scene) {
		s.shown.Intents.(*Home).Add()
		s.rest()
		is[WelcomeState](s)
		s.ask(request("chl_1", core.Confirm))
		is[ChallengeState](s)
	})
	play(t, linked(), func(s *scene) {
		s.app.do(func() { s.app.push(&Door{app: s.app}) })
		s.rest()
		s.ask(request("chl_1", core.Confirm))
		is[DoorState](s)
	})
}

func TestOfTwoRequestsTheNewestIsShownAndArmsAnew(t *testing.T) {
	play(t, linked(), func(s *scene) {
		s.ask(request("chl_1", core.Confirm))
		s.pass(time.Second)
		s.ask(request("chl_2", core.Confirm))
		if st := is[ChallengeState](s); st.Waiting != 2 || st.Armed || s.shown.Intents.(*Challenge).req.ID != "chl_2" {
			t.Fatalf("shows %+v", st)
		}
		s.pass(time.Second)
		s.shown.Intents.(*Challenge).No()
		s.rest()
		s.shown.Intents.(*Result).Done()
		s.rest()
		s.pass(time.Second)
		if s.shown.Intents.(*Challenge).req.ID != "chl_1" {
			t.Error("the older one did not come up after the newer")
		}
	})
}

func TestANewerRequestDoesNotTakeTheNumberThatIsBeingTyped(t *testing.T) {
	play(t, linked(), func(s *scene) {
		s.ask(request("chl_1", core.Match))
		s.pass(time.Second)
		s.shown.Intents.(*Challenge).Digit('4')
		s.rest()
		s.ask(request("chl_2", core.Match))
		if st := is[ChallengeState](s); st.Typed != "4" || s.shown.Intents.(*Challenge).req.ID != "chl_1" {
			t.Errorf("shows %+v", st)
		}
	})
}

func TestARequestPutAsideWaitsBehindItsBanner(t *testing.T) {
	play(t, linked(), func(s *scene) {
		s.ask(request("chl_1", core.Confirm))
		s.app.Back()
		s.pass(3 * time.Second)
		h := is[HomeState](s)
		if h.Banner == nil || h.Banner.Kind != BannerRequest || h.Banner.Left != 117*time.Second {
			t.Fatalf("banner %+v", h.Banner)
		}
		s.shown.Intents.(*Home).OpenBanner()
		s.rest()
		is[ChallengeState](s)
	})
}

func TestAnExpiredRequestOffersNothingButDone(t *testing.T) {
	play(t, linked(), func(s *scene) {
		s.ask(request("chl_1", core.Confirm))
		s.pass(2*time.Minute + time.Second)
		if st := is[ResultState](s); st.What != ResultExpired || st.Advice {
			t.Errorf("shows %+v", st)
		}
	})
}

func TestAnAnswerIsSentOnce(t *testing.T) {
	play(t, linked(), func(s *scene) {
		s.inbox.hold = make(chan struct{})
		s.ask(request("chl_1", core.Confirm))
		s.pass(time.Second)
		page := s.shown.Intents.(*Challenge)
		page.Yes()
		page.Yes()
		page.No()
		s.app.Back()
		s.rest()
		if !is[ChallengeState](s).Sending {
			t.Fatal("nothing is being sent")
		}
		close(s.inbox.hold)
		s.rest()
		if len(s.inbox.answered) != 1 || is[ResultState](s).What != ResultApproved {
			t.Errorf("answered %v, shows %+v", s.inbox.answered, s.shown.State)
		}
	})
}

func TestAnAnswerOnAnotherPhoneEndsTheRequestHere(t *testing.T) {
	play(t, linked(), func(s *scene) {
		s.ask(request("chl_1", core.Confirm))
		s.inbox.pending = nil
		s.inbox.tell(challenge.Event{Pending: true, Ended: &challenge.Ended{ID: "chl_1", Outcome: core.AnsweredOther}})
		s.rest()
		if is[ResultState](s).What != ResultAlready {
			t.Errorf("shows %+v", s.shown.State)
		}
	})
}

func TestACopiedCodeLeavesTheClipboardAfter30Seconds(t *testing.T) {
	play(t, linked(), func(s *scene) {
		s.shown.Intents.(*Home).Copy("acc_1")
		s.rest()
		code := s.clip.text
		if len(code) != 6 || is[HomeState](s).Toast != ToastCopied {
			t.Fatalf("copied %q, toast %q", code, is[HomeState](s).Toast)
		}
		s.pass(29 * time.Second)
		if s.clip.text != code {
			t.Error("it was taken away too early")
		}
		s.pass(time.Second)
		if s.clip.text != "" {
			t.Error("it is still there")
		}
		if is[HomeState](s).Toast != "" {
			t.Error("the toast stays")
		}
	})
	play(t, linked(), func(s *scene) {
		s.shown.Intents.(*Home).Copy("acc_1")
		s.rest()
		s.clip.text = "something of the person's own"
		s.pass(time.Minute)
		if s.clip.text == "" {
			t.Error("it cleared what was not its own")
		}
	})
}

func TestInTheBackgroundNothingPollsAndNothingTicks(t *testing.T) {
	play(t, linked(), func(s *scene) {
		if s.inbox.running != 1 {
			t.Fatal("nothing listens in front")
		}
		s.app.Background()
		s.rest()
		if s.inbox.running != 0 {
			t.Error("it still polls")
		}
		before := s.shown
		s.pass(time.Minute)
		if s.shown.State.(HomeState).Code(0) != before.State.(HomeState).Code(0) {
			t.Error("the codes still tick")
		}
		s.app.Foreground()
		s.rest()
		if s.inbox.running != 1 {
			t.Error("it does not listen again")
		}
	})
}

func TestACounterMovesOnBeforeItsCodeIsGivenOut(t *testing.T) {
	acc := linked()[0]
	acc.State, acc.Device, acc.OTP.Type, acc.OTP.Counter = core.CodeOnly, nil, core.HOTP, 7
	play(t, []core.Account{acc}, func(s *scene) {
		s.shown.Intents.(*Home).Copy("acc_1")
		s.rest()
		if s.accounts.all[0].OTP.Counter != 8 || len(s.clip.text) != 6 {
			t.Errorf("counter %d, copied %q", s.accounts.all[0].OTP.Counter, s.clip.text)
		}
	})
}

func TestAWrongPassphraseIsSaidAndTheRightOneOpens(t *testing.T) {
	play(t, linked(), func(s *scene) {
		s.opener.pass = "correct horse"
		u := &Door{app: s.app}
		s.app.do(func() { s.app.phone = nil; s.app.push(u) })
		u.Submit("wrong")
		s.rest()
		if st := is[DoorState](s); !st.Wrong || st.Ask != AskPassphrase {
			t.Fatalf("shows %+v", st)
		}
		u.Submit("correct horse")
		s.rest()
		is[HomeState](s)
	})
}

func TestANewPassphraseIsTypedTwiceAndLongEnough(t *testing.T) {
	play(t, nil, func(s *scene) {
		u := &Choose{app: s.app, create: true}
		s.app.do(func() { s.app.push(u) })
		u.Submit("short", "short")
		s.rest()
		if !is[ChooseState](s).Short {
			t.Error("five characters were taken")
		}
		u.Submit("long enough", "long enaugh")
		s.rest()
		if !is[ChooseState](s).Differ {
			t.Error("two different ones were taken")
		}
	})
}

func TestAStillScreenTellsItsObserversNothing(t *testing.T) {
	play(t, nil, func(s *scene) {
		told := 0
		s.app.Observe(func(View) { told++ })
		s.rest()
		s.pass(time.Minute)
		if told != 1 {
			t.Errorf("told %d times while nothing changed", told)
		}
	})
}

const offer = "kauth://link?v=1&u=https%3A%2F%2Fmanager.example.ch&c=AAAAAAAAAAAAAAAAAAAAAA&k=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA&x=1&i=Infomaniak&a=anna%40example.ch"

func TestWhatEndsBehindARequestDoesNotTakeItAway(t *testing.T) {
	play(t, linked(), func(s *scene) {
		registered := make(chan struct{})
		s.enroll.begin = func() (core.Account, error) {
			<-registered
			a := linked()[0]
			a.ID, a.State = "acc_2", core.Unconfirmed
			return a, s.accounts.PutAccount(a)
		}
		s.app.OpenLink(offer)
		s.rest()
		s.shown.Intents.(*Add).Authorize()
		s.rest()
		s.ask(request("chl_1", core.Confirm))
		close(registered)
		s.rest()
		s.pass(time.Second)
		is[ChallengeState](s)
		s.shown.Intents.(*Challenge).Yes()
		s.rest()
		if is[ResultState](s).What != ResultApproved {
			t.Fatalf("shows %+v", s.shown.State)
		}
		s.shown.Intents.(*Result).Done()
		s.rest()
		is[DigitsState](s)
	})
}

func TestAPageThatWasLeftAddsNothing(t *testing.T) {
	play(t, linked(), func(s *scene) {
		s.enroll.begin = func() (core.Account, error) {
			t.Error("it was added")
			return core.Account{}, core.E("test", core.Internal, nil)
		}
		s.app.OpenLink(offer)
		s.rest()
		left := s.shown.Intents.(*Add)
		s.app.Back()
		s.rest()
		left.Authorize() // a tap on the page that slides out
		s.rest()
	})
}

func TestBackupCodesThatNobodyCanSeeAnyMoreSayWhereToGetNewOnes(t *testing.T) {
	acc := linked()[0]
	acc.CodesWaiting = true
	play(t, []core.Account{acc}, func(s *scene) {
		if st := is[CodesState](s); !st.Gone || len(st.Codes) != 0 {
			t.Fatalf("shows %+v", st)
		}
		s.shown.Intents.(*Codes).Done()
		s.rest()
		is[HomeState](s)
	})
}

func TestTypingNeverWaitsForTheOwner(t *testing.T) {
	play(t, linked(), func(s *scene) {
		home := s.shown.Intents.(*Home)
		busy := make(chan struct{})
		s.app.do(func() { <-busy })
		for range 3000 {
			home.Query("x") // would stop here for good if sending could block
		}
		close(busy)
		s.rest()
		if is[HomeState](s).Query != "x" {
			t.Error("what was typed is lost")
		}
	})
}

func TestBackupCodesLeaveTheClipboardToo(t *testing.T) {
	acc := linked()[0]
	acc.CodesWaiting = true
	play(t, []core.Account{acc}, func(s *scene) {
		c := s.shown.Intents.(*Codes)
		s.enroll.codes = []string{"aaaa-bbbb", "cccc-dddd"}
		c.Retry()
		s.rest()
		c.Copy()
		s.rest()
		if !strings.Contains(s.clip.text, "cccc-dddd") {
			t.Fatalf("copied %q", s.clip.text)
		}
		s.pass(30 * time.Second)
		if s.clip.text != "" {
			t.Error("they are still there")
		}
	})
}

func TestTwoTapsOnTheBannerOpenOneRequest(t *testing.T) {
	play(t, linked(), func(s *scene) {
		s.ask(request("chl_1", core.Confirm))
		s.app.Back()
		s.rest()
		h := s.shown.Intents.(*Home)
		h.OpenBanner()
		h.OpenBanner()
		s.pass(time.Second)
		s.shown.Intents.(*Challenge).No()
		s.rest()
		s.shown.Intents.(*Result).Done()
		s.rest()
		is[HomeState](s)
	})
}
