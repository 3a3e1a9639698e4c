package qr

import (
	"cmp"
	"slices"

	"github.com/makiuchi-d/gozxing/qrcode/decoder"
)

// symbol is what the error correction made of a grid: data codewords, not yet
// read. They are good until the next grid is read.
type symbol struct {
	version  int
	level    int
	mirrored bool
	data     []byte
}

const (
	maxCodewords = 3706 // of version 40
	maxDoubt     = 1e-6 // the chance of a wrong text that is put up with where codewords were given up
)

// reading turns grids into symbols.
type reading struct {
	correction
	words    [maxCodewords]byte
	sure     [maxCodewords]int16 // how clear the least clear bit of a codeword is
	block    [256]byte
	places   [256]int
	erasures [256]int
	data     [maxCodewords]byte
}

// read tries a grid as it is and mirrored, the one first whose format is clearer.
// hard also gives up codewords that are hard to see.
func (r *reading) read(g *grid, hard bool) (symbol, bool) {
	straight, a := g.format(false)
	mirrored, b := g.format(true)
	for _, mirror := range [2]bool{b < a, b >= a} {
		f, off := straight, a
		if mirror {
			f, off = mirrored, b
		}
		if off > 3 {
			continue
		}
		if s, ok := r.readAs(g, f, mirror, hard); ok {
			return s, true
		}
	}
	return symbol{}, false
}

func (r *reading) readAs(g *grid, f format, mirrored, hard bool) (symbol, bool) {
	l := layoutOf((g.dim - 17) / 4)
	version, err := decoder.Version_GetVersionForNumber(l.version)
	if err != nil {
		return symbol{}, false
	}
	n := version.GetTotalCodewords()
	r.collect(g, l, f.mask, mirrored, n)
	blocks := version.GetECBlocksForLevel(levels[f.level])
	data, ok := r.blocks(blocks, hard)
	return symbol{l.version, f.level, mirrored, r.data[:data]}, ok
}

// levels are gozxing's names of the two bits in a format.
var levels = [4]decoder.ErrorCorrectionLevel{
	decoder.ErrorCorrectionLevel_M, decoder.ErrorCorrectionLevel_L, decoder.ErrorCorrectionLevel_H, decoder.ErrorCorrectionLevel_Q,
}

// collect unmasks bits and puts them into codewords.
func (r *reading) collect(g *grid, l *layout, mask int, mirrored bool, n int) {
	for i := range n {
		var word byte
		sure := int16(1 << 14)
		for _, place := range l.path[8*i : 8*i+8] {
			row, col := int(place)/l.dim, int(place)%l.dim
			at := int(place)
			if mirrored {
				at = col*l.dim + row
			}
			word <<= 1
			if g.dark[at] != masked(mask, row, col) {
				word |= 1
			}
			d := g.light[at] - g.level[at]
			sure = min(sure, max(d, -d))
		}
		r.words[i], r.sure[i] = word, sure
	}
}

// blocks takes the codewords of each block from between those of the others (ISO/
// IEC 18004, 7.6) and mends them. It gives the number of data codewords.
func (r *reading) blocks(e *decoder.ECBlocks, hard bool) (n int, ok bool) {
	check, total := e.GetECCodewordsPerBlock(), e.GetNumBlocks()
	groups := e.GetECBlocks()
	short := groups[0].GetDataCodewords()
	allData := 0
	for _, g := range groups {
		allData += g.GetCount() * g.GetDataCodewords()
	}
	b := 0
	for _, g := range groups {
		for range g.GetCount() {
			size := g.GetDataCodewords()
			for i := range size {
				r.places[i] = i*total + b
				if i == short { // the extra one of the longer blocks, which come last
					r.places[i] = short*total + b - groups[0].GetCount()
				}
			}
			for i := range check {
				r.places[size+i] = allData + i*total + b
			}
			if !r.mendBlock(size+check, check, hard) {
				return 0, false
			}
			n += copy(r.data[n:], r.block[:size])
			b++
		}
	}
	return n, true
}

// mendBlock mends the codewords at places into block.
func (r *reading) mendBlock(size, check int, hard bool) bool {
	fill := func() []byte {
		for i, p := range r.places[:size] {
			r.block[i] = r.words[p]
		}
		return r.block[:size]
	}
	if _, ok := r.mend(fill(), check, nil); ok {
		return true
	}
	if !hard {
		return false
	}
	order := r.erasures[:size]
	for i := range order {
		order[i] = i
	}
	slices.SortFunc(order, func(a, b int) int { return cmp.Compare(r.sure[r.places[a]], r.sure[r.places[b]]) })
	for e := 2; e <= check-2; e += max(check/8, 1) {
		if doubt, ok := r.mend(fill(), check, order[:e]); ok && doubt < maxDoubt {
			return true
		}
	}
	return false
}
