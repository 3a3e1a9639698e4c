//go:build !race

package viewmodel

import (
	"context"
	"testing"
	"time"

	"kauth/core"
	"kauth/core/challenge"
	"kauth/core/wake"
)

type fakeWakeups struct {
	services []string
	standing wake.Standing
	changed  int
	again    int
	dozing   bool
	runs     bool
	watch    func()
}

func (f *fakeWakeups) Run(ctx context.Context)                    { f.runs = true; <-ctx.Done() }
func (f *fakeWakeups) Services(context.Context) ([]string, error) { return f.services, nil }
func (f *fakeWakeups) Standing(core.AccountID) wake.Standing      { return f.standing }
func (f *fakeWakeups) Observe(g func())                           { f.watch = g }
func (f *fakeWakeups) Changed()                                   { f.changed++ }
func (f *fakeWakeups) Again()                                     { f.again++ }
func (f *fakeWakeups) Doze(on bool)                               { f.dozing = on }

// woken is an App that a message started.
func woken(t *testing.T, lock string, f func(s *scene, w *fakeWakeups)) {
	w := &fakeWakeups{dozing: true}
	stage(t, linked(), func(s *scene, p *Ports) {
		p.Woken, p.AlwaysAwake = true, true
		s.opener.phone.Wakeups = w
		s.lock.facts.Kind, s.lock.facts.Shut = lock, lock != ""
	}, func(s *scene) { f(s, w) })
}

func TestAnAppThatAMessageStartedShowsNoMoreThanANotice(t *testing.T) {
	woken(t, "", func(s *scene, w *fakeWakeups) {
		if s.inbox.running != 0 || !w.runs || s.notices.raised != 0 {
			t.Fatalf("it listens %d times, raised %d times", s.inbox.running, s.notices.raised)
		}
		s.ask(request("chl_1", core.Confirm)) // fetched once, by what the message led to
		if n := s.notices.shown["chl_1"]; !n.Yes || n.Whose != "anna@example.ch" {
			t.Errorf("%+v", n)
		}
		if s.inbox.running != 1 {
			t.Error("nobody hears when the request is taken back")
		}
		is[HomeState](s)
		s.inbox.pending = nil
		s.inbox.tell(challenge.Event{Pending: true, Ended: &challenge.Ended{ID: "chl_1", Outcome: core.AnsweredOther}})
		s.rest()
		if len(s.notices.shown) != 0 {
			t.Error("the notice stayed")
		}
	})
}

func TestALockedAppThatAMessageStartedSaysNoNames(t *testing.T) {
	woken(t, AskPIN, func(s *scene, _ *fakeWakeups) {
		s.ask(request("chl_1", core.Confirm))
		if n := s.notices.shown["chl_1"]; !n.Hidden || n.Yes || n.Whose != "" {
			t.Errorf("%+v", n)
		}
		s.app.Noticed("chl_1", core.NoticeNo)
		s.rest()
		if len(s.inbox.answered) != 1 || s.inbox.answered[0] != core.Deny || s.notices.raised != 0 {
			t.Errorf("answered %v", s.inbox.answered)
		}
	})
}

func TestATapMakesItTheApp(t *testing.T) {
	woken(t, "", func(s *scene, w *fakeWakeups) {
		s.ask(request("chl_1", core.Confirm))
		s.app.Noticed("chl_1", core.NoticeOpen)
		s.rest()
		if s.notices.raised != 1 || w.dozing {
			t.Error("no window is wanted")
		}
		is[ChallengeState](s)
		s.pass(time.Second)
		if len(s.notices.shown) != 0 {
			t.Error("the notice stays beside the window")
		}
	})
	woken(t, "", func(s *scene, w *fakeWakeups) {
		s.app.OpenWindow("") // a start by the person, meanwhile
		s.rest()
		if s.notices.raised != 1 || w.dozing || s.inbox.running != 1 {
			t.Error("it is not the app")
		}
	})
}

func TestTheServiceThatWakesIsChosen(t *testing.T) {
	w := &fakeWakeups{services: []string{"KDE", "ntfy"}, standing: wake.Standing{State: wake.Stands, Service: "KDE"}}
	stage(t, linked(), func(s *scene, _ *Ports) { s.opener.phone.Wakeups = w }, func(s *scene) {
		(&Settings{app: s.app}).Wakeups()
		s.rest()
		st := is[WakeupsState](s)
		if !st.On || !st.Known || st.Chosen != "KDE" || len(st.Services) != 2 || st.State != wake.Stands || !st.Linked {
			t.Fatalf("%+v", st)
		}
		page := s.app.top().(*WakeupsPage)
		page.Choose("ntfy")
		s.rest()
		if st := is[WakeupsState](s); st.Chosen != "ntfy" || s.choices[ChoiceWakeups] != "ntfy" || w.changed != 1 {
			t.Errorf("%+v", st)
		}
		page.Turn(false)
		s.rest()
		if st := is[WakeupsState](s); st.On || st.Chosen != "" || s.choices[ChoiceWakeups] != wake.Off {
			t.Errorf("%+v", st)
		}
		page.Turn(true)
		page.Again()
		w.standing = wake.Standing{State: wake.Failed, Why: core.WakeNeedsAction, Service: "KDE"}
		w.watch()
		s.rest()
		if st := is[WakeupsState](s); !st.On || st.State != wake.Failed || st.Why != core.WakeNeedsAction || w.again != 1 {
			t.Errorf("%+v", st)
		}
	})
}

func TestWithoutAnythingThatWakesThereIsNothingToChoose(t *testing.T) {
	play(t, linked(), func(s *scene) {
		set := &Settings{app: s.app}
		s.app.do(func() { s.app.push(set) })
		s.rest()
		if is[SettingsState](s).Wakeups {
			t.Error("a row that leads nowhere")
		}
		set.Wakeups()
		s.rest()
		is[SettingsState](s)
	})
}
