package redraw

import (
	"context"
	"testing"
	"testing/synctest"
	"time"

	"kauth/platform/bridge"
)

// drawn counts what follow asks for while somebody waits for that long, and after it.
func drawn(t *testing.T, long time.Duration) (during, after int) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		ctx, end := context.WithCancel(t.Context())
		waits := make(chan bool, 1)
		n := 0
		go follow(ctx, waits, func() { n++ })
		bridge.Newest(waits, true)
		time.Sleep(long)
		synctest.Wait()
		during = n
		bridge.Newest(waits, false)
		time.Sleep(time.Hour)
		after = n - during
		end()
		synctest.Wait()
	})
	return during, after
}

func TestAPictureThatIsInTimeIsDrawnOnce(t *testing.T) {
	if n, after := drawn(t, pause-1); n+after != 0 {
		t.Errorf("drawn again %d times, %d after it was shown", n, after)
	}
}

func TestWhoStillWaitsForAPictureGetsOneAfterTheOther(t *testing.T) {
	if n, after := drawn(t, 4*pause+1); n != 4 || after != 0 {
		t.Errorf("drawn again %d times instead of 4, and %d after it was shown", n, after)
	}
}
