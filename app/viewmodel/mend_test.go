//go:build !race

package viewmodel

import (
	"testing"

	"kauth/core"
)

func TestEachTroubleOfAnAccountSaysHowItStandsAndHasOneWayToMendIt(t *testing.T) {
	for kind, want := range map[core.Kind]struct {
		how   RequestsState
		mend  CheckMend
		leads string // the screen after Mend
	}{
		core.NotLinked: {RequestsOff, MendLink, "again"},
		core.Relink:    {RequestsUnknown, MendLink, "again"},
		core.WrongKey:  {RequestsUnknown, MendLink, "again"},
		core.Paused:    {RequestsPaused, MendAgain, "detail"},
		core.Suspended: {RequestsStopped, MendLink, "again"},
		core.Blocked:   {RequestsBlocked, "", "detail"},
		core.Garbled:   {RequestsTrouble, MendFind, "detail"},
	} {
		play(t, linked(), func(s *scene) {
			s.inbox.trouble = map[core.AccountID]error{"acc_1": core.E("fake", kind, nil)}
			s.shown.Intents.(*Home).Open("acc_1")
			s.rest()
			if d := is[DetailState](s); d.Requests != want.how || d.Mend != want.mend {
				t.Errorf("%s: %s, %q", kind, d.Requests, d.Mend)
			}
			s.shown.Intents.(*Detail).Mend()
			s.rest()
			if got := s.shown.State.Screen(); got != want.leads {
				t.Errorf("%s: mending leads to %s", kind, got)
			}
		})
	}
}
