package challenge_test

import (
	"testing"
	"testing/synctest"
	"time"

	"kauth/core"
	"kauth/core/challenge"
	"kauth/core/coretest"
	"kauth/core/history"
)

// keeping is a scene whose phone has a history.
func keeping(t *testing.T) *scene {
	s := newScene(t)
	s.reopen()
	return s
}

// reopen starts the phone again on the same vault, as after a kill.
func (s *scene) reopen() {
	s.Inbox = challenge.New(s.server, s.store, challenge.Options{History: history.New(s.store, nil)})
}

// past is what the history has, the newest first.
func (s *scene) past(t *testing.T) []core.Record {
	t.Helper()
	h := history.New(s.store, nil)
	list, _, err := h.List(history.Query{}, 0, 1000)
	if err != nil {
		t.Fatal(err)
	}
	if r, err := h.Verify(); err != nil || !r.OK() {
		t.Fatalf("%+v, %v", r, err)
	}
	return list
}

// only wants a single record.
func (s *scene) only(t *testing.T) core.Record {
	t.Helper()
	list := s.past(t)
	if len(list) != 1 {
		t.Fatalf("%d records instead of 1: %+v", len(list), list)
	}
	return list[0]
}

func TestEveryAnswerIsInTheHistory(t *testing.T) {
	for want, a := range map[core.Outcome]struct {
		digits int
		d      core.Decision
		match  string
		why    core.Why
	}{
		core.Approved:    {0, core.Approve, "", ""},
		core.Refused:     {0, core.Deny, "", core.NotMe},
		core.WrongNumber: {2, core.Approve, "74", ""},
	} {
		synctest.Test(t, func(t *testing.T) {
			s := keeping(t)
			s.server.Ask(coretest.Anna, a.digits, 2*time.Minute)
			c := s.one(t)
			time.Sleep(9 * time.Second)
			if _, err := s.Inbox.Answer(t.Context(), c.ID, a.d, a.match, a.why); err != nil {
				t.Fatal(err)
			}
			r := s.only(t)
			if r.ID != c.ID || r.Account != c.Account || r.Outcome != want || r.Decision != a.d || r.Why != a.why ||
				r.Mode != c.Mode || r.Context.Place != c.Context.Place || r.Context.IP != c.Context.IP ||
				r.Label != s.account.Label || r.Origin != s.server.Origin || r.Device != s.account.Device.ID {
				t.Fatalf("%+v", r)
			}
			if !r.Asked.Equal(c.Issued) || r.Ended.Sub(r.Asked) != 9*time.Second {
				t.Fatalf("asked %v, ended %v", r.Asked, r.Ended)
			}
		})
	}
}

func TestEndsThatNobodyLookedAtAreInTheHistory(t *testing.T) {
	for name, c := range map[string]struct {
		end  func(s *scene, asked *coretest.Challenge)
		want core.Outcome
	}{
		"expired":    {func(*scene, *coretest.Challenge) { time.Sleep(3 * time.Minute) }, core.TimedOut},
		"withdrawn":  {func(s *scene, c *coretest.Challenge) { s.server.End(c, "cancelled") }, core.Withdrawn},
		"superseded": {func(s *scene, c *coretest.Challenge) { s.server.End(c, "superseded") }, core.Superseded},
		"elsewhere":  {func(s *scene, c *coretest.Challenge) { s.server.End(c, "denied") }, core.AnsweredOther},
	} {
		t.Run(name, func(t *testing.T) {
			for _, seen := range []string{"by this process", "by one that was killed", "by none"} {
				t.Run(seen, func(t *testing.T) {
					synctest.Test(t, func(t *testing.T) {
						s := keeping(t)
						asked := s.server.Ask(coretest.Anna, 0, 2*time.Minute)
						if seen != "by none" {
							s.one(t)
						}
						if seen == "by one that was killed" {
							s.reopen()
						}
						c.end(s, asked)
						s.refresh(t)
						r := s.only(t)
						if r.ID != asked.ID || r.Outcome != c.want || r.Label != s.account.Label || r.Seen() != (seen != "by none") || r.Decision != "" {
							t.Fatalf("%+v", r)
						}
						s.reopen()
						s.refresh(t)
						s.only(t)
					})
				})
			}
		})
	}
}

// TestKillWhileAnsweringLeavesOneTrueRecord kills the phone before and after every
// call of its store, from the moment when YES is pressed.
func TestKillWhileAnsweringLeavesOneTrueRecord(t *testing.T) {
	for point := 0; ; point++ {
		done := false
		synctest.Test(t, func(t *testing.T) {
			s := keeping(t)
			asked := s.server.Ask(coretest.Anna, 0, 2*time.Minute)
			c := s.one(t)
			calls := 0
			die := func(string) error {
				if calls++; calls > point {
					return core.E("test", core.Internal, nil)
				}
				return nil
			}
			for _, f := range []*coretest.Faults{s.store.Faults, s.server.Faults} {
				f.Before(die)
				f.After(die)
			}
			_, err := s.Inbox.Answer(t.Context(), c.ID, core.Approve, "", "")
			for _, f := range []*coretest.Faults{s.store.Faults, s.server.Faults} {
				f.Before(nil)
				f.After(nil)
			}
			done = calls <= point && err == nil
			s.reopen()
			s.refresh(t)
			time.Sleep(3 * time.Minute)
			s.Inbox.Pending() // what waits still has expired
			s.refresh(t)
			r, said := s.only(t), s.server.StateOf(asked)
			switch {
			case said == "approved" && r.Outcome == core.Approved && r.Decision == core.Approve:
			case said == "expired" && (r.Outcome == core.TimedOut || r.Outcome == core.Unsent):
			default:
				t.Errorf("killed at point %d: the server has %s, the history %s (%s)", point, said, r.Outcome, r.Decision)
			}
		})
		if done || t.Failed() {
			if point < 12 {
				t.Errorf("only %d points", point)
			}
			return
		}
	}
}

func TestAnswerThatMayHaveGotLostIsSaidSo(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := keeping(t)
		s.server.Ask(coretest.Anna, 0, 2*time.Minute)
		c := s.one(t)
		s.server.Before(coretest.Fail(offline, "Answer"))
		_, _ = s.Inbox.Answer(t.Context(), c.ID, core.Approve, "", "")
		time.Sleep(3 * time.Minute)
		s.Inbox.Pending()
		if r := s.only(t); r.Outcome != core.Unsent || r.Decision != core.Approve {
			t.Fatalf("%+v", r)
		}
	})
}

func TestHistoryThatIsLockedGetsItAtTheNextContact(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := keeping(t)
		s.server.Ask(coretest.Anna, 0, 2*time.Minute)
		s.one(t)
		s.store.Before(coretest.Fail(core.E("test", core.Locked, nil), "Put"))
		time.Sleep(3 * time.Minute)
		s.Inbox.Pending()
		s.store.Before(nil)
		s.refresh(t)
		if r := s.only(t); r.Outcome != core.TimedOut {
			t.Fatalf("%+v", r)
		}
	})
}

func TestLinkIsNoSignIn(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := &scene{server: coretest.NewServer(&coretest.Faults{}), store: coretest.NewStore(&coretest.Faults{})}
		h := history.New(s.store, nil)
		s.Phone = coretest.NewPhone(s.server, s.store)
		s.Inbox = challenge.New(s.server, s.store, challenge.Options{History: h})
		s.account = s.Link(t, s.server, coretest.Anna)
		for range 2 {
			s.refresh(t)
			s.reopen()
		}
		if list := s.past(t); len(list) != 0 {
			t.Fatalf("%+v", list)
		}
	})
}
