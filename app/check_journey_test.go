package main

import (
	"testing"

	"kauth/app/viewmodel"
	"kauth/core/checkup"
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
