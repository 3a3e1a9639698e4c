//go:build !race

package viewmodel

import (
	"testing"

	"kauth/core"
)

// TestANotificationTappedLateSaysWhatBecameOfIt: YES from beside the window answers
// nothing then, also where another request waits.
func TestANotificationTappedLateSaysWhatBecameOfIt(t *testing.T) {
	desk(t, func(s *scene) {
		h, _ := s.keep()
		write(t, h, past(1, core.TimedOut))
		s.app.Noticed("chl_1", core.NoticeYes)
		s.rest()
		st := is[ActivityRecordState](s)
		if !st.Loaded || st.Account != "anna@example.ch" || len(s.inbox.answered) != 0 || s.notices.raised != 1 {
			t.Fatalf("%+v, answered %v, raised %d", st, s.inbox.answered, s.notices.raised)
		}
		s.ask(request("chl_2", core.Confirm))
		s.app.Noticed("chl_1", core.NoticeYes)
		s.rest()
		if is[ChallengeState](s); len(s.inbox.answered) != 0 {
			t.Error("a tap on an older notification answered the newer request")
		}
	})
}

func TestALockedPhoneTellsNothingOfARequestThatIsOver(t *testing.T) {
	locked(t, func(s *scene) {
		h, _ := s.keep()
		write(t, h, past(1, core.TimedOut))
		s.app.Noticed("chl_1", core.NoticeOpen)
		s.rest()
		s.door()
		if len(s.inbox.answered) != 0 {
			t.Error("answered")
		}
	})
}
