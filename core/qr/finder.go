package qr

import (
	"cmp"
	"math"
	"slices"
)

// Finder patterns (ISO/IEC 18004, 6.3.3) are squares within squares: any straight
// line through the middle meets dark, light, dark, light, dark of 1:1:3:1:1. Rows
// are searched for that, and what is found is looked at again from top to bottom
// and from left to right.

const (
	maxHits    = 4000 // rows that look like a pattern and are looked at closer
	maxFinders = 700  // patterns kept while looking
)

// finder is the middle of what may be a finder pattern.
type finder struct {
	pt
	module float64 // side of a module, a mean over directions
	hits   int     // rows that saw it
	next   int32   // in the same cell of the search grid, plus one
}

// search finds finder patterns in a bitmap.
type search struct {
	found []finder
	runs  []int32
	hits  int
	cells []int32 // the newest pattern of a cell of 32 pixels, plus one
	wide  int     // cells in a row of cells
	open  bool    // outer runs may be longer, as where a pattern touches something
}

// look fills found, the most seen first. Every step-th row is looked at.
func (s *search) look(b *bitmap, step int, open bool) {
	s.open, b.open = open, open
	s.found, s.hits = s.found[:0], 0
	s.wide = b.w>>5 + 3 // and one around, so that each cell has eight neighbors
	s.cells = grown(s.cells, s.wide*(b.h>>5+3))
	clear(s.cells)
	for y := step / 2; y < b.h && s.hits < maxHits && len(s.found) < maxFinders; y += step {
		s.runs = b.edges(y, s.runs[:0])
		s.row(b, y)
	}
	slices.SortFunc(s.found, func(a, b finder) int {
		return cmp.Or(cmp.Compare(b.hits, a.hits), cmp.Compare(a.y, b.y), cmp.Compare(a.x, b.x))
	})
}

// drop leaves out patterns.
func (s *search) drop(out func(finder) bool) { s.found = slices.DeleteFunc(s.found, out) }

func (s *search) row(b *bitmap, y int) {
	r := s.runs
	for i := 0; i+5 < len(r); i += 2 { // dark runs begin at even places
		c := [5]int{int(r[i+1] - r[i]), int(r[i+2] - r[i+1]), int(r[i+3] - r[i+2]), int(r[i+4] - r[i+3]), int(r[i+5] - r[i+4])}
		if s.open {
			clip(&c)
		}
		if !ratio(&c, r[i] == 0, int(r[i+5]) == b.w) {
			continue
		}
		s.hits++
		if f, ok := b.confirm(int(r[i+2]+r[i+3])/2, y, c[0]+c[1]+c[2]+c[3]+c[4]); ok {
			s.keep(f)
		}
	}
}

// confirm looks through the middle of a hit in the other direction, and again in
// the first one at the height that this gave.
func (b *bitmap) confirm(x, y, width int) (finder, bool) {
	middle, height, ok := b.cross(x, y, 0, 1, width)
	if !ok || 5*height > 13*width || 5*width > 13*height {
		return finder{}, false
	}
	cy := float64(y) + middle
	across, width, ok := b.cross(x, int(cy), 1, 0, width)
	if !ok {
		return finder{}, false
	}
	return finder{pt: pt{float64(x) + across, cy}, module: float64(width+height) / 14, hits: 1}, true
}

// clip takes from the outer runs what is more than a fifth of the inner three, so
// that only those count.
func clip(c *[5]int) {
	module := (c[1] + c[2] + c[3] + 2) / 5
	c[0], c[4] = min(c[0], module), min(c[4], module)
}

// ratio tells whether five runs could be 1:1:3:1:1. An outer run that the edge of
// the picture cuts may be shorter.
func ratio(c *[5]int, cutFirst, cutLast bool) bool {
	total := c[0] + c[1] + c[2] + c[3] + c[4]
	if total < 7 {
		return false
	}
	// In 1/20 of a seventh: each run may be off by 65 % of a module and half a pixel.
	slack := 13*total + 70
	for i, v := range c {
		want, off := 20*total, 140*v
		if i == 2 {
			if d := off - 3*want; d > 2*slack || d < -2*slack {
				return false
			}
			continue
		}
		d := off - want
		if d > slack || (d < -slack && !(i == 0 && cutFirst) && !(i == 4 && cutLast)) {
			return false
		}
	}
	return true
}

// cross measures the five runs through a dark pixel in the direction (dx, dy),
// which is along an axis. It gives how far from the pixel's upper or left edge
// the middle of the inner run is, and the length of all five.
func (b *bitmap) cross(x, y, dx, dy, span int) (middle float64, total int, ok bool) {
	if !b.dark(x, y) {
		return 0, 0, false
	}
	var c [5]int
	limit := 4 * span
	k := 1
	for ; c[2] < limit && b.dark(x+k*dx, y+k*dy); k++ {
		c[2]++
	}
	end := k
	k = b.run(x, y, dx, dy, k, false, limit, &c[3])
	b.run(x, y, dx, dy, k, true, limit, &c[4])
	for k = 0; c[2] < limit && b.dark(x-k*dx, y-k*dy); k++ {
		c[2]++
	}
	start := 1 - k
	k = b.run(x, y, -dx, -dy, k, false, limit, &c[1])
	k = b.run(x, y, -dx, -dy, k, true, limit, &c[0])
	cutFirst := x-k*dx < 0 || y-k*dy < 0
	if b.open {
		clip(&c)
	}
	if !ratio(&c, cutFirst, false) {
		return 0, 0, false
	}
	return float64(start+end) / 2, c[0] + c[1] + c[2] + c[3] + c[4], true
}

// run counts pixels of one shade from the k-th on and gives the next k.
func (b *bitmap) run(x, y, dx, dy, k int, dark bool, limit int, n *int) int {
	for *n < limit && b.dark(x+k*dx, y+k*dy) == dark {
		if !dark && (uint(x+k*dx) >= uint(b.w) || uint(y+k*dy) >= uint(b.h)) {
			break
		}
		*n++
		k++
	}
	return k
}

// keep merges a pattern with one that was seen at the same place in the same size.
func (s *search) keep(f finder) {
	cell := (int(f.y)>>5+1)*s.wide + int(f.x)>>5 + 1
	for _, c := range [9]int{0, -1, 1, -s.wide, s.wide, -s.wide - 1, -s.wide + 1, s.wide - 1, s.wide + 1} {
		for i := s.cells[cell+c]; i != 0; i = s.found[i-1].next {
			if s.found[i-1].merge(f) {
				return
			}
		}
	}
	f.next = s.cells[cell]
	s.found = append(s.found, f)
	s.cells[cell] = int32(len(s.found))
}

func (f *finder) merge(o finder) bool {
	near := 1.5 * f.module
	if math.Abs(f.x-o.x) > near || math.Abs(f.y-o.y) > near || o.module > 1.8*f.module || f.module > 1.8*o.module {
		return false
	}
	n := float64(f.hits)
	f.x, f.y = (f.x*n+o.x)/(n+1), (f.y*n+o.y)/(n+1)
	f.module = (f.module*n + o.module) / (n + 1)
	f.hits++
	return true
}
