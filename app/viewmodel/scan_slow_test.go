//go:build !race

package viewmodel

import (
	"slices"
	"testing"
	"time"
)

const ms = time.Millisecond

// TestASlowPhoneReadsWhatItsFirstStepsLeaveNoTimeFor: each frame begins with the same steps.
func TestASlowPhoneReadsWhatItsFirstStepsLeaveNoTimeFor(t *testing.T) {
	for _, needs := range []time.Duration{0, 49 * ms, 50 * ms, 120 * ms, 700 * ms} {
		onSet(t, func(x *set) {
			x.needs, x.texts = needs, []string{codeText}
			x.pass(4 * time.Second)
			if st, ok := x.shown.State.(ConfirmState); !ok || st.Title != "anna" {
				t.Errorf("%v for a frame: %+v", needs, x.shown.State)
			}
			x.leave()
		})
	}
}

// TestWhatIsSeenFollowsTheHandAsSoonAsThePhoneKeepsUp: more time is given while it is
// needed, as much as is needed, and never without end.
func TestWhatIsSeenFollowsTheHandAsSoonAsThePhoneKeepsUp(t *testing.T) {
	onSet(t, func(x *set) {
		given := func(needs time.Duration) []time.Duration {
			x.needs = needs
			x.pass(5 * time.Second)
			x.given = nil
			x.pass(5 * time.Second)
			return slices.Compact(x.given)
		}
		for _, c := range []struct{ needs, given time.Duration }{
			{0, 50 * ms},
			{120 * ms, 200 * ms},
			{time.Minute, 800 * ms},
			{700 * ms, 800 * ms},
			{40 * ms, 50 * ms},
		} {
			if got := given(c.needs); !slices.Equal(got, []time.Duration{c.given}) {
				t.Errorf("%v for a frame: given %v instead of %v", c.needs, got, c.given)
			}
		}
		x.leave()
	})
}

// leave goes back until no frame is looked at any more.
func (x *set) leave() {
	x.app.Back()
	x.pass(time.Second)
	x.app.Back()
	x.pass(time.Second)
}
