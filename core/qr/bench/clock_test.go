//go:build bench

package bench

import (
	"runtime"
	"testing"
	"time"

	"golang.org/x/sys/unix"
)

// alone keeps a test on one thread, whose processor time then is the reader's: what
// else the machine does does not count.
func alone(t *testing.T) {
	runtime.LockOSThread()
	before := runtime.GOMAXPROCS(1)
	t.Cleanup(func() {
		runtime.GOMAXPROCS(before)
		runtime.UnlockOSThread()
	})
}

// spent is the processor time of this thread so far.
func spent() time.Duration {
	var ts unix.Timespec
	if err := unix.ClockGettime(unix.CLOCK_THREAD_CPUTIME_ID, &ts); err != nil {
		panic(err) // every kernel of the last twenty years has it
	}
	return time.Duration(ts.Nano())
}
