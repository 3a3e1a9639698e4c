//go:build !race

package viewmodel

import (
	"context"
	"testing"
	"time"

	"kauth/core"
	"kauth/core/checkup"
	"kauth/core/wake"
)

// wakes stands as it is told to, until it is asked for another registration.
type wakes struct {
	Wakeups
	state wake.State
}

func (w *wakes) Run(ctx context.Context)               { <-ctx.Done() }
func (w *wakes) Observe(func())                        {}
func (w *wakes) Changed()                              {}
func (w *wakes) Doze(bool)                             {}
func (w *wakes) Again()                                { w.state = wake.Stands }
func (w *wakes) Standing(core.AccountID) wake.Standing { return wake.Standing{State: w.state} }

type restricted struct{ is, opened bool }

func (r *restricted) Restricted(context.Context) (bool, error) { return r.is, nil }
func (r *restricted) Open() error                              { r.opened, r.is = true, false; return nil }

func TestAWakeUpThatIsGoneIsAskedForAgain(t *testing.T) {
	for _, state := range []wake.State{wake.Gone, wake.Failed} {
		checking(t, well(), func(s *scene, _ *fakeCheck) {
			s.app.do(func() { s.app.p.AlwaysAwake, s.opener.phone.Wakeups = false, &wakes{state: state} })
			s.shown.Intents.(*Check).Again()
			s.pass(time.Minute)
			s.shown.Intents.(*Check).Again()
			s.pass(time.Minute)
			v := is[CheckState](s).Verdict
			if v == nil || v.Cause != checkup.WakeGone || v.Mend != MendWake {
				t.Fatalf("%s: %+v", state, v)
			}
			s.shown.Intents.(*Check).Mend()
			s.pass(time.Minute)
			if v := is[CheckState](s).Verdict; v.Cause != checkup.NothingSent {
				t.Errorf("%s, after it was mended: %+v", state, v)
			}
		})
	}
}

func TestAnAppThatIsRestrictedLeadsToTheSystem(t *testing.T) {
	checking(t, well(), func(s *scene, _ *fakeCheck) {
		r := &restricted{is: true}
		s.app.do(func() { s.app.p.Restrictions, s.opener.phone.Wakeups = r, &wakes{state: wake.Stands} })
		s.pass(time.Minute)
		s.shown.Intents.(*Check).Again()
		s.pass(time.Minute)
		if v := is[CheckState](s).Verdict; v.Cause != checkup.Restricted || v.Mend != MendSystem {
			t.Fatalf("%+v", v)
		}
		s.shown.Intents.(*Check).Mend()
		s.rest()
		if !r.opened {
			t.Error("the system's page is not opened")
		}
		s.shown.Intents.(*Check).Again()
		s.pass(time.Minute)
		if v := is[CheckState](s).Verdict; v.Cause != checkup.NothingSent {
			t.Errorf("once it is allowed: %+v", v)
		}
	})
}
