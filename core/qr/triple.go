package qr

import (
	"cmp"
	"math"
	"slices"
)

// triple is three finder patterns, by index, that may be the corners of one code:
// top left, top right and bottom left. A mirrored code is found with the last two
// swapped.
type triple struct {
	f   [3]int16
	off float64 // how far from a square seen straight; 0 is perfect
}

const maxTriples = 3000 // ranked; a wall of patterns has millions

// triples ranks what could be a code, the likeliest first. Photographs lean, so
// the shape is held against a wide mold, and what fits badly comes late.
func triples(f []finder, r []ring, all []triple) []triple {
	all = all[:0]
	for i := range f {
		for j := range i {
			if !alike(f[i], f[j]) {
				continue
			}
			if len(all) > maxTriples {
				break
			}
			for k := range j {
				if !alike(f[i], f[k]) || !alike(f[j], f[k]) {
					continue
				}
				for _, t := range [3][3]int{{i, j, k}, {j, k, i}, {k, i, j}} {
					if off, ok := shape(f, r, t); ok {
						if f[t[1]].sub(f[t[0]].pt).cross(f[t[2]].sub(f[t[0]].pt)) < 0 {
							t[1], t[2] = t[2], t[1]
						}
						all = append(all, triple{[3]int16{int16(t[0]), int16(t[1]), int16(t[2])}, off})
					}
				}
			}
		}
	}
	slices.SortFunc(all, func(a, b triple) int { return cmp.Compare(a.off, b.off) })
	return all
}

// alike leaves out pairs that differ in size or are too near or far for a code of
// 21 to 177 modules.
func alike(a, b finder) bool {
	least, most := min(a.module, b.module), max(a.module, b.module)
	d := a.distance(b.pt) / (least + most) * 2
	return most < 2.5*least && d > 8 && d < 280
}

// shape measures two legs and the angle between them, and whether the outlines lie
// along the legs.
func shape(f []finder, r []ring, t [3]int) (off float64, ok bool) {
	corner, a, b := &f[t[0]], &f[t[1]], &f[t[2]]
	p, q := a.sub(corner.pt), b.sub(corner.pt)
	lp, lq := p.length(), q.length()
	cos := math.Abs(p.x*q.x+p.y*q.y) / (lp * lq)
	legs := max(lp/lq, lq/lp)
	if cos > 0.8 || legs > 2.8 {
		return 0, false
	}
	skew := 0.0
	for _, s := range [4]float64{r[t[0]].skew(p), r[t[1]].skew(p), r[t[0]].skew(q), r[t[2]].skew(q)} {
		if s > maxSkew {
			return 0, false
		}
		skew += s
	}
	least := min(corner.module, a.module, b.module)
	most := max(corner.module, a.module, b.module)
	seen := min(corner.hits, a.hits, b.hits)
	return 1.5*cos + math.Log(legs) + math.Log(most/least) + skew - 0.25*math.Log(float64(1+seen)), true
}

const (
	maxSkew  = 0.4
	someSkew = 0.4 // of patterns without an outline, which come after those with one
)

// skew is how far a leg is from being parallel to a side of a pattern: 0 is along
// it, 1 along a diagonal.
func (r *ring) skew(leg pt) float64 {
	if !r.ok {
		return someSkew
	}
	c := &r.five
	e1 := c[1].add(c[2]).sub(c[0]).sub(c[3])
	e2 := c[2].add(c[3]).sub(c[0]).sub(c[1])
	a, b := math.Abs(leg.cross(e2)), math.Abs(leg.cross(e1)) // in sides, but for a common factor
	return min(a, b) / max(a, b)
}
