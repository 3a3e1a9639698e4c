package vault

import (
	"hash/fnv"
	"io"
)

const (
	metaMagic, metaVersion = 0xED0CDAED, 2
	metaSum                = 72 // the checksum's place, over pageHead to here
	metaEnd                = 80 // a meta page holds nothing behind
)

// meta is what one of the two first pages says.
type meta struct{ pageSize, root, freelist, pages, tx uint64 }

// readMetas gives the newer of the two meta pages. Both must be whole and one
// transaction apart: bbolt writes them in turn, inside one sector, so neither a
// kill nor a power cut leaves anything else. bbolt itself would take the older one
// where the newer is broken, and lose the last change without a word.
func readMetas(f io.ReaderAt, size uint64) (meta, error) {
	a, err := readMeta(f, 0, 0)
	if err != nil {
		return meta{}, err
	}
	b, err := readMeta(f, 1, a.pageSize)
	if err != nil {
		return meta{}, err
	}
	if a.tx < b.tx {
		a, b = b, a
	}
	if a.tx != b.tx+1 || a.pageSize != b.pageSize {
		return meta{}, damagedf("the two meta pages do not belong together")
	}
	if a.pages < 4 || a.pages > maxFile/a.pageSize || a.pages*a.pageSize > size {
		return meta{}, damagedf("%d pages in a file of %d bytes", a.pages, size)
	}
	return a, nil
}

func readMeta(f io.ReaderAt, id, at uint64) (meta, error) {
	b := make([]byte, metaEnd)
	if _, err := f.ReadAt(b, int64(at)); err != nil && err != io.EOF {
		return meta{}, err
	}
	sum := fnv.New64a()
	sum.Write(b[pageHead:metaSum])
	m := meta{
		pageSize: uint64(order.Uint32(b[24:])),
		root:     order.Uint64(b[32:]),
		freelist: order.Uint64(b[48:]),
		pages:    order.Uint64(b[56:]),
		tx:       order.Uint64(b[64:]),
	}
	good := order.Uint64(b) == id && order.Uint16(b[8:]) == flagMeta &&
		order.Uint32(b[16:]) == metaMagic && order.Uint32(b[20:]) == metaVersion &&
		order.Uint64(b[metaSum:]) == sum.Sum64() && m.tx%2 == id &&
		m.pageSize >= 1<<10 && m.pageSize <= 1<<16 && m.pageSize&(m.pageSize-1) == 0
	if !good {
		return meta{}, damagedf("meta page %d", id)
	}
	return m, nil
}
