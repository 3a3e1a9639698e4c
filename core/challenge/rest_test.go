package challenge_test

import (
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"kauth/core"
	"kauth/core/challenge"
	"kauth/core/coretest"
	"kauth/core/history"
)

// asks has the server ask so many times; each takes the place of none.
func (s *scene) asks(t *testing.T, n int) {
	t.Helper()
	for range n {
		s.server.Ask(coretest.Anna, 0, 2*time.Minute)
		s.refresh(t)
	}
}

// again is the same phone after it was killed.
func (s *scene) again() { s.Inbox = coretest.NewPhone(s.server, s.store).Inbox }

func TestTheThirdRequestInTenMinutesIsOneTooMany(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newScene(t)
		for n := range 3 {
			if s.Inbox.Many() {
				t.Fatalf("after %d", n)
			}
			s.asks(t, 1)
		}
		if !s.Inbox.Many() {
			t.Error("three are not many")
		}
		time.Sleep(11 * time.Minute)
		s.asks(t, 2)
		if s.Inbox.Many() {
			t.Error("those of before are counted")
		}
		for _, c := range s.Inbox.Pending() {
			s.answer(t, c, core.Approve, "")
		}
		s.asks(t, 2)
		if s.Inbox.Many() {
			t.Error("what its owner approved is counted")
		}
	})
}

// A phone that a request wakes is killed after it; what the person said YES to is no
// nuisance, nor is what ended longer ago.
func TestRequestsBeforeARestartAreCounted(t *testing.T) {
	for name, x := range map[string]struct {
		before func(*testing.T, *scene, core.Challenge)
		many   bool
	}{
		"refused":  {func(t *testing.T, s *scene, c core.Challenge) { s.answer(t, c, core.Deny, "") }, true},
		"waiting":  {func(*testing.T, *scene, core.Challenge) {}, true},
		"over":     {func(t *testing.T, s *scene, _ core.Challenge) { time.Sleep(3 * time.Minute); s.refresh(t) }, true},
		"approved": {func(t *testing.T, s *scene, c core.Challenge) { s.answer(t, c, core.Approve, "") }, false},
		"long ago": {func(*testing.T, *scene, core.Challenge) { time.Sleep(13 * time.Minute) }, false},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				s := newScene(t)
				s.lives(t)
				for range 2 {
					s.asks(t, 1)
					x.before(t, s, s.Inbox.Pending()[0])
					s.lives(t)
				}
				var told atomic.Bool
				s.Inbox.Observe(func(e challenge.Event) {
					if e.Pending && s.Inbox.Many() {
						told.Store(true)
					}
				})
				s.asks(t, 1)
				if s.Inbox.Many() != x.many || told.Load() != x.many {
					t.Fatalf("many: %v, told: %v", s.Inbox.Many(), told.Load())
				}
				if _, err := s.Inbox.RefuseAll(t.Context()); err != nil {
					t.Fatal(err)
				}
				if s.Inbox.Many() != x.many || s.Inbox.Resting().IsZero() {
					t.Error("they do not rest")
				}
			})
		})
	}
}

// lives is the phone's next process, with the history that it keeps.
func (s *scene) lives(t *testing.T) {
	t.Helper()
	s.Inbox = challenge.New(s.server, s.store, challenge.Options{History: history.New(s.store, time.Now)})
}

func TestRefusingAllHasRequestsRestForAnHour(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newScene(t)
		s.asks(t, 3)
		n, err := s.Inbox.RefuseAll(t.Context())
		if err != nil || n != 3 || len(s.Inbox.Pending()) > 0 {
			t.Fatalf("%d refused, %v, %d wait", n, err, len(s.Inbox.Pending()))
		}
		if e := s.lastEnded(); e.Outcome != core.Refused {
			t.Errorf("the last ended as %+v", e)
		}
		if left := time.Until(s.Inbox.Resting()); left != challenge.RestFor {
			t.Errorf("they rest for %v", left)
		}
		s.asks(t, 1)
		s.again() // killed
		s.asks(t, 1)
		if len(s.Inbox.Pending()) > 0 || s.Inbox.Resting().IsZero() {
			t.Error("a request is shown while they rest")
		}
		time.Sleep(challenge.RestFor)
		if !s.Inbox.Resting().IsZero() {
			t.Error("they rest for longer")
		}
		s.asks(t, 1)
		if len(s.Inbox.Pending()) != 1 {
			t.Error("the next one is not shown")
		}
	})
}

func TestResumingShowsWhatWaits(t *testing.T) {
	s := newScene(t)
	s.asks(t, 1)
	if _, err := s.Inbox.RefuseAll(t.Context()); err != nil {
		t.Fatal(err)
	}
	s.asks(t, 1)
	if err := s.Inbox.Resume(); err != nil || len(s.Inbox.Pending()) != 1 || !s.Inbox.Resting().IsZero() {
		t.Errorf("%v, %d wait", err, len(s.Inbox.Pending()))
	}
	s.again()
	if !s.Inbox.Resting().IsZero() {
		t.Error("they rest again after a restart")
	}
}

func TestAClockPutBackDoesNotKeepRequestsAway(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newScene(t)
		s.asks(t, 1)
		if _, err := s.Inbox.RefuseAll(t.Context()); err != nil {
			t.Fatal(err)
		}
		s.asks(t, 1)
		s.Inbox = challenge.New(s.server, s.store, challenge.Options{Now: func() time.Time { return time.Now().Add(-48 * time.Hour) }})
		if s.refresh(t); len(s.Inbox.Pending()) != 1 {
			t.Error("requests rest for two days")
		}
	})
}
