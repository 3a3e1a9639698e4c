package qr

import (
	"cmp"
	"math"
	"slices"
)

// guess is where a code would be if three finder patterns were its corners and it
// had dim modules a side.
type guess struct {
	f      [3]int16
	dim    int
	h      homography
	pairs  [28]pair // what h was fitted to
	n      int
	off    float64 // how far, in modules, the pairs are from where h puts them
	timing float64 // how well the timing pattern agrees; 1 is all of it
}

// ends are where the middles of the finder patterns are, (0, 0) being top left.
var ends = [3]pt{{0, 0}, {1, 0}, {0, 1}}

// corners of a square around the origin, clockwise from top left.
var corners = [4]pt{{-1, -1}, {1, -1}, {1, 1}, {-1, 1}}

// measured is a finder pattern of a triple: its outline turned so that the first
// corner is the top left of the code, and the sides of its modules.
type measured struct {
	finder
	ring
	right, down float64
}

// measure turns the outline of f to the legs of the triple.
func measure(f finder, r ring, e1, e2 pt) measured {
	m := measured{f, r, f.module, f.module}
	if !r.ok {
		return m
	}
	e1, e2 = e1.times(1/e1.length()), e2.times(1/e2.length())
	best, shift := math.Inf(-1), 0
	for s := range 4 {
		sum := 0.0
		for i, c := range corners {
			p := r.five[(i+s)%4].sub(f.pt)
			q := e1.times(c.x).add(e2.times(c.y))
			sum += p.x*q.x + p.y*q.y
		}
		if sum > best {
			best, shift = sum, s
		}
	}
	for i := range 4 {
		m.five[i], m.seven[i] = r.five[(i+shift)%4], r.seven[(i+shift)%4]
	}
	side := func(q [4]pt, modules float64) (right, down float64) {
		return q[1].add(q[2]).sub(q[0]).sub(q[3]).length() / 2 / modules, q[2].add(q[3]).sub(q[0]).sub(q[1]).length() / 2 / modules
	}
	m.right, m.down = side(m.five, 5)
	if m.outer { // blur makes one square larger where it makes the other smaller
		r7, d7 := side(m.seven, 7)
		m.right, m.down = (m.right*5+r7*7)/12, (m.down*5+d7*7)/12
	}
	return m
}

// guesses gives what a triple could be, one for each number of modules that the
// distances allow.
func (v view) guesses(t triple, f []finder, r []ring, all []guess) []guess {
	tl, tr, bl := f[t.f[0]], f[t.f[1]], f[t.f[2]]
	e1, e2 := tr.sub(tl.pt), bl.sub(tl.pt)
	var m [3]measured
	for i, k := range t.f {
		m[i] = measure(f[k], r[k], e1, e2)
	}
	// A module's size changes along a leg as the square of the distance does, so
	// the geometric mean of both ends counts modules even in perspective.
	across := e1.length() / math.Sqrt(m[0].right*m[1].right)
	along := e2.length() / math.Sqrt(m[0].down*m[2].down)
	if across > 1.7*along || along > 1.7*across {
		return all
	}
	first := len(all)
	for _, dim := range dimensions((across + along) / 2) {
		if dim < 21 || dim > 177 {
			continue
		}
		g := guess{f: t.f, dim: dim}
		if g.place(&m) {
			g.timing = v.timing(&g.h, dim)
			all = append(all, g)
		}
	}
	slices.SortFunc(all[first:], func(a, b guess) int { return cmp.Compare(b.timing, a.timing) })
	return all
}

// dimensions are the numbers of modules nearest to a distance between middles,
// seven modules less; a measure of it is some percent off.
func dimensions(distance float64) [5]int {
	near := int(math.Round((distance+7-17)/4))*4 + 17
	all := [5]int{near, near + 4, near - 4}
	if distance+7 < float64(near) {
		all[1], all[2] = all[2], all[1]
	}
	if distance > 36 {
		all[3], all[4] = near+8, near-8
	}
	return all
}

// place fits the homography.
func (g *guess) place(m *[3]measured) bool {
	span := float64(g.dim - 7)
	for i := range m {
		mid := pt{3.5 + ends[i].x*span, 3.5 + ends[i].y*span}
		g.add(mid, m[i].pt, 3)
		if !m[i].ok {
			continue
		}
		for k, c := range corners {
			g.add(mid.add(c.times(2.5)), m[i].five[k], 1)
			if m[i].outer {
				g.add(mid.add(c.times(3.5)), m[i].seven[k], 1)
			}
		}
	}
	if g.n < 4 {
		g.affine(m)
	}
	var ok bool
	if g.h, ok = fit(g.pairs[:g.n]); !ok {
		return false
	}
	size := (m[0].module + m[1].module + m[2].module) / 3
	if g.residual(size) < 0.15 {
		return true
	}
	for i := range g.pairs[:g.n] { // what lies far off counts for less
		p := &g.pairs[i]
		far := g.h.at(p.u, p.v).distance(p.at) / size / 0.4
		p.weight /= 1 + far*far
	}
	if g.h, ok = fit(g.pairs[:g.n]); !ok {
		return false
	}
	return g.residual(size) < 1
}

// residual sets how far off the pairs are, by their weights.
func (g *guess) residual(size float64) float64 {
	off, weights := 0.0, 0.0
	for _, p := range g.pairs[:g.n] {
		off += p.weight * g.h.at(p.u, p.v).distance(p.at) / size
		weights += p.weight
	}
	g.off = off / weights
	return g.off
}

// affine adds the fourth corner of the parallelogram where there are only middles.
func (g *guess) affine(m *[3]measured) {
	end := float64(g.dim) - 3.5
	g.add(pt{end, end}, m[1].add(m[2].pt).sub(m[0].pt), 1)
}

func (g *guess) add(uv, at pt, weight float64) {
	g.pairs[g.n] = pair{uv.x, uv.y, at, weight}
	g.n++
}

// timing compares each module of the timing patterns (ISO/IEC 18004, 6.3.5) with
// the two beside it, which needs no threshold: 1 where all agree, about 0 in noise.
func (v view) timing(h *homography, dim int) float64 {
	agree, n := 0, 0
	for _, down := range [2]bool{false, true} {
		var last, value int
		for i := 6; i <= dim-7; i++ {
			u, w := float64(i)+.5, 6.5
			if down {
				u, w = w, u
			}
			p := h.at(u, w)
			next := v.plane.at(p.x, p.y)
			if i >= 8 {
				// value is module i-1: dark at even places
				d := last + next - 2*value
				if (i-1)&1 == 1 {
					d = -d
				}
				if d > 2 {
					agree++
				} else if d < -2 {
					agree--
				}
				n++
			}
			last, value = value, next
		}
	}
	return float64(agree) / float64(n)
}
