package qr

import "math/bits"

// bitmap holds a bit a pixel, set for dark. Each row begins with a new word and
// ends with at least one clear bit, so that every dark run ends.
type bitmap struct {
	w, h, words int
	set         []uint64
	open        bool // see search
}

func (b *bitmap) resize(w, h int) {
	b.w, b.h, b.words = w, h, w/64+1
	b.set = grown(b.set, b.words*h)
	clear(b.set)
}

func (b *bitmap) row(y int) []uint64 { return b.set[y*b.words : (y+1)*b.words] }

// dark tells about a pixel; outside of the picture all is light.
func (b *bitmap) dark(x, y int) bool {
	if uint(x) >= uint(b.w) || uint(y) >= uint(b.h) {
		return false
	}
	return b.set[y*b.words+x>>6]>>(x&63)&1 != 0
}

// edges appends where the pixels of a row change, from light to dark first.
func (b *bitmap) edges(y int, at []int32) []int32 {
	var last uint64
	for i, w := range b.row(y) {
		for change := w ^ (w<<1 | last); change != 0; change &= change - 1 {
			at = append(at, int32(i<<6+bits.TrailingZeros64(change)))
		}
		last = w >> 63
	}
	return at
}
