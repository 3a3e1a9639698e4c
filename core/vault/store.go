package vault

import (
	"io/fs"
	"os"
	"time"

	bolt "go.etcd.io/bbolt"
)

// The two buckets of the file, and the names in the first. Every version of the
// format keeps the first bucket and its header where they are.
var (
	bucketVault   = []byte("vault")
	nameHeader    = []byte("header")
	nameManifest  = []byte("manifest")
	bucketRecords = []byte("records")
)

// store is an open bbolt file behind guard.
type store struct {
	db  *bolt.DB
	raw *os.File // bbolt's own, kept to give its lock free where bbolt cannot

	fixed bool // it was opened to be read
}

// openStore checks every page of the file and then opens it. The caller holds the
// folder's lock.
func openStore(path string) (*store, error) {
	if _, err := guard(readLimit, func() (struct{}, error) { return struct{}{}, checkFile(path) }); err != nil {
		return nil, err
	}
	return openBolt(path, bolt.Options{})
}

func openBolt(path string, o bolt.Options) (*store, error) {
	raw := make(chan *os.File, 1)
	o.Timeout = time.Second // 0 would wait for ever
	o.MaxSize = maxFile     // what grows beyond would not be opened again
	o.OpenFile = func(name string, flag int, mode fs.FileMode) (*os.File, error) {
		f, err := os.OpenFile(name, flag, mode)
		if err == nil {
			raw <- f
		}
		return f, err
	}
	db, err := guard(readLimit, func() (*bolt.DB, error) { return bolt.Open(path, 0o600, &o) })
	s := &store{db: db}
	select {
	case s.raw = <-raw:
	default:
	}
	if err != nil {
		s.abandon() // nothing to do, unless bbolt panicked
		return nil, err
	}
	return s, nil
}

// view reads in one transaction. What f gives must not point into the file.
func view[T any](s *store, f func(tx *bolt.Tx) (T, error)) (T, error) {
	return guard(readLimit, func() (out T, err error) {
		err = s.db.View(func(tx *bolt.Tx) error {
			out, err = f(tx)
			return err
		})
		return out, err
	})
}

// update writes in one transaction, durable when it returns nil.
func (s *store) update(f func(tx *bolt.Tx) error) error {
	switch {
	case s == nil: // a salvaged file could not be opened
		return broke{damagedf("no file is open")}
	case s.fixed:
		return errFixed
	}
	_, err := guard(writeLimit, func() (struct{}, error) { return struct{}{}, s.db.Update(f) })
	return err
}

func (s *store) close() error {
	if s == nil {
		return nil
	}
	_, err := guard(readLimit, func() (struct{}, error) { return struct{}{}, s.db.Close() })
	if isBroke(err) {
		s.abandon()
	}
	return err
}

// abandon gives the file free where bbolt cannot: after a panic it waits for its
// own locks for ever. The memory map stays, and with it the open file, so closing
// alone would keep the lock.
func (s *store) abandon() {
	if s != nil && s.raw != nil {
		unlockFile(s.raw)
		s.raw.Close()
	}
}

// get copies one value; nil where the bucket or the name is missing.
func get(tx *bolt.Tx, bucket, name []byte) []byte {
	b := tx.Bucket(bucket)
	if b == nil {
		return nil
	}
	return append([]byte(nil), b.Get(name)...)
}
