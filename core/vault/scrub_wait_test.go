package vault

import (
	"runtime"
	"sync/atomic"
	"testing"
	"time"
)

// The runtime clears forgotten secrets on goroutines of its own, which may be late.
func TestScrubWaitsForTheCleanupsOfWhatIsForgotten(t *testing.T) {
	var done atomic.Int32
	for range 3 {
		letGo(func() { time.Sleep(200 * time.Millisecond); done.Add(1) })
	}
	Scrub()
	if n := done.Load(); n != 3 {
		t.Errorf("%d of 3 have run", n)
	}
}

//go:noinline
func letGo(late func()) {
	runtime.AddCleanup(&struct{ b [64]byte }{}, func(f func()) { f() }, late)
}
