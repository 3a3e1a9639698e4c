package qr

// window says how a pixel is told to be dark: when it is darker by bias percent
// than the mean of the blocks around, up to radius blocks away.
type window struct {
	block  int // a block's side in pixels, 4 or 8
	radius int // in blocks
	bias   int // percent; keeps noise on even paper from becoming a pattern
}

// shades is a plane in black and white, by a threshold that follows the light:
// the mean of what is around, after Bradley and Roth, "Adaptive thresholding
// using the integral image" (2007), but with a summed table of whole blocks, as
// the mean hardly changes from one pixel to the next.
type shades struct {
	bits   bitmap
	shift  int // block side as a power of two
	nx, ny int // blocks
	sums   []uint32
	levels []byte // a threshold for each block: not over it is dark
	table  []uint32
}

// cast fills s from p.
func (s *shades) cast(p *plane, win window) {
	s.shift = 3
	if win.block == 4 {
		s.shift = 2
	}
	side := 1 << s.shift
	s.nx, s.ny = (p.w+side-1)>>s.shift, (p.h+side-1)>>s.shift
	s.sum(p)
	s.level(p, win)
	s.bits.resize(p.w, p.h)
	for y := range p.h {
		s.shadeRow(p, y)
	}
}

// sum adds up the blocks, those that the edge cuts too.
func (s *shades) sum(p *plane) {
	s.sums = grown(s.sums, s.nx*s.ny)
	side := 1 << s.shift
	for by := range s.ny {
		for bx := range s.nx {
			x, y := bx<<s.shift, by<<s.shift
			if side == 8 && x+8 <= p.w && y+8 <= p.h {
				s.sums[by*s.nx+bx] = sum8x8(p.pix[y*p.stride+x:], p.stride)
				continue
			}
			var sum uint32
			for yy := y; yy < min(y+side, p.h); yy++ {
				for _, v := range p.row(yy)[x:min(x+side, p.w)] {
					sum += uint32(v)
				}
			}
			s.sums[by*s.nx+bx] = sum
		}
	}
}

// level turns sums into thresholds by way of a summed-area table (Crow,
// "Summed-area tables for texture mapping", 1984).
func (s *shades) level(p *plane, win window) {
	nx, ny := s.nx, s.ny
	s.table = grown(s.table, (nx+1)*(ny+1))
	clear(s.table[:nx+1])
	for y := range ny {
		var sum uint32
		above, row := s.table[y*(nx+1):], s.table[(y+1)*(nx+1):]
		row[0] = 0
		for x := range nx {
			sum += s.sums[y*nx+x]
			row[x+1] = above[x+1] + sum // wraps for huge planes, and so do the differences below
		}
	}
	s.levels = grown(s.levels, nx*ny)
	keep := uint64(100 - win.bias)
	for y := range ny {
		y0, y1 := max(y-win.radius, 0), min(y+win.radius+1, ny)
		high := uint64(min(y1<<s.shift, p.h) - y0<<s.shift)
		top, bottom := s.table[y0*(nx+1):], s.table[y1*(nx+1):]
		for x := range nx {
			x0, x1 := max(x-win.radius, 0), min(x+win.radius+1, nx)
			area := high * uint64(min(x1<<s.shift, p.w)-x0<<s.shift)
			sum := uint64(bottom[x1] - bottom[x0] - top[x1] + top[x0])
			t := sum * keep / (area * 100)
			s.levels[y*nx+x] = byte(min(max(t, 1), 255) - 1)
		}
	}
}

func (s *shades) shadeRow(p *plane, y int) {
	in, out := p.row(y), s.bits.row(y)
	levels := s.levels[y>>s.shift*s.nx:]
	x := 0
	if s.shift == 3 {
		for ; x+8 <= p.w; x += 8 {
			out[x>>6] |= notOver(in[x:], levels[x>>3]) << (x & 63)
		}
	}
	for ; x < p.w; x++ {
		if in[x] <= levels[x>>s.shift] {
			out[x>>6] |= 1 << (x & 63)
		}
	}
}

// threshold is the level at a position inside the plane.
func (s *shades) threshold(x, y int) int {
	return int(s.levels[y>>s.shift*s.nx+x>>s.shift])
}
