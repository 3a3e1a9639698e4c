package link

import "encoding/binary"

// message reads the fields of a protobuf message
// (protobuf.dev/programming-guides/encoding), of which exports use numbers and bytes.
type message struct{ rest []byte }

// field is one of them: bytes is nil where it is a number.
type field struct {
	number uint64
	value  uint64
	bytes  []byte
}

// The wire types; groups, which are no longer written, are refused.
const (
	wireVarint, wireFixed64, wireBytes, wireFixed32 = 0, 1, 2, 5
)

func (m *message) next() (f field, ok bool) {
	tag, ok := m.varint()
	if !ok || tag>>3 == 0 {
		return f, false
	}
	f.number = tag >> 3
	switch tag & 7 {
	case wireVarint:
		f.value, ok = m.varint()
	case wireFixed64:
		f.bytes, ok = m.take(8)
	case wireFixed32:
		f.bytes, ok = m.take(4)
	case wireBytes:
		var n uint64
		if n, ok = m.varint(); ok {
			f.bytes, ok = m.take(n)
		}
	default:
		return f, false
	}
	if tag&7 == wireFixed64 || tag&7 == wireFixed32 {
		f.number = 0 // of no field that is read here
	}
	return f, ok
}

func (m *message) varint() (uint64, bool) {
	v, n := binary.Uvarint(m.rest)
	if n <= 0 {
		return 0, false
	}
	m.rest = m.rest[n:]
	return v, true
}

// take gives the next n bytes, never nil.
func (m *message) take(n uint64) ([]byte, bool) {
	if n > uint64(len(m.rest)) {
		return nil, false
	}
	b := m.rest[:n:n]
	m.rest = m.rest[n:]
	return append([]byte{}, b...), true
}
