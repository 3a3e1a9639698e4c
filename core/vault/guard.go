package vault

import (
	"errors"
	"runtime/debug"
	"time"
)

// How long bbolt may take before its handle is given up. A read takes
// microseconds and a write one or two syncs; damage that makes bbolt run in
// circles was measured, so nothing waits for ever.
var (
	readLimit  = 10 * time.Second // longer in tests: a busy machine is no hang
	writeLimit = 30 * time.Second
)

// errNoAnswer is a disk that stalls, or bbolt in a circle. It is no damage to be salvaged:
// pages are checked before bbolt sees them, and a good file on a slow disk must stay.
var errNoAnswer = errors.New("the disk gave no answer in time")

// broke is a panic inside bbolt, or no end to it. Its handle must not be used
// again: a panic leaves its locks held.
type broke struct{ error }

func (b broke) Unwrap() error { return b.error }

func isBroke(err error) bool {
	var b broke
	return errors.As(err, &b)
}

// guard runs f in a goroutine of its own, where a fault of the memory map (a file
// cut short while it is mapped, a page that the disk cannot read) is a panic
// instead of the end of the process, and turns a panic or no answer into broke.
// What f gives comes back through a channel, so a late f races with nobody.
func guard[T any](limit time.Duration, f func() (T, error)) (T, error) {
	type result struct {
		value T
		err   error
	}
	done := make(chan result, 1)
	go func() {
		defer func() {
			if r := recover(); r != nil {
				done <- result{err: broke{damagedf("bbolt: %v", r)}}
			}
		}()
		debug.SetPanicOnFault(true)
		value, err := f()
		done <- result{value, err}
	}()
	timer := time.NewTimer(limit)
	defer timer.Stop()
	select {
	case r := <-done:
		return r.value, r.err
	case <-timer.C:
		var none T
		return none, broke{errNoAnswer}
	}
}
