package stub

import (
	"sync"
	"sync/atomic"

	bolt "go.etcd.io/bbolt"
	boltErrors "go.etcd.io/bbolt/errors"

	"kauth/core/api"
)

// writer is the line of functions that wait to change something, and what is
// known of the file. One goroutine (Server.writing) takes all that wait together.
type writer struct {
	mu     sync.Mutex
	line   []*call
	closed bool
	more   chan struct{} // one of them tells the goroutine to look at the line
	ended  chan struct{} // closes when the goroutine has

	durable atomic.Int64 // the id of the last transaction that is on disk
	commit  atomic.Pointer[commit]
	broken  atomic.Bool
}

// commit is one being written; done closes when it is known how that ended.
type commit struct{ done chan struct{} }

// call is one function that waits for its turn.
type call struct {
	fn   func(*tx) error
	err  error
	fell any        // what it panicked with
	left bool       // it ended the goroutine: a test that failed
	over sync.Mutex // held until it is answered; a channel would belong to a test's bubble
}

// errBroken is all that is heard from a file whose state is not known: whatever
// came after could be lost, or contradict it.
var errBroken = func() error {
	p := fail(api.CodeUnavailable, "the server's file failed: it has to be started again")
	p.RetryAfter = 60
	return p
}()

// begin is for a file whose newest transaction is that one.
func (w *writer) begin(id int) {
	w.more, w.ended = make(chan struct{}, 1), make(chan struct{})
	w.durable.Store(int64(id))
}

func (w *writer) add(c *call) error {
	if w.broken.Load() {
		return errBroken
	}
	w.mu.Lock()
	if w.closed {
		w.mu.Unlock()
		return boltErrors.ErrDatabaseNotOpen
	}
	w.line = append(w.line, c)
	w.mu.Unlock()
	w.kick()
	return nil
}

func (w *writer) kick() {
	select {
	case w.more <- struct{}{}:
	default:
	}
}

// take gives all that wait.
func (w *writer) take() (calls []*call, closed bool) {
	w.mu.Lock()
	defer w.mu.Unlock()
	calls, w.line = w.line, nil
	return calls, w.closed
}

// close ends the goroutine after all that wait by now.
func (w *writer) close() {
	w.mu.Lock()
	w.closed = true
	w.mu.Unlock()
	w.kick()
	<-w.ended
}

// onDisk waits until the transaction of that id is: bbolt lets readers see one
// as soon as it is written, a moment before the disk says that it has it.
func (w *writer) onDisk(id int) error {
	for int64(id) > w.durable.Load() {
		now := w.commit.Load()
		if int64(id) <= w.durable.Load() {
			break // that was the next one
		}
		if w.broken.Load() {
			return errBroken
		}
		<-now.done
	}
	return nil
}

// writing carries out what waits, until the file is closed.
func (s *Server) writing() {
	over := false
	defer func() {
		if !over {
			s.writer.kick()
			go s.writing() // a function ended this goroutine
		}
	}()
	for range s.writer.more {
		calls, closed := s.writer.take()
		for len(calls) > 0 {
			s.carryOut(calls)
			calls, closed = s.writer.take()
		}
		if closed {
			break
		}
	}
	over = true
	close(s.writer.ended)
}

// write commits, and keeps readers from what is not on disk yet.
func (w *writer) write(b *bolt.Tx) error {
	now := &commit{done: make(chan struct{})}
	w.commit.Store(now)
	known := false
	defer func() {
		if !known {
			w.broken.Store(true)
		}
		close(now.done)
	}()
	id, db := b.ID(), b.DB()
	if err := b.Commit(); err != nil {
		// Written and not synced is not known to be there after a power cut.
		seen, e := newest(db)
		known = e == nil && seen < id
		return err
	}
	known = true
	w.durable.Store(int64(id))
	return nil
}

// newest is the id of the transaction that a reader would see.
func newest(db *bolt.DB) (id int, err error) {
	err = db.View(func(b *bolt.Tx) error {
		id = b.ID()
		return nil
	})
	return id, err
}
