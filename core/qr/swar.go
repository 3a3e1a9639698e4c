package qr

import "encoding/binary"

// Eight pixels are worked on at once in the bytes of one word ("SIMD within a
// register", Lamport, "Multiple byte processing with full-word instructions",
// CACM 18(8), 1975): the two passes that touch each pixel of a frame cost most.

const (
	highs = 0x8080808080808080
	evens = 0x00ff00ff00ff00ff
)

// sum8x8 adds the pixels of a block.
func sum8x8(pix []byte, stride int) uint32 {
	var acc uint64 // four sums of 16 bits: two pixels of each of eight rows
	for range 7 {
		v := binary.LittleEndian.Uint64(pix)
		acc += v&evens + v>>8&evens
		pix = pix[stride:]
	}
	v := binary.LittleEndian.Uint64(pix)
	acc += v&evens + v>>8&evens
	acc = acc&0x0000ffff0000ffff + acc>>16&0x0000ffff0000ffff
	return uint32(acc) + uint32(acc>>32)
}

// notOver tells which of eight pixels are at most t, the first in bit 0.
func notOver(pix []byte, t byte) uint64 {
	v := binary.LittleEndian.Uint64(pix)
	tt := uint64(t) * 0x0101010101010101
	low := (tt | highs) - (v &^ highs) // high bit: the lower seven bits are not over
	le := (^v&tt | ^(v^tt)&low) & highs
	return le >> 7 * 0x0102040810204080 >> 56
}

// halveRow averages two rows two by two.
func halveRow(out, a, b []byte) {
	x := 0
	for ; x+4 <= len(out); x += 4 {
		v, w := binary.LittleEndian.Uint64(a[2*x:]), binary.LittleEndian.Uint64(b[2*x:])
		s := v&evens + v>>8&evens + w&evens + w>>8&evens + 0x0002000200020002
		s = s >> 2 & evens
		s = (s | s>>8) & 0x0000ffff0000ffff
		binary.LittleEndian.PutUint32(out[x:], uint32(s|s>>16))
	}
	for ; x < len(out); x++ {
		out[x] = byte((int(a[2*x]) + int(a[2*x+1]) + int(b[2*x]) + int(b[2*x+1]) + 2) >> 2)
	}
}
