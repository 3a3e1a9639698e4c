package main

import (
	"testing"

	"kauth/app/viewmodel"
	"kauth/core/api"
	"kauth/core/checkup"
	"kauth/core/coretest/computer"
)

// checked waits for what the check finds.
func (p *pocket) checked() (viewmodel.CheckState, checkup.Cause) {
	p.t.Helper()
	s := see(p, func(s viewmodel.CheckState) bool { return s.Verdict != nil })
	return s, s.Verdict.Cause
}

func markOf(s viewmodel.CheckState, subject viewmodel.CheckSubject) viewmodel.CheckMark {
	for _, l := range s.Lines {
		if l.Subject == subject {
			return l.Mark
		}
	}
	return ""
}

// The person asks why requests do not arrive: the server is away, and comes
// back.
func TestJourneyTheCheckFindsWhyRequestsDoNotArrive(t *testing.T) {
	co := newCompany(t)
	p, _ := ready(t, co)
	see[viewmodel.HomeState](p, nil)
	on[*viewmodel.Home](p).Settings()
	see[viewmodel.SettingsState](p, nil)
	on[*viewmodel.Settings](p).Check()
	s, cause := p.checked()
	if cause != checkup.NoNotices || markOf(s, viewmodel.CheckServer) != viewmodel.CheckOK || markOf(s, viewmodel.CheckAccount) != viewmodel.CheckOK {
		t.Errorf("with a server that is well: %s, %+v", cause, s.Lines)
	}

	co.down()
	on[*viewmodel.Check](p).Again()
	see(p, func(s viewmodel.CheckState) bool { return s.Verdict == nil })
	if s, cause = p.checked(); cause != checkup.Unreachable && cause != checkup.NoNetwork || markOf(s, viewmodel.CheckAccount) != viewmodel.CheckSkipped {
		t.Errorf("with a server that is away: %s, %+v", cause, s.Lines)
	}

	co.up()
	on[*viewmodel.Check](p).Mend()
	see(p, func(s viewmodel.CheckState) bool { return s.Verdict == nil })
	if s, cause = p.checked(); cause != checkup.NoNotices || markOf(s, viewmodel.CheckServer) != viewmodel.CheckOK {
		t.Errorf("with a server that is back: %s, %+v", cause, s.Lines)
	}
}

// The check finds out that the server took the phone off: that is told in front of what
// is left, and the page of the check is gone with what it was about.
func TestJourneyTheCheckOfAPhoneThatWasTakenOffSaysSo(t *testing.T) {
	co := newCompany(t)
	p, _ := ready(t, co)
	c := co.computer()
	l := c.Login(anna, password)
	a := c.Ask(l)
	see(p, func(s viewmodel.ChallengeState) bool { return s.Armed })
	answer(p, a, true)
	see(p, func(s viewmodel.ResultState) bool { return s.What == viewmodel.ResultApproved })
	on[*viewmodel.Result](p).Done()
	c.Redeem(l)
	see[viewmodel.HomeState](p, nil)
	on[*viewmodel.Home](p).Settings()
	see[viewmodel.SettingsState](p, nil)
	on[*viewmodel.Settings](p).Check()
	p.checked()
	takeOff(c)
	on[*viewmodel.Check](p).Again() // or the app hears of it by itself, a moment before
	see(p, func(s viewmodel.ResultState) bool { return s.What == viewmodel.ResultRevoked && s.Label == anna })
	on[*viewmodel.Result](p).Done()
	see[viewmodel.WelcomeState](p, nil)
}

// takeOff removes the phones of who is signed in.
func takeOff(c *computer.Computer) {
	c.T.Helper()
	var m api.MethodsReply
	c.Must(200, "GET", api.PathMethods, nil, &m)
	for _, way := range m.Methods {
		if way.Kind == "kauth" {
			if s := c.Call("DELETE", api.Path(api.PathMethod, way.ID), nil, nil); s/100 != 2 {
				c.T.Fatalf("removing: %d", s)
			}
		}
	}
}
