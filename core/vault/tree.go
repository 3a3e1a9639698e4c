package vault

import "bytes"

// page is one page with what it overflows into, or the part of a value that holds
// a small bucket.
type page struct {
	data  []byte
	flag  uint16
	count int
	end   uint64 // of what the elements read so far point to
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
	deep int    // how deep the first leaf lay, and so all have to
}

// checkTree walks the bucket whose root is that page, and the buckets in it.
func (p *pageFile) checkTree(root uint64) error {
	_, err := (&tree{file: p}).visit(root, 1)
	return err
}

// visit gives the first name on a page or below it.
func (t *tree) visit(id uint64, depth int) ([]byte, error) {
	g, err := t.file.page(id, flagBranch|flagLeaf)
	if err != nil {
		return nil, err
	}
	if g.count == 0 && (g.flag == flagBranch || depth > 1) {
		return nil, damagedf("page %d is empty", id)
	}
	if g.flag == flagBranch {
		return t.branch(&g, depth)
	}
	if t.deep == 0 {
		t.deep = depth
	}
	if depth != t.deep {
		return nil, damagedf("page %d is a leaf too high or too low", id)
	}
	return t.leaf(&g)
}

// branch wants each element to carry the first name below it. Reading would bear
// another one, but bbolt finds a page by it when it writes: it would then keep a
// page that it has given free, and damage the file for good.
func (t *tree) branch(g *page, depth int) (first []byte, err error) {
	for i := range g.count {
		e, err := g.element(i)
		if err != nil {
			return nil, err
		}
		name, err := g.span(i, order.Uint32(e), order.Uint32(e[4:]))
		if err != nil {
			return nil, err
		}
		below, err := t.visit(order.Uint64(e[8:]), depth+1)
		if err != nil {
			return nil, err
		}
		if !bytes.Equal(name, below) {
			return nil, damagedf("a branch and its leaf disagree")
		}
		if i == 0 {
			first = name
		}
	}
	return first, nil
}

func (t *tree) leaf(g *page) (first []byte, err error) {
	for i := range g.count {
		e, err := g.element(i)
		if err != nil {
			return nil, err
		}
		at, nameLen, valueLen := order.Uint32(e[4:]), order.Uint32(e[8:]), order.Uint32(e[12:])
		name, err := g.span(i, at, nameLen)
		if err != nil {
			return nil, err
		}
		value, err := g.span(i, at+nameLen, valueLen)
		if err != nil {
			return nil, err
		}
		if len(name) == 0 || t.last != nil && bytes.Compare(name, t.last) <= 0 {
			return nil, damagedf("names out of order")
		}
		t.last = name
		if i == 0 {
			first = name
		}
		if order.Uint32(e)&flagInBucket == 0 {
			continue
		}
		if err := t.file.bucket(value); err != nil {
			return nil, err
		}
	}
	return first, nil
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
	_, err := (&tree{file: p}).leaf(&g)
	return err
}

// element is the i-th of the 16-byte elements that follow a page's head.
func (g *page) element(i int) ([]byte, error) {
	at := pageHead + i*elementSize
	if at+elementSize > len(g.data) {
		return nil, damagedf("a page holds fewer elements than it says")
	}
	return g.data[at : at+elementSize], nil
}

// span is what the i-th element points to: at bytes behind its own beginning,
// behind all elements, and behind what earlier ones point to. Without the last a
// page could claim its bytes thousands of times over.
func (g *page) span(i int, at, size uint32) ([]byte, error) {
	from := uint64(pageHead+i*elementSize) + uint64(at)
	floor := max(g.end, uint64(pageHead+g.count*elementSize))
	if from < floor || from+uint64(size) > uint64(len(g.data)) {
		return nil, damagedf("an element points outside its place")
	}
	g.end = from + uint64(size)
	return g.data[from:g.end], nil
}
