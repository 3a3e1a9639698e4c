package challenge_test

import (
	"testing"
	"testing/synctest"
	"time"

	"kauth/core"
	"kauth/core/coretest"
)

func TestAWakeUpIsOneFetchWhetherRequestsAreListenedToOrNot(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s, c, stop := running(t)
		defer stop()
		time.Sleep(5 * time.Second)
		s.server.Ask(coretest.Anna, 0, 2*time.Minute)
		synctest.Wait()
		for _, name := range []string{"listening", "not listening"} {
			if name == "not listening" {
				stop()
				synctest.Wait()
			}
			before := c.fetches.Load()
			if err := s.Inbox.Woken(t.Context(), s.account.ID); err != nil {
				t.Fatal(err)
			}
			synctest.Wait()
			time.Sleep(3 * time.Second)                         // a poll that is younger than two seconds is let be
			if n := c.fetches.Load() - before; n < 1 || n > 2 { // the held poll that is broken off, and the one in its place
				t.Errorf("%s: %d fetches", name, n)
			}
		}
		if len(s.Inbox.Pending()) != 1 {
			t.Error("the request is not there")
		}
		if err := s.Inbox.Woken(t.Context(), "nobody"); core.KindOf(err) != core.NotFound {
			t.Error(err)
		}
	})
}
