package vault

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"encoding/json"
	"errors"

	"kauth/core/seal"
)

// finds is all that looks like a part of a vault in the bytes of a file, whatever
// state its pages are in. Nothing of it is believed before a seal opens.
type finds struct {
	from      Source
	headers   []foundHeader
	manifests []foundBox
	tries     []foundBox
	records   []foundRecord
}

type foundHeader struct {
	head  header // none where it is newer
	newer bool
	rank  int
}

// foundBox may be an envelope.
type foundBox struct {
	box  []byte
	rank int
}

// The ranks say how a thing was found: by the newest state of the file, by the one
// before, or lying about.
const (
	rankNow = iota
	rankBefore
	rankLoose
)

// foundRecord is a value that begins as a record does.
type foundRecord struct {
	name  []byte // the 32 bytes before it
	value []byte // may reach too far where open is set
	open  bool   // nobody knows where it ends
}

func (r foundRecord) revision() uint64 { return binary.BigEndian.Uint64(r.value[4:]) }

// scanLimit is how far a record is looked for behind its beginning where its page does
// not say. It is far more than an account, or a page of the history, takes.
const scanLimit = 64 << 10

// These bound what a crafted file costs.
const (
	maxFinds = 1 << 20
	maxLoose = 64 // of what there is one in a vault
)

// scan looks through the bytes of a file. It trusts no number in them: all it does is
// bounded by their length.
func scan(b []byte, from Source) *finds {
	f := &finds{from: from}
	size := pageSizeOf(b)
	now, before := lastStates(b, size)
	for at := 0; at+pageHead <= len(b); at += size {
		rank := rankLoose
		switch id := uint64(at / size); {
		case now[id]:
			rank = rankNow
		case before[id]:
			rank = rankBefore
		}
		f.page(b, at, at+size, rank)
	}
	f.loose(b)
	return f
}

// page takes what a leaf page holds, also where parts of it make no sense.
func (f *finds) page(b []byte, at, end, rank int) {
	elements(b, at, end, func(name, value []byte) { f.take(name, value, rank) })
}

// elements calls f for the names and values of what may be a leaf page, and of the small
// buckets that lie in it.
func elements(b []byte, at, end int, f func(name, value []byte)) {
	leafElements(b, at, end, func(flags uint32, name, value []byte, valueAt int) {
		if flags&flagInBucket == 0 {
			f(name, value)
			return
		}
		if len(value) > bucketHead && order.Uint64(value) == 0 {
			leafElements(b, valueAt+bucketHead, valueAt+len(value), func(_ uint32, name, value []byte, _ int) {
				f(name, value)
			})
		}
	})
}

func isRecord(value []byte) bool {
	return len(value) > recordHead && bytes.HasPrefix(value, recordMark)
}

// take sorts what a page holds.
func (f *finds) take(name, value []byte, rank int) {
	switch {
	case bytes.Equal(name, nameHeader):
		f.header(value, rank)
	case bytes.Equal(name, nameManifest):
		if rank != rankLoose || len(f.manifests) < maxLoose {
			f.manifests = append(f.manifests, foundBox{value, rank})
		}
	case bytes.Equal(name, nameTries):
		f.trial(value, rank)
	case isRecord(value) && len(name) == nameSize:
		f.record(foundRecord{name: name, value: value})
	}
}

func (f *finds) record(r foundRecord) {
	if len(f.records) < maxFinds {
		f.records = append(f.records, r)
	}
}

func (f *finds) trial(value []byte, rank int) {
	if len(value) == triesSize && (rank != rankLoose || len(f.tries) < maxLoose) {
		f.tries = append(f.tries, foundBox{value, rank})
	}
}

func (f *finds) header(value []byte, rank int) {
	if rank == rankLoose && len(f.headers) >= maxLoose {
		return
	}
	h, err := decodeHeader(value)
	if err == nil || errors.Is(err, errNewer) {
		f.headers = append(f.headers, foundHeader{h, errors.Is(err, errNewer), rank})
	}
}

// leafElements calls f for every element of what may be a leaf page at that place that
// lies inside the bytes. A name and its value are neighbors, and may go on over the
// pages that follow.
func leafElements(b []byte, at, end int, f func(flags uint32, name, value []byte, valueAt int)) {
	if at+pageHead > len(b) || order.Uint16(b[at+8:])&flagLeaf == 0 {
		return
	}
	for i := range int(order.Uint16(b[at+10:])) {
		e := at + pageHead + i*elementSize
		if e+elementSize > min(len(b), end) {
			return
		}
		name := uint64(e) + uint64(order.Uint32(b[e+4:]))
		value := name + uint64(order.Uint32(b[e+8:]))
		behind := value + uint64(order.Uint32(b[e+12:]))
		if behind <= uint64(len(b)) {
			f(order.Uint32(b[e:]), b[name:value], b[value:behind], int(value))
		}
	}
}

var headerStart = []byte(`{"format":"` + formatName + `"`)

// triesSize is that of the count of wrong PINs: 18 bytes, sealed.
const triesSize = 18 + seal.Overhead

// loose takes what no page leads to any more, and once more what one does: the page
// may be wrong about where it ends.
func (f *finds) loose(b []byte) {
	each(b, recordMark, func(at int) {
		if at < nameSize || at+recordHead >= len(b) {
			return
		}
		f.record(foundRecord{name: b[at-nameSize : at], value: b[at:min(len(b), at+scanLimit)], open: true})
	})
	tries := 0
	each(b, headerStart, func(at int) {
		if tries++; tries > maxLoose*maxLoose {
			return
		}
		var text json.RawMessage
		near := b[at:min(len(b), at+scanLimit)]
		if len(f.headers) < maxLoose && at >= sha256.Size && json.NewDecoder(bytes.NewReader(near)).Decode(&text) == nil {
			f.header(append(bytes.Clone(b[at-sha256.Size:at]), text...), rankLoose)
		}
	})
	each(b, append(bytes.Clone(nameTries), 1), func(at int) {
		if from := at + len(nameTries); from+triesSize <= len(b) {
			f.trial(b[from:from+triesSize], rankLoose)
		}
	})
}

// each calls f for every place where mark stands.
func each(b, mark []byte, f func(at int)) {
	for from := 0; ; {
		i := bytes.Index(b[from:], mark)
		if i < 0 {
			return
		}
		f(from + i)
		from += i + 1
	}
}
