package stub

import (
	"bytes"
	"encoding/json"
	"fmt"
	"reflect"
	"slices"

	bolt "go.etcd.io/bbolt"
)

// tx is one function's transaction at one moment of the server's clock. Functions
// that change something share a transaction of the file (commit.go); each sees
// what those before it did, and none sees what failed.
type tx struct {
	s    *Server
	file *bolt.Tx
	now  int64    // Unix seconds
	on   *batch   // nil where it only reads
	wake []string // whom to wake once it is on disk
	soon []string // phones that may hear of it before
	err  error    // the first that put met
}

// keep marks an error that must not undo what the transaction wrote: a wrong code
// is counted although it is refused.
type keep struct{ error }

// update runs fn in one transaction, after all that fell due by now: fn never
// sees a request that is over. It is on disk when update returns, and where it
// fails fn has changed nothing. fn runs on another goroutine, one at a time with
// all others: nothing slow belongs into it, no password hash and no I/O.
func (s *Server) update(fn func(*tx) error) error {
	c := &call{fn: fn}
	c.over.Lock()
	if err := s.writer.add(c); err != nil {
		return err
	}
	c.over.Lock()
	return c.result()
}

// view reads, after all that fell due by now, and only what is on disk.
func (s *Server) view(fn func(*tx) error) error {
	if now := s.now().Unix(); now >= s.nextDue.Load() || now < s.clock.Load()-clockStep {
		if err := s.update(func(*tx) error { return nil }); err != nil {
			return err
		}
	}
	return s.peek(fn)
}

// peek reads what is on disk, though something may be due since a moment: the
// goroutine that writes cannot wait for itself.
func (s *Server) peek(fn func(*tx) error) error {
	return s.db.View(func(b *bolt.Tx) error {
		if err := s.writer.onDisk(b.ID()); err != nil {
			return err
		}
		return fn(&tx{s: s, file: b, now: s.now().Unix()})
	})
}

// Bucket gives one of the file's buckets, which is always there.
func (t *tx) Bucket(name []byte) *bucket { return &bucket{t: t, in: t.file.Bucket(name)} }

// put writes a record. A failure shows when the transaction ends.
func (t *tx) put(bucket, id string, record any) {
	data, err := json.Marshal(record)
	if err == nil {
		err = t.Bucket([]byte(bucket)).Put([]byte(id), data)
	}
	if err == nil {
		t.s.records.written(recordName{bucket, id}, data, record)
	}
	t.fail(err)
}

func (t *tx) remove(bucket, id string) {
	t.fail(t.Bucket([]byte(bucket)).Delete([]byte(id)))
}

func (t *tx) fail(err error) {
	if t.err == nil {
		t.err = err
	}
}

// load reads a record: errNotFound where there is none.
func load[T any](t *tx, bucket, id string) (*T, error) {
	record, shared, err := t.read(bucket, id, func() any { return new(T) })
	if err != nil {
		return nil, err
	}
	if shared {
		return copied(record.(*T)), nil
	}
	return record.(*T), nil
}

// look is load for those who change nothing in what they get: others have it too.
func look[T any](t *tx, bucket, id string) (*T, error) {
	record, _, err := t.read(bucket, id, func() any { return new(T) })
	if err != nil {
		return nil, err
	}
	return record.(*T), nil
}

// read parses a record, or finds it parsed, and then shared with others.
func (t *tx) read(bucket, id string, empty func() any) (record any, shared bool, err error) {
	data := t.Bucket([]byte(bucket)).Get([]byte(id))
	if data == nil {
		return nil, false, errNotFound
	}
	name, record := recordName{bucket, id}, empty()
	known := t.s.records.find(name, data)
	if known != nil && reflect.TypeOf(known) == reflect.TypeOf(record) {
		return known, true, nil
	}
	if err := json.Unmarshal(data, record); err != nil {
		return nil, false, fmt.Errorf("stub: record %s in %s: %w", id, bucket, err)
	}
	if own := copied(record); own != nil {
		t.s.records.keep(name, bytes.Clone(data), own)
	}
	return record, false, nil
}

// notify wakes whoever holds a poll on the topic, once the transaction is on disk.
func (t *tx) notify(topic string) {
	// Waking twice does no harm; looking through thousands that fell due would.
	if len(t.wake) > 16 || !slices.Contains(t.wake, topic) {
		t.wake = append(t.wake, topic)
	}
}
