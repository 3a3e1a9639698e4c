package vault

import "bytes"

// page is one page with what it overflows into, or the part of a value that holds
// a small bucket.
type page struct {
	data  []byte
	flag  uint16
	count int
}

const (
	elementSize  = 16
	bucketHead   = 16 // root page and sequence
	flagInBucket = 1  // of a leaf element: its value is a bucket
)

// tree walks one bucket in the order of its names.
type tree struct {
	file *pageFile
	last []byte // the last name met
	from []byte // the branch says that names from here on are not below this
}

// checkTree walks the bucket whose root is that page, and the buckets in it.
func (p *pageFile) checkTree(root uint64) error {
	t := &tree{file: p}
	return t.visit(root, true)
}

func (t *tree) visit(id uint64, root bool) error {
	g, err := t.file.page(id, flagBranch|flagLeaf)
	if err != nil {
		return err
	}
	if g.flag == flagBranch {
		return t.branch(g)
	}
	if g.count == 0 && !root {
		return damagedf("page %d is empty", id)
	}
	return t.leaf(g)
}

func (t *tree) branch(g page) error {
	if g.count == 0 {
		return damagedf("a branch without leaves")
	}
	for i := range g.count {
		e, err := g.element(i)
		if err != nil {
			return err
		}
		name, err := g.span(i, order.Uint32(e), order.Uint32(e[4:]))
		if err != nil {
			return err
		}
		if i > 0 { // the first child may begin below its name in the branch
			if t.last == nil || bytes.Compare(name, t.last) <= 0 {
				return damagedf("names out of order")
			}
			t.from = name
		}
		if err := t.visit(order.Uint64(e[8:]), false); err != nil {
			return err
		}
	}
	return nil
}

func (t *tree) leaf(g page) error {
	for i := range g.count {
		e, err := g.element(i)
		if err != nil {
			return err
		}
		at, nameLen, valueLen := order.Uint32(e[4:]), order.Uint32(e[8:]), order.Uint32(e[12:])
		name, err := g.span(i, at, nameLen)
		if err != nil {
			return err
		}
		value, err := g.span(i, at+nameLen, valueLen)
		if err != nil {
			return err
		}
		if t.last != nil && bytes.Compare(name, t.last) <= 0 || bytes.Compare(name, t.from) < 0 {
			return damagedf("names out of order")
		}
		t.last = name
		if order.Uint32(e)&flagInBucket != 0 {
			if err := t.file.bucket(value); err != nil {
				return err
			}
		}
	}
	return nil
}

// bucket checks a bucket in a bucket: its root is a page, or 0 and the page follows.
func (p *pageFile) bucket(value []byte) error {
	if len(value) < bucketHead {
		return damagedf("a bucket without a root")
	}
	if root := order.Uint64(value); root != 0 {
		return p.checkTree(root)
	}
	if len(value) < bucketHead+pageHead {
		return damagedf("a bucket without a page")
	}
	g := page{data: value[bucketHead:]}
	g.flag, g.count = order.Uint16(g.data[8:]), int(order.Uint16(g.data[10:]))
	if g.flag != flagLeaf {
		return damagedf("a small bucket is no leaf")
	}
	return (&tree{file: p}).leaf(g)
}

// element is the i-th of the 16-byte elements that follow a page's head.
func (g page) element(i int) ([]byte, error) {
	at := pageHead + i*elementSize
	if at+elementSize > len(g.data) {
		return nil, damagedf("a page holds fewer elements than it says")
	}
	return g.data[at : at+elementSize], nil
}

// span is what the i-th element points to: at bytes behind its own beginning, and
// behind all elements.
func (g page) span(i int, at, size uint32) ([]byte, error) {
	from := uint64(pageHead+i*elementSize) + uint64(at)
	if from < uint64(pageHead+g.count*elementSize) || from+uint64(size) > uint64(len(g.data)) {
		return nil, damagedf("an element points outside its page")
	}
	return g.data[from : from+uint64(size)], nil
}
