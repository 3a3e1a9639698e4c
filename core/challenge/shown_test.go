package challenge_test

import (
	"context"
	"testing"
	"testing/synctest"
	"time"

	"kauth/core"
	"kauth/core/challenge"
	"kauth/core/coretest"
)

// telling is a scene whose server is told what is seen, and fails so many times.
func telling(t *testing.T, fails int, how core.Kind) (s *scene, told *int) {
	t.Helper()
	s, told = newScene(t), new(int)
	s.Inbox = challenge.New(s.server, s.store, challenge.Options{
		Tell: func(_ context.Context, d core.Device, _ string) error {
			if *told++; d.ID != s.account.Device.ID {
				t.Errorf("told as %q", d.ID)
			}
			if *told <= fails {
				return core.E("fake", how, nil)
			}
			return nil
		},
	})
	return s, told
}

func TestAServerIsToldOnceThatARequestIsSeen(t *testing.T) {
	s, told := telling(t, 0, "")
	s.server.Ask(coretest.Anna, 0, 2*time.Minute)
	c := s.one(t)
	for range 3 {
		if err := s.Inbox.Shown(t.Context(), c.ID); err != nil {
			t.Fatal(err)
		}
	}
	if err := s.Inbox.Shown(t.Context(), "chl_nothing"); err != nil || *told != 1 {
		t.Errorf("told %d times, %v", *told, err)
	}
}

func TestAServerThatDidNotHearWhatIsSeenIsToldAgain(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s, told := telling(t, 4, core.Offline)
		s.server.Ask(coretest.Anna, 0, 2*time.Minute)
		c := s.one(t)
		if err := s.Inbox.Shown(t.Context(), c.ID); core.KindOf(err) != core.Offline || *told != 3 {
			t.Fatalf("told %d times, %v", *told, err)
		}
		if err := s.Inbox.Shown(t.Context(), c.ID); err != nil || *told != 5 {
			t.Fatalf("told %d times, %v", *told, err)
		}
	})
}

func TestAServerThatKnowsNothingOfWhatIsSeenIsLetBe(t *testing.T) {
	s, told := telling(t, 9, core.NotFound)
	s.server.Ask(coretest.Anna, 0, 2*time.Minute)
	c := s.one(t)
	_ = s.Inbox.Shown(t.Context(), c.ID)
	if err := s.Inbox.Shown(t.Context(), c.ID); err != nil || *told != 1 {
		t.Errorf("told %d times, %v", *told, err)
	}
	if got := s.answer(t, c, core.Approve, ""); got != core.Approved {
		t.Error(got)
	}
}
