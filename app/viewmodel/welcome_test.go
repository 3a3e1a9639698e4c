//go:build !race

package viewmodel

import "testing"

func TestOnlyAPhoneIsCalledMobile(t *testing.T) {
	for _, desk := range []bool{false, true} {
		stage(t, nil, func(_ *scene, p *Ports) { p.AlwaysAwake = desk }, func(s *scene) {
			if got := shows[WelcomeState](s); got.Computer != desk || !got.First {
				t.Errorf("at a desk %t: %+v", desk, got)
			}
		})
	}
}
