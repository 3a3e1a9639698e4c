package stub

import (
	"bytes"
	"reflect"
	"sync"
)

// records remembers what the bytes of a record said: parsing JSON costs more than
// all else that a transaction does. An entry is good for the very same bytes, so
// nobody has to tell it of changes, of failed transactions or of the file's age.
type records struct {
	mu         sync.Mutex
	young, old map[recordName]parsed // what was not asked for since two turns is dropped
	size       int
	read       map[string]struct{} // the buckets that records are read of
}

type recordName struct{ bucket, id string }

type parsed struct {
	raw    []byte
	record any // of its own: nobody else ever has it
}

// recordsSize is how many bytes of JSON a turn remembers.
const recordsSize = 8 << 20

func (r *records) find(name recordName, raw []byte) any {
	r.mu.Lock()
	defer r.mu.Unlock()
	p, found := r.young[name]
	if !found {
		if p, found = r.old[name]; found {
			r.add(name, p)
		}
	}
	if !found || !bytes.Equal(p.raw, raw) {
		return nil
	}
	return p.record
}

// keep remembers what raw says; both are the memory's from now on.
func (r *records) keep(name recordName, raw []byte, record any) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.read == nil {
		r.read = map[string]struct{}{}
	}
	r.read[name.bucket] = struct{}{}
	r.add(name, parsed{raw, record})
}

// written is told of a record that is put: who reads it next need not parse it,
// where such are read at all and it would say exactly what it was made from.
func (r *records) written(name recordName, raw []byte, record any) {
	r.mu.Lock()
	_, read := r.read[name.bucket]
	r.mu.Unlock()
	v := reflect.Indirect(reflect.ValueOf(record))
	if !read || !v.IsValid() || bytes.Contains(raw, []byte(`\ufffd`)) {
		return // the last: JSON mended a string
	}
	var c copier
	if own := c.copy(v); !c.opaque && !c.inexact {
		if doubts != nil {
			doubts(raw, own)
		}
		r.keep(name, raw, own)
	}
}

// doubts is where all tests compare what is remembered with what was written.
var doubts func(raw []byte, record any)

func (r *records) add(name recordName, p parsed) {
	if r.young == nil || r.size > recordsSize {
		r.old, r.young, r.size = r.young, map[recordName]parsed{}, 0
	}
	r.young[name] = p
	r.size += len(p.raw)
}
