package vault

import (
	"bytes"
	"os"
)

// pageSizeOf finds out the size of pages by either of the first two pages.
func pageSizeOf(b []byte) int {
	for size := 1 << 10; size <= 1<<16; size <<= 1 {
		for id := range uint64(2) {
			if m, err := readMeta(bytes.NewReader(b), id, id*uint64(size)); err == nil && m.pageSize == uint64(size) {
				return size
			}
		}
	}
	return os.Getpagesize()
}

// lastStates lists the pages of the file's newest state that can still be reached, and of
// the one before: bbolt writes over no page of that before the next change.
func lastStates(b []byte, size int) (now, before map[uint64]bool) {
	var found []meta
	for id := range uint64(2) {
		if m, err := readMeta(bytes.NewReader(b), id, id*uint64(size)); err == nil {
			found = append(found, m)
		}
	}
	if len(found) == 2 && found[0].tx < found[1].tx {
		found[0], found[1] = found[1], found[0]
	}
	now, before = map[uint64]bool{}, map[uint64]bool{}
	for i, m := range found {
		into := now
		if i > 0 || len(found) == 1 { // alone it may be either, and the newer one is gone
			into = before
		}
		reach(b, uint64(size), m.root, into)
	}
	return now, before
}

// reach walks down from a page, and leaves out what makes no sense.
func reach(b []byte, size, root uint64, into map[uint64]bool) {
	for left := []uint64{root}; len(left) > 0; {
		id := left[len(left)-1]
		left = left[:len(left)-1]
		if id >= uint64(len(b))/size || into[id] {
			continue
		}
		into[id] = true
		at := int(id * size)
		leafElements(b, at, at+int(size), func(flags uint32, _, value []byte, _ int) {
			if flags&flagInBucket != 0 && len(value) >= bucketHead && order.Uint64(value) != 0 {
				left = append(left, order.Uint64(value))
			}
		})
		if order.Uint16(b[at+8:])&flagBranch == 0 {
			continue
		}
		for i := range int(order.Uint16(b[at+10:])) {
			e := at + pageHead + i*elementSize
			if e+elementSize > at+int(size) || e+elementSize > len(b) {
				break
			}
			left = append(left, order.Uint64(b[e+8:]))
		}
	}
}
