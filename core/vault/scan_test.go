package vault

import (
	"bytes"
	"slices"
	"testing"
	"time"

	"kauth/core/seal"
)

// Salvage reads what nobody has vouched for: whatever the bytes are, it ends, and gives
// no record that was never written.
func FuzzSalvage(f *testing.F) {
	dir, k := filled(f, codeOnly("acc_a"), codeOnly("acc_b"))
	v := opened(f, dir, k)
	must(f, v.PutAccount(codeOnly("acc_a")))
	head, key := v.head, newKeys(bytes.Clone(v.keys.data))
	must(f, v.Close())
	good := read(f, dir)
	for at := 0; at < len(good); at += pageSize / 2 {
		f.Add(uint32(at), good[(at*7+100)%(len(good)-64):][:64], uint32(at*3))
		f.Add(uint32(at+8), []byte{2, 0, 255, 255}, uint32(len(good)))
	}
	f.Fuzz(func(t *testing.T, at uint32, patch []byte, size uint32) {
		b := bytes.Clone(good)
		copy(b[int(at)%len(b):], patch)
		b = b[:int(size)%(len(b)+1)]
		for id := range 2 { // let the patch through the checksum
			if len(b) >= (id+1)*pageSize {
				fixMeta(b[id*pageSize:])
			}
		}
		start := time.Now()
		p := pick(key, head, []source{{finds: scan(b, SourceMain)}}, nameList{})
		for id, revision := range p.list.Records[accounts] {
			a := key.named(id, revision, p.records[string(key.name(accounts, id))])
			if id != "acc_a" && id != "acc_b" || a.label != "bob" && a.label != "" {
				t.Fatalf("%s: %+v", id, a)
			}
		}
		if took := time.Since(start); took > time.Minute {
			t.Fatal(took)
		}
	})
}

// Bytes that were made to cost as much as they can are given up.
func TestBytesMadeToCostMuchAreBounded(t *testing.T) {
	const size = 1 << 20
	fill := func(part []byte) []byte { return bytes.Repeat(part, size/len(part)) }
	leaf := make([]byte, pageSize)
	order.PutUint16(leaf[8:], flagLeaf)
	order.PutUint16(leaf[10:], 0xFFFF)
	for e := pageHead; e+elementSize <= pageSize; e += elementSize {
		order.PutUint32(leaf[e:], flagInBucket)
		order.PutUint32(leaf[e+4:], 16)
		order.PutUint32(leaf[e+12:], size/2)
	}
	k := newKeys(seal.NewKey())
	list := newManifest(header{})
	list.put(accounts, "acc_a")
	for name, b := range map[string][]byte{
		"records":            fill(slices.Concat(bytes.Repeat([]byte{7}, nameSize), recordMark, make([]byte, 8))),
		"headers":            fill(append(bytes.Clone(headerStart), `,"a":"`...)),
		"counts":             fill(append(bytes.Clone(nameTries), 1)),
		"buckets in buckets": fill(leaf),
	} {
		f := scan(b, SourceMain)
		if len(f.headers) > maxLoose || len(f.tries) > maxLoose || len(f.records) > maxFinds {
			t.Errorf("%s: %d headers, %d counts, %d records", name, len(f.headers), len(f.tries), len(f.records))
		}
		u := newUnion(k, []source{{finds: f}})
		u.left = 1 << 24
		u.exactly(accounts, "acc_a", 0)
		u.after(0, func(_, _ string, _ uint64, _ []byte, _ Source) { t.Errorf("%s: a record", name) })
	}
}
