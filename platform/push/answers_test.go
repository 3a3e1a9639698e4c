package push

import (
	"context"
	"errors"
	"testing"
	"testing/synctest"
	"time"

	"kauth/core"
)

func why(t *testing.T, err error) core.WakeWhy {
	t.Helper()
	r, ok := errors.AsType[*core.WakeRefused](err)
	if !ok || core.KindOf(err) != core.Denied {
		t.Fatalf("%v", err)
	}
	return r.Why
}

func sent() error { return nil }

func TestDistributorThatStaysSilentIsGivenUpAfterTwentySeconds(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var a answers
		start := time.Now()
		if got := why(t, a.wait(t.Context(), "one", sent)); got != core.WakeSilent || time.Since(start) != 20*time.Second {
			t.Errorf("%s after %v", got, time.Since(start))
		}
		a.came("one", "") // late: nobody waits, and nothing stands still
		if err := a.wait(t.Context(), "one", func() error { a.came("one", ""); return nil }); err != nil {
			t.Errorf("asked again: %v", err)
		}
	})
}

func TestWhoGivesUpEarlierWaitsNoLonger(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var a answers
		ctx, stop := context.WithTimeout(t.Context(), time.Second)
		defer stop()
		start := time.Now()
		if got := why(t, a.wait(ctx, "one", sent)); got != core.WakeSilent || time.Since(start) != time.Second {
			t.Errorf("%s after %v", got, time.Since(start))
		}
	})
}

// TestAnswerOfTheLastSecondCounts, and one to another registration does not.
func TestAnswerOfTheLastSecondCounts(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		for want, say := range map[core.WakeWhy]core.WakeWhy{"": "", core.WakeNoNetwork: core.WakeNoNetwork} {
			var a answers
			time.AfterFunc(time.Second, func() { a.came("two", core.WakeBroken) })
			time.AfterFunc(silence-time.Second, func() { a.came("one", say); a.came("one", core.WakeBroken) })
			err := a.wait(t.Context(), "one", sent)
			if want == "" && err != nil || want != "" && why(t, err) != want {
				t.Errorf("%v, want %q", err, want)
			}
		}
	})
}

func TestDistributorThatIsNotThereIsSilentAtOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var a answers
		start := time.Now()
		if got := why(t, a.wait(t.Context(), "one", func() error { return errors.New("gone") })); got != core.WakeSilent || time.Since(start) != 0 {
			t.Errorf("%s after %v", got, time.Since(start))
		}
	})
}
