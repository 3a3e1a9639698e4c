package checkup_test

import (
	"testing"

	"kauth/core/checkup"
	"kauth/core/wake"
)

func TestOneRegistrationThatIsGoneIsTold(t *testing.T) {
	for _, c := range []struct {
		want   checkup.Cause
		states []wake.State
	}{
		{checkup.OpenOnly, nil},
		{checkup.None, []wake.State{wake.Stands, wake.Stands}},
		{checkup.OpenOnly, []wake.State{wake.Stands, wake.Asked}},
		{checkup.OpenOnly, []wake.State{wake.Unused, wake.None}},
		{checkup.WakeGone, []wake.State{wake.Asked, wake.Stands, wake.Gone}},
		{checkup.WakeGone, []wake.State{wake.Failed, wake.None}},
	} {
		if got := checkup.Woken(c.states...); got != c.want {
			t.Errorf("%v: %q, want %q", c.states, got, c.want)
		}
	}
}
