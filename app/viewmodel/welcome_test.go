//go:build !race

package viewmodel

import (
	"testing"

	"kauth/core/challenge"
)

func TestOnlyAPhoneIsCalledMobile(t *testing.T) {
	for _, desk := range []bool{false, true} {
		stage(t, nil, func(_ *scene, p *Ports) { p.AlwaysAwake = desk }, func(s *scene) {
			if got := shows[WelcomeState](s); got.Computer != desk || !got.First {
				t.Errorf("at a desk %t: %+v", desk, got)
			}
		})
	}
}

func TestAnAccountThatItsServerCallsOtherwiseReadsSo(t *testing.T) {
	play(t, linked(), func(s *scene) {
		s.accounts.all[0].Label = "anna@new.example"
		s.inbox.tell(challenge.Event{Renamed: true})
		s.rest()
		if row := shows[HomeState](s).Rows[0]; row.Label != "anna@new.example" {
			t.Errorf("it reads %+v", row)
		}
	})
}
