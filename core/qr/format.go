package qr

import "math/bits"

// format is what a symbol says about itself twice (ISO/IEC 18004, 7.9): the level
// of its error correction, in the two bits of the standard, and its mask.
type format struct{ level, mask int }

// formats are the 32 words, which differ in at least seven bits.
var formats = func() (f [32]uint16) {
	for data := range f {
		rest := data << 10
		for bit := 14; bit >= 10; bit-- {
			if rest>>bit&1 != 0 {
				rest ^= 0x537 << (bit - 10)
			}
		}
		f[data] = uint16(data<<10|rest) ^ 0x5412
	}
	return f
}()

// format reads both copies, of which either may be damaged. It gives the likeliest
// format and how many bits of the better copy are against it: with more than three
// there is none.
func (g *grid) format(mirrored bool) (f format, off int) {
	var a, b uint16
	bit := func(word *uint16, col, row int) {
		if mirrored {
			col, row = row, col
		}
		*word <<= 1
		if g.dark[row*g.dim+col] {
			*word |= 1
		}
	}
	for i := range 15 {
		switch { // around the finder pattern at the top left
		case i < 6:
			bit(&a, i, 8)
		case i == 6:
			bit(&a, 7, 8)
		case i == 7:
			bit(&a, 8, 8)
		case i == 8:
			bit(&a, 8, 7)
		default:
			bit(&a, 8, 14-i)
		}
		if i < 7 { // beside the other two
			bit(&b, 8, g.dim-1-i)
		} else {
			bit(&b, g.dim-15+i, 8)
		}
	}
	best, both := 99, 99
	for data, word := range formats {
		x, y := bits.OnesCount16(word^a), bits.OnesCount16(word^b)
		if d := min(x, y); d < best || d == best && x+y < both {
			best, both = d, x+y
			f = format{data >> 3, data & 7}
		}
	}
	return f, best
}
