package stub

import (
	"cmp"
	"encoding/json"
	"fmt"

	bolt "go.etcd.io/bbolt"
)

// tx is one transaction at one moment of the server's clock.
type tx struct {
	*bolt.Tx
	s    *Server
	now  int64               // Unix seconds
	wake map[string]struct{} // whom to wake once it is on disk
	err  error               // the first that put met
}

// keep marks an error that must not undo what the transaction wrote: a wrong code
// is counted although it is refused.
type keep struct{ error }

// update runs fn in one transaction, after all that fell due by now: fn never
// sees a request that is over. It is on disk when update returns.
func (s *Server) update(fn func(*tx) error) error {
	t := &tx{s: s, wake: map[string]struct{}{}}
	kept, err := s.write(t, fn)
	if err != nil {
		return err
	}
	for topic := range t.wake {
		s.wakes.wake(topic)
	}
	s.kickSweeper()
	return kept
}

func (s *Server) write(t *tx, fn func(*tx) error) (kept, err error) {
	s.writes.Lock() // nextDue has to follow the transactions in their order
	defer s.writes.Unlock()
	var next int64
	err = s.db.Update(func(b *bolt.Tx) error {
		t.Tx, t.now = b, s.now().Unix()
		t.settle()
		err := fn(t)
		if k, ok := err.(keep); ok {
			kept, err = k.error, nil
		}
		next = t.firstDue()
		return cmp.Or(err, t.err)
	})
	if err == nil {
		s.nextDue.Store(next)
	}
	return kept, err
}

// view reads, after all that fell due by now.
func (s *Server) view(fn func(*tx) error) error {
	if s.now().Unix() >= s.nextDue.Load() {
		if err := s.update(func(*tx) error { return nil }); err != nil {
			return err
		}
	}
	return s.db.View(func(b *bolt.Tx) error {
		return fn(&tx{Tx: b, s: s, now: s.now().Unix()})
	})
}

// put writes a record. A failure shows when the transaction ends.
func (t *tx) put(bucket, id string, record any) {
	data, err := json.Marshal(record)
	if err == nil {
		err = t.Bucket([]byte(bucket)).Put([]byte(id), data)
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
	data := t.Bucket([]byte(bucket)).Get([]byte(id))
	if data == nil {
		return nil, errNotFound
	}
	record := new(T)
	if err := json.Unmarshal(data, record); err != nil {
		return nil, fmt.Errorf("stub: record %s in %s: %w", id, bucket, err)
	}
	return record, nil
}

// notify wakes whoever holds a poll on the topic, once the transaction is on disk.
func (t *tx) notify(topic string) { t.wake[topic] = struct{}{} }
