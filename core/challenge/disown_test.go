package challenge_test

import (
	"testing"
	"testing/synctest"
	"time"

	"kauth/core"
	"kauth/core/coretest"
	"kauth/core/history"
)

// disown says "this was not me" of the only record, as from the history's page.
func (s *scene) disown(t *testing.T) (stopped, told bool) {
	t.Helper()
	d, err := s.Inbox.Disown(t.Context(), s.only(t))
	if err != nil {
		t.Fatal(err)
	}
	return d.Stopped, d.Told
}

func TestNotMeStopsWhatWasApprovedUntilThePageHasGoneOn(t *testing.T) {
	for name, restart := range map[string]bool{"in the same process": false, "after a restart": true} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				s := keeping(t)
				asked := s.server.Ask(coretest.Anna, 0, 2*time.Minute)
				s.answer(t, s.one(t), core.Approve, "")
				time.Sleep(5 * time.Second)
				if restart {
					s.reopen()
				}
				if stopped, told := s.disown(t); !stopped || !told || s.server.StateOf(asked) != "denied" {
					t.Fatal(stopped, told, s.server.StateOf(asked))
				}
				r := s.only(t)
				if r.Outcome != core.Refused || r.Why != core.NotMe || r.Reported.Sub(r.Ended) != 5*time.Second || history.GroupOf(r) != history.Refused {
					t.Fatalf("%+v", r)
				}
			})
		})
	}
}

func TestNotMeThatComesTooLateIsKeptAndStopsNothing(t *testing.T) {
	for state, want := range map[string]core.Outcome{
		"redeemed": core.Approved, "denied": core.Refused, "expired": core.TimedOut, "superseded": core.Superseded,
	} {
		t.Run(state, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				s := keeping(t)
				asked := s.server.Ask(coretest.Anna, 0, 2*time.Minute)
				c := s.one(t)
				switch state {
				case "redeemed":
					s.answer(t, c, core.Approve, "")
					s.server.End(asked, state)
				case "denied":
					s.answer(t, c, core.Deny, "")
				default:
					s.server.End(asked, state)
					s.refresh(t)
				}
				if stopped, _ := s.disown(t); stopped {
					t.Fatal("it says that it stopped something")
				}
				if r := s.only(t); r.Outcome != want || r.Why != core.NotMe || r.Reported.IsZero() {
					t.Fatalf("%+v", r)
				}
			})
		})
	}
}

func TestNotMeThatCannotBeSentIsNotSaidToBe(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := keeping(t)
		s.server.Ask(coretest.Anna, 0, 2*time.Minute)
		s.answer(t, s.one(t), core.Approve, "")
		s.server.Before(coretest.Fail(offline, "Answer"))
		if _, err := s.Inbox.Disown(t.Context(), s.only(t)); core.KindOf(err) != core.Offline {
			t.Fatal(err)
		}
		if r := s.only(t); !r.Reported.IsZero() || r.Outcome != core.Approved {
			t.Fatalf("%+v", r)
		}
		s.server.Before(nil)
		if stopped, told := s.disown(t); !stopped || !told {
			t.Fatal(stopped, told)
		}
	})
}

func TestNotMeOfAPhoneThatWasLinkedAnewIsKeptHere(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := keeping(t)
		s.server.Ask(coretest.Anna, 0, 2*time.Minute)
		s.answer(t, s.one(t), core.Approve, "")
		r := s.only(t)
		r.Device = "dev_before"
		d, err := s.Inbox.Disown(t.Context(), r)
		if err != nil || d.Told || d.Stopped || s.only(t).Reported.IsZero() {
			t.Fatalf("%+v, %v", d, err)
		}
	})
}
