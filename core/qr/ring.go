package qr

import (
	"cmp"
	"math"
	"slices"
)

// ring is the outline of a finder pattern: the corners of the square around the
// light ring (5 modules wide) and of the pattern itself (7), clockwise from any.
// Three middles fix a code up to an affine map; the corners give the perspective.
type ring struct {
	ok, outer   bool // outer: nothing dark touches the pattern
	five, seven [4]pt
}

const rays = 48

// directions are the rays from the middle.
var directions = func() (d [rays]pt) {
	for i := range d {
		d[i].y, d[i].x = math.Sincos(2 * math.Pi * float64(i) / rays)
	}
	return d
}()

// view is one plane with its shades: what all that measures looks at.
type view struct {
	plane  *plane
	shades *shades
}

// outline follows rays from the middle of f to the edges that they cross and fits
// a line to each side.
func (v view) outline(f finder) (r ring) {
	var five, seven [rays]pt
	var hit5, hit7 [rays]bool
	n := 0
	for i, d := range directions {
		var t [3]float64
		k := v.ray(f.pt, d, f.module, &t)
		hit5[i] = k >= 2 && t[1] > f.module && t[1] < 7*f.module
		hit7[i] = k == 3 && hit5[i] && t[2] > 1.1*t[1] && t[2] < 2*t[1]
		five[i], seven[i] = d.times(t[1]), d.times(t[2])
		if hit5[i] {
			n++
		}
	}
	if n < rays*6/10 {
		return r
	}
	smooth(&five, &hit5)
	corners, ok := apexes(&five, &hit5)
	if !ok {
		return r
	}
	if r.five, ok = quad(&five, &hit5, corners, f.module); !ok || !square(r.five, 5*f.module) {
		return r
	}
	r.ok = true
	r.seven, r.outer = quad(&seven, &hit7, corners, f.module)
	for i := range r.five {
		if r.seven[i].distance(r.five[i].times(1.4)) > 0.9*f.module {
			r.outer = false
		}
		r.five[i], r.seven[i] = r.five[i].add(f.pt), r.seven[i].add(f.pt)
	}
	return r
}

// ray gives the distances of the first three edges, between pixels, and how many
// there are.
func (v view) ray(from, d pt, module float64, t *[3]float64) (n int) {
	step := max(0.5, module/8)
	dark := true
	for at := step; at < 9*module; at += step {
		x, y := from.x+d.x*at, from.y+d.y*at
		if x < 0 || y < 0 || x >= float64(v.plane.w) || y >= float64(v.plane.h) {
			if n == 2 { // what the edge of the picture cuts ends there
				t[2] = at
				n++
			}
			return n
		}
		if v.shades.bits.dark(int(x), int(y)) == dark {
			continue
		}
		t[n] = at - step + step*v.crossing(pt{x - d.x*step, y - d.y*step}, pt{x, y})
		dark = !dark
		if n++; n == 3 {
			return n
		}
	}
	return n
}

// crossing is where between two points the brightness passes the threshold, from
// 0 to 1.
func (v view) crossing(a, b pt) float64 {
	level := v.shades.threshold(int(b.x), int(b.y))
	before, after := v.plane.at(a.x, a.y)-level, v.plane.at(b.x, b.y)-level
	if before == after || (before > 0) == (after > 0) {
		return 0.5
	}
	return float64(before) / float64(before-after)
}

// smooth takes out single rays that ended in a speck: a median of three lengths.
func smooth(p *[rays]pt, hit *[rays]bool) {
	var length [rays]float64
	for i := range p {
		length[i] = p[i].length()
	}
	for i := range p {
		j, k := (i+rays-1)%rays, (i+1)%rays
		if hit[i] && hit[j] && hit[k] {
			three := [3]float64{length[i], length[j], length[k]}
			slices.Sort(three[:])
			if m := three[1]; length[i] > 1.3*m || m > 1.3*length[i] {
				hit[i] = false
			}
		}
	}
}

// apexes gives the rays that end nearest to the corners: the farthest one, the
// farthest from it on the other side, and the farthest from the line between.
func apexes(p *[rays]pt, hit *[rays]bool) (c [4]int, ok bool) {
	farthest := func(measure func(pt) float64) int {
		best := -1
		for i := range p {
			if hit[i] && (best < 0 || measure(p[i]) > measure(p[best])) {
				best = i
			}
		}
		return best
	}
	c[0] = farthest(func(q pt) float64 { return q.x*q.x + q.y*q.y })
	a := p[c[0]]
	c[1] = farthest(func(q pt) float64 { return a.cross(q) })
	c[2] = farthest(func(q pt) float64 { return -(a.x*q.x + a.y*q.y) })
	c[3] = farthest(func(q pt) float64 { return -a.cross(q) })
	slices.SortFunc(c[:], cmp.Compare[int])
	return c, c[0] != c[1] && c[1] != c[2] && c[2] != c[3]
}

// quad fits the four sides between the corners and cuts each with the next. The
// result begins with the corner at c[0].
func quad(p *[rays]pt, hit *[rays]bool, c [4]int, module float64) (q [4]pt, ok bool) {
	var sides [4]line
	for s := range 4 {
		from, to := c[s], c[(s+1)%4]
		if to <= from {
			to += rays
		}
		var on [rays]pt
		n := 0
		for i := from + 1; i < to; i++ { // the rays at the corners belong to no side
			if hit[i%rays] {
				on[n] = p[i%rays]
				n++
			}
		}
		if sides[s], ok = fitLine(on[:n], 0.3*module); !ok {
			return q, false
		}
	}
	for s := range 4 {
		if q[s], ok = sides[(s+3)%4].meet(sides[s]); !ok {
			return q, false
		}
	}
	return q, true
}

// square tells whether four corners around the origin could be a square of that
// side, seen at an angle.
func square(q [4]pt, side float64) bool {
	least, most := math.Inf(1), 0.0
	for i := range q {
		a, b := q[i], q[(i+1)%4]
		if a.cross(b) <= 0 { // not around the middle, or not clockwise
			return false
		}
		d := a.distance(b)
		least, most = min(least, d), max(most, d)
	}
	return most < 4*least && least > 0.25*side && most < 3*side
}
