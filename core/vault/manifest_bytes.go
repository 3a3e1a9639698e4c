package vault

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"
)

// encode writes generation (8 bytes), header sum (32), stale (1), then for each
// bucket its name, the number of its records (4) and for each its id and revision
// (8). Names and ids stand after their length (4); numbers are big-endian.
func (m *manifest) encode() []byte {
	b := binary.BigEndian.AppendUint64(nil, m.Generation)
	b = append(b, m.Header...)
	if m.Stale {
		b = append(b, 1)
	} else {
		b = append(b, 0)
	}
	for bucket, ids := range m.Records {
		b = appendText(b, bucket)
		b = binary.BigEndian.AppendUint32(b, uint32(len(ids)))
		for id, revision := range ids {
			b = binary.BigEndian.AppendUint64(appendText(b, id), revision)
		}
	}
	return b
}

func decodeManifest(b []byte) (*manifest, error) {
	r := reader{rest: b}
	m := &manifest{Generation: r.number(8), Header: bytes.Clone(r.take(sha256.Size)), Records: map[string]map[string]uint64{}}
	m.Stale = r.number(1) != 0
	for len(r.rest) > 0 && !r.short {
		bucket := string(r.take(r.number(4)))
		ids := map[string]uint64{}
		for left := r.number(4); left > 0 && !r.short; left-- {
			id := string(r.take(r.number(4)))
			ids[id] = r.number(8)
		}
		m.Records[bucket] = ids
	}
	if r.short {
		return nil, damagedf("the manifest is cut off")
	}
	return m, nil
}

// reader takes bytes from the front, and remembers that there were too few.
type reader struct {
	rest  []byte
	short bool
}

func (r *reader) take(n uint64) []byte {
	if n > uint64(len(r.rest)) {
		r.short, n = true, 0
	}
	b := r.rest[:n]
	r.rest = r.rest[n:]
	return b
}

func (r *reader) number(size uint64) (n uint64) {
	for _, b := range r.take(size) {
		n = n<<8 | uint64(b)
	}
	return n
}
