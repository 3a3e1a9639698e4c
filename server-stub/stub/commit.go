package stub

import (
	"cmp"
	"errors"
	"fmt"
	"runtime"
	"runtime/debug"

	bolt "go.etcd.io/bbolt"
)

// batch is one transaction of the file for all functions that wait when it begins,
// and those that come while it goes on. The disk is waited for once for all of
// them, so many at once cost little more than one, and one alone waits for nobody.
type batch struct {
	s       *Server
	file    *bolt.Tx
	calls   []*call
	now     int64 // the moment up to which everything is settled
	settled bool
	undo    []change // of the function that runs
	changed bool
	wake    []string // in the order of the functions
	ahead   []string // phones that heard of it already (ahead.go)
	err     error    // what all of them hear
}

// maxBatch is how many functions share a transaction: the first waits for the last.
const maxBatch = 256

var errUnfinished = errors.New("stub: another function ended the transaction")

// carryOut runs the calls, and what is called meanwhile, and answers them when
// their work is on disk.
func (s *Server) carryOut(calls []*call) {
	b := &batch{s: s, err: errUnfinished}
	var left []*call
	defer func() {
		b.answer(recover())
		if len(left) > 0 {
			s.carryOut(left)
		}
	}()
	if b.file, b.err = s.db.Begin(true); b.err != nil {
		b.calls = calls
		return
	}
	b.err = errUnfinished
	for len(calls) > 0 {
		rest := calls[min(len(calls), maxBatch-len(b.calls)):]
		calls = calls[:len(calls)-len(rest)]
		left, b.calls = rest, append(b.calls, calls...)
		for _, c := range calls {
			b.serve(c)
		}
		calls = nil
		if len(left) == 0 && len(b.calls) < maxBatch {
			calls, _ = s.writer.take()
		}
	}
	b.err = b.end()
}

// serve runs one call, after all that fell due since the last.
func (b *batch) serve(c *call) {
	if now := b.s.now().Unix(); now != b.now || !b.settled {
		b.now = now
		settle := &call{fn: func(t *tx) error {
			t.settle()
			return nil
		}}
		b.run(settle)
		if b.settled = !settle.failed(); !b.settled {
			c.err, c.fell = settle.err, settle.fell
			return
		}
	}
	b.run(c)
}

// run runs one function, and takes back what it wrote where it fails.
func (b *batch) run(c *call) {
	t := &tx{s: b.s, file: b.file, now: b.now, on: b}
	b.undo = b.undo[:0]
	returned := false
	defer func() {
		if returned {
			return
		}
		if c.fell = recover(); c.fell == nil {
			c.left = true
		} else {
			b.s.log.Error("a transaction's function panicked", "panic", c.fell, "stack", string(debug.Stack()))
		}
		b.takeBack()
	}()
	err := c.fn(t)
	returned = true
	kept, keeps := err.(keep)
	if keeps {
		err = nil
	}
	if c.err = cmp.Or(err, t.err); c.err != nil {
		b.takeBack()
		return
	}
	if keeps {
		c.err = kept.error
	}
	b.changed = b.changed || len(b.undo) > 0
	b.wake = append(b.wake, t.wake...)
	for _, device := range t.soon {
		if !t.tellAhead(device, b.alone()) {
			b.wake = append(b.wake, device)
			continue
		}
		b.ahead = append(b.ahead, device)
	}
}

// takeBack undoes the function that ran last. Where that fails nothing of the
// batch can be kept.
func (b *batch) takeBack() { b.takeBackTo(0) }

// takeBackTo leaves the first changes as they are.
func (b *batch) takeBackTo(first int) {
	for i := len(b.undo) - 1; i >= first; i-- {
		if err := b.undo[i].takeBack(); err != nil {
			panic(fmt.Errorf("stub: taking back: %w", err))
		}
	}
	b.undo = b.undo[:first]
}

// end writes the batch to disk; one that changed nothing is dropped.
func (b *batch) end() error {
	next := (&tx{s: b.s, file: b.file}).firstDue()
	if b.changed {
		if err := b.s.writer.write(b.file); err != nil {
			b.s.log.Error("the store failed", "error", err)
			return storeError{err}
		}
	}
	if b.s.nextDue.Swap(next) > next {
		b.s.kickSweeper()
	}
	return nil
}

// alone tells a batch so small that its goroutine has the time to write to phones:
// handing that over takes longer than all else where little is to be done.
func (b *batch) alone() bool { return len(b.calls) <= 2 }

// answer tells every caller, after those who are woken: both only when the work is
// on disk.
func (b *batch) answer(fell any) {
	if fell != nil {
		b.s.log.Error("the store failed", "panic", fell, "stack", string(debug.Stack()))
		b.err = storeError{fmt.Errorf("stub: the store failed: %v", fell)}
	}
	if b.file != nil {
		b.file.Rollback() // where it is not over: it changed nothing, or failed
	}
	b.s.streams.caughtUp(b.ahead)
	if b.err != nil {
		b.wake = b.ahead // they hear that it is not so
	}
	for _, topic := range b.wake {
		if b.alone() {
			b.s.wakes.wakeNow(topic)
		} else {
			b.s.wakes.wake(topic)
		}
	}
	for _, c := range b.calls {
		if b.err != nil && !c.left && c.fell == nil {
			c.err = b.err
		}
		c.over.Unlock()
	}
}

// failed tells that nothing of what the function wrote was kept.
func (c *call) failed() bool { return c.err != nil || c.fell != nil || c.left }

// result is how the call ended, on the caller's own goroutine.
func (c *call) result() error {
	if c.fell != nil {
		panic(c.fell)
	}
	if c.left {
		runtime.Goexit()
	}
	return c.err
}

// storeError is a failure of the disk: nothing was written.
type storeError struct{ error }

func (e storeError) Unwrap() error { return e.error }
