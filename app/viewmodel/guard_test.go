//go:build !race

package viewmodel

import (
	"testing"
	"time"

	"kauth/core"
)

// TestNoTapMeantForSomethingElseAnswers: whatever changes under the hand, YES takes
// nothing for 500 ms, and then takes it.
func TestNoTapMeantForSomethingElseAnswers(t *testing.T) {
	for name, change := range map[string]func(s *scene){
		"a newer request":          func(s *scene) { s.ask(request("chl_2", core.Confirm)) },
		"back from the background": func(s *scene) { s.leave(); s.app.Foreground(); s.rest() },
		"seen again":               func(s *scene) { s.app.Unseen(); s.rest(); s.app.Seen(); s.rest() },
		"another size":             func(s *scene) { s.app.Turned(); s.rest() },
		"a tap with the return":    func(s *scene) { s.leave(); s.app.Foreground() },
	} {
		play(t, linked(), func(s *scene) {
			s.armed("chl_1", core.Confirm)
			change(s)
			s.shown.Intents.(*Challenge).Yes()
			s.rest()
			s.pass(armTime - time.Millisecond)
			s.shown.Intents.(*Challenge).Yes()
			s.rest()
			if len(s.inbox.answered) != 0 {
				t.Errorf("%s: a tap that was meant for something else answered", name)
			}
			s.pass(time.Millisecond)
			s.shown.Intents.(*Challenge).Yes()
			s.rest()
			if len(s.inbox.answered) != 1 {
				t.Errorf("%s: a tap after 500 ms did not answer", name)
			}
		})
	}
}

func TestAKeyThatIsHeldAnswersNothing(t *testing.T) {
	play(t, linked(), func(s *scene) {
		s.ask(request("chl_1", core.Confirm))
		p := s.shown.Intents.(*Challenge)
		for range 60 { // two seconds of repeats
			s.pass(33 * time.Millisecond)
			if is[ChallengeState](s).Armed {
				t.Fatal("armed under a key that is held")
			}
			p.Early()
			s.rest()
		}
		s.pass(armTime)
		if !is[ChallengeState](s).Armed {
			t.Error("not armed once it is let go")
		}
	})
}

// TestDigitsMeantForAnotherPageAnswerNothing: somebody types a search, or a PIN, and a
// request comes up over it.
func TestDigitsMeantForAnotherPageAnswerNothing(t *testing.T) {
	play(t, linked(), func(s *scene) {
		s.ask(request("chl_1", core.Match))
		p := s.shown.Intents.(*Challenge)
		for range 10 {
			s.pass(200 * time.Millisecond)
			p.Digit('4')
			s.rest()
		}
		if st := is[ChallengeState](s); len(s.inbox.answered) != 0 || st.Typed != "" {
			t.Fatalf("%d answers, and %q is typed", len(s.inbox.answered), st.Typed)
		}
		s.pass(armTime)
		for _, d := range "47" {
			p.Digit(d)
			s.rest()
		}
		if len(s.inbox.answered) != 1 {
			t.Error("digits that were meant for it did not answer")
		}
	})
}

func TestARequestAfterTheUnlockTakesNoTapAtOnce(t *testing.T) {
	locked(t, func(s *scene) {
		s.ask(request("chl_1", core.Confirm))
		s.pass(time.Second)
		s.dial(pin)
		s.shown.Intents.(*Challenge).Yes()
		s.rest()
		if len(s.inbox.answered) != 0 {
			t.Error("the last digit's tap answered")
		}
	})
}

func TestRefusingAllRestsAndSaysSoOverTheAccounts(t *testing.T) {
	play(t, linked(), func(s *scene) {
		s.ask(request("chl_1", core.Confirm))
		s.ask(request("chl_2", core.Confirm))
		if is[ChallengeState](s).Many {
			t.Error("two are not many")
		}
		s.ask(request("chl_3", core.Match))
		p := s.shown.Intents.(*Challenge)
		p.RefuseAll()
		s.rest()
		if s.inbox.refusedAll != 0 || !is[ChallengeState](s).Many {
			t.Fatal("a tap that was meant for something else refused")
		}
		s.pass(armTime)
		p.RefuseAll()
		s.rest()
		st := is[HomeState](s)
		if s.inbox.refusedAll != 1 || st.Banner == nil || st.Banner.Kind != BannerResting || !st.Banner.Until.After(time.Now()) {
			t.Fatalf("%d, %+v", s.inbox.refusedAll, st.Banner)
		}
		s.shown.Intents.(*Home).OpenBanner()
		s.rest()
		if st := is[HomeState](s); st.Banner != nil || !s.inbox.Resting().IsZero() {
			t.Errorf("%+v", st.Banner)
		}
	})
}

func TestALockedPhoneRefusesAllToo(t *testing.T) {
	locked(t, func(s *scene) {
		for _, id := range []string{"chl_1", "chl_2", "chl_3"} {
			s.ask(request(id, core.Confirm))
		}
		s.pass(armTime)
		if r := is[DoorState](s).Request; r == nil || !r.Many {
			t.Fatalf("%+v", r)
		}
		s.door().RefuseAll()
		s.rest()
		if st := is[DoorState](s); st.Request != nil || st.Ended != ResultDenied || s.inbox.refusedAll != 1 {
			t.Errorf("%+v", st)
		}
	})
}
