package stub

import (
	"bytes"

	bolt "go.etcd.io/bbolt"
	boltErrors "go.etcd.io/bbolt/errors"
)

// bucket is a bucket of the file that takes back what a failed function wrote in
// it. Keys and values belong to it once they are put, and those that it gives are
// good until the function ends.
type bucket struct {
	t  *tx
	in *bolt.Bucket
}

func (b *bucket) Get(key []byte) []byte { return b.in.Get(key) }

func (b *bucket) Put(key, value []byte) error {
	if err := b.remember(key); err != nil {
		return err
	}
	return b.in.Put(key, value)
}

func (b *bucket) Delete(key []byte) error {
	if err := b.remember(key); err != nil {
		return err
	}
	return b.in.Delete(key)
}

func (b *bucket) NextSequence() (uint64, error) {
	if b.t.on == nil {
		return 0, boltErrors.ErrTxNotWritable
	}
	b.t.on.undo = append(b.t.on.undo, change{in: b.in, sequence: b.in.Sequence()})
	return b.in.NextSequence()
}

func (b *bucket) ForEach(fn func(key, value []byte) error) error { return b.in.ForEach(fn) }

// Cursor walks the bucket in the order of its keys.
func (b *bucket) Cursor() *cursor { return &cursor{b.in.Cursor()} }

// cursor is bbolt's without its Delete, which nobody could take back.
type cursor struct{ in *bolt.Cursor }

func (c *cursor) First() (key, value []byte)         { return c.in.First() }
func (c *cursor) Last() (key, value []byte)          { return c.in.Last() }
func (c *cursor) Next() (key, value []byte)          { return c.in.Next() }
func (c *cursor) Prev() (key, value []byte)          { return c.in.Prev() }
func (c *cursor) Seek(to []byte) (key, value []byte) { return c.in.Seek(to) }

// change is how it was before: a key's value, or a bucket's sequence.
type change struct {
	in       *bolt.Bucket
	key      []byte // nil where it is the sequence
	there    bool
	value    []byte
	sequence uint64
}

// remember notes what the key holds. The values that bbolt gives stay as they are
// until the file's transaction ends.
func (b *bucket) remember(key []byte) error {
	if b.t.on == nil {
		return boltErrors.ErrTxNotWritable
	}
	if len(key) == 0 {
		return boltErrors.ErrKeyRequired
	}
	key = bytes.Clone(key)
	found, value := b.in.Cursor().Seek(key) // Get does not tell an empty value from none
	c := change{in: b.in, key: key}
	if bytes.Equal(found, key) {
		c.there, c.value = true, value
	}
	b.t.on.undo = append(b.t.on.undo, c)
	return nil
}

func (c change) takeBack() error {
	switch {
	case c.key == nil:
		return c.in.SetSequence(c.sequence)
	case c.there:
		return c.in.Put(c.key, c.value)
	}
	return c.in.Delete(c.key)
}
