//go:build !race

package viewmodel

import (
	"context"
	"testing"
	"time"

	"kauth/core"
	"kauth/core/checkup"
)

// fakeCheck finds what it is given, one step a second.
type fakeCheck struct {
	found []checkup.Finding
	runs  int
}

func (f *fakeCheck) Run(_ context.Context, _ []core.Account, take func(checkup.Finding)) []checkup.Finding {
	f.runs++
	for _, x := range f.found {
		time.Sleep(time.Second)
		take(x)
	}
	return f.found
}

const origin = "https://manager.example.ch"

// well is what is found where all is in order.
func well() []checkup.Finding {
	return []checkup.Finding{
		{Step: checkup.Network},
		{Step: checkup.Server, Origin: origin},
		{Step: checkup.Account, Origin: origin, Account: "acc_1"},
		{Step: checkup.Requests, Origin: origin, Account: "acc_1", Last: time.Unix(1000, 0)},
		{Step: checkup.Clock, Known: true},
	}
}

// checking opens the page with those findings to come.
func checking(t *testing.T, found []checkup.Finding, f func(s *scene, c *fakeCheck)) {
	desk(t, func(s *scene) {
		c := &fakeCheck{found: found}
		s.app.do(func() {
			s.app.phone.Check = c
			s.app.p.Tray = func(context.Context) bool { return true }
		})
		s.rest()
		s.app.do(s.app.check)
		s.rest()
		f(s, c)
	})
}

func marks(s CheckState) (out string) {
	for _, l := range s.Lines {
		out += string(l.Subject) + ":" + string(l.Mark) + " "
	}
	return out
}

func TestStepsAreTickedAsTheyFinish(t *testing.T) {
	checking(t, well(), func(s *scene, _ *fakeCheck) {
		if got := marks(is[CheckState](s)); got != "network:runs server:runs account:runs notices:ok open:ok clock:runs " {
			t.Error(got)
		}
		s.pass(2500 * time.Millisecond)
		st := is[CheckState](s)
		if got := marks(st); got != "network:ok server:ok account:runs notices:ok open:ok clock:runs " || st.Verdict != nil {
			t.Error(got, st.Verdict)
		}
		s.pass(3 * time.Second)
		st = is[CheckState](s)
		if got := marks(st); got != "network:ok server:ok account:ok notices:ok open:ok clock:ok " {
			t.Error(got)
		}
		v := st.Verdict
		if v == nil || v.Cause != checkup.NothingSent || v.Last.Unix() != 1000 || v.Mend != MendNothing || st.Lines[1].Name != "manager.example.ch" {
			t.Errorf("%+v", v)
		}
	})
}

func TestWhatComesAfterATroubleIsNotSaidToBeWell(t *testing.T) {
	found := []checkup.Finding{
		{Step: checkup.Server, Origin: origin, Cause: checkup.ServerDown, Err: core.E("fake", core.ServerDown, nil)},
		{Step: checkup.Network},
		{Step: checkup.Clock},
	}
	checking(t, found, func(s *scene, c *fakeCheck) {
		s.pass(5 * time.Second)
		st := is[CheckState](s)
		if got := marks(st); got != "network:ok server:bad account:skipped notices:ok open:ok clock:ok " {
			t.Error(got)
		}
		if v := st.Verdict; v.Cause != checkup.ServerDown || v.Kind != core.ServerDown || v.Server != "manager.example.ch" {
			t.Errorf("%+v", v)
		}
		c.found = well()
		s.shown.Intents.(*Check).Mend()
		s.pass(10 * time.Second)
		if v := is[CheckState](s).Verdict; v.Cause != checkup.NothingSent || c.runs != 2 {
			t.Errorf("after another look: %+v", v)
		}
	})
}

func TestEveryCauseHasAWayToMendIt(t *testing.T) {
	for _, c := range checkup.Causes() {
		if mends[c] == "" {
			t.Errorf("%s has none", c)
		}
	}
	if len(mends) != len(checkup.Causes()) {
		t.Error("a way for what is no cause")
	}
}

func TestMendingDoesTheOneThing(t *testing.T) {
	ill := func(c checkup.Cause) []checkup.Finding {
		return []checkup.Finding{{Step: checkup.Account, Origin: origin, Account: "acc_1", Cause: c}}
	}
	for cause, want := range map[checkup.Cause]string{
		checkup.NotLinked: "again", checkup.Relink: "again", checkup.NoAccounts: "welcome", checkup.Paused: "detail", checkup.Suspended: "again",
	} {
		checking(t, ill(cause), func(s *scene, _ *fakeCheck) {
			s.pass(2 * time.Second)
			s.shown.Intents.(*Check).Mend()
			s.rest()
			if got := s.shown.State.Screen(); got != want {
				t.Errorf("%s leads to %s", cause, got)
			}
		})
	}
	checking(t, well(), func(s *scene, _ *fakeCheck) {
		s.pass(10 * time.Second)
		s.shown.Intents.(*Check).Mend()
		s.rest()
		is[HomeState](s)
	})
}

func TestNoticesAndTheTrayAreTurnedOnFromTheCheck(t *testing.T) {
	desk(t, func(s *scene) {
		s.choose(choiceNotices, "off")
		s.choose(choiceTray, "off")
		c := &fakeCheck{found: well()}
		s.app.do(func() {
			s.app.phone.Check = c
			s.app.p.Tray = func(context.Context) bool { return true }
			s.app.check()
		})
		for _, want := range []checkup.Cause{checkup.NoticesOff, checkup.Closes, checkup.NothingSent} {
			s.pass(10 * time.Second)
			if v := is[CheckState](s).Verdict; v == nil || v.Cause != want {
				t.Fatalf("%+v, want %s", v, want)
			}
			if want != checkup.NothingSent {
				s.shown.Intents.(*Check).Mend()
			}
		}
	})
}

func TestTheBannerOfAServerThatIsAwayLeadsToTheCheck(t *testing.T) {
	desk(t, func(s *scene) {
		s.app.do(func() { s.app.phone.Check = &fakeCheck{found: well()} })
		s.inbox.reach = map[string]error{origin: core.E("fake", core.ServerDown, nil)}
		s.rest()
		is[HomeState](s)
		s.shown.Intents.(*Home).OpenBanner()
		s.pass(10 * time.Second)
		is[CheckState](s)
	})
}

func TestAPhoneSaysThatItHearsOnlyWhileItIsOpen(t *testing.T) {
	play(t, linked(), func(s *scene) {
		s.app.do(func() {
			s.app.p.Notices, s.app.phone.Check = nil, &fakeCheck{found: well()}
			s.app.check()
		})
		s.pass(10 * time.Second)
		st := is[CheckState](s)
		if st.Verdict.Cause != checkup.NoNotices {
			t.Errorf("%+v", st.Verdict)
		}
	})
}

func TestClosingTheWindowHidesItOnlyWhereATrayShowsIt(t *testing.T) {
	for _, host := range []bool{true, false} {
		desk(t, func(s *scene) {
			s.app.do(func() { s.app.p.Tray = func(context.Context) bool { return host } })
			hidden, left := 0, 0
			s.app.CloseWindow(func() { hidden++ }, func() { left++ })
			s.rest()
			if (hidden == 1) != host || (left == 1) == host {
				t.Errorf("tray %v: hidden %d, left %d", host, hidden, left)
			}
			if s.notices.shown[stayingID].Staying != host {
				t.Errorf("tray %v: %+v", host, s.notices.shown)
			}
			s.pass(stayingTime)
			s.app.CloseWindow(func() { hidden++ }, func() {})
			s.rest()
			if len(s.notices.shown) != 0 {
				t.Error("it says so every time")
			}
			s.choose(choiceTray, "off")
			s.app.CloseWindow(func() { hidden++ }, func() { left++ })
			s.rest()
			if left == 0 {
				t.Error("turned off, it stays")
			}
		})
	}
}

func TestASecondStartBringsTheWindowForwardAndFollowsItsLink(t *testing.T) {
	desk(t, func(s *scene) {
		s.app.OpenWindow("")
		s.rest()
		is[HomeState](s)
		s.app.OpenWindow("http://example.ch/")
		s.rest()
		if st := is[ScanState](s); st.Problem == nil || s.notices.raised != 2 {
			t.Errorf("%+v, raised %d times", st, s.notices.raised)
		}
	})
}
