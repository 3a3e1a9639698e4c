package qr

import "math"

type pt struct{ x, y float64 }

func (p pt) sub(q pt) pt           { return pt{p.x - q.x, p.y - q.y} }
func (p pt) add(q pt) pt           { return pt{p.x + q.x, p.y + q.y} }
func (p pt) times(f float64) pt    { return pt{p.x * f, p.y * f} }
func (p pt) cross(q pt) float64    { return p.x*q.y - p.y*q.x }
func (p pt) length() float64       { return math.Sqrt(p.x*p.x + p.y*p.y) }
func (p pt) distance(q pt) float64 { return p.sub(q).length() }

// homography maps modules to pixels: how a flat symbol looks to a pinhole camera
// (Hartley and Zisserman, Multiple View Geometry, 2nd ed., 2.3). Module (0, 0) is
// the symbol's outer corner.
type homography [9]float64

func (h *homography) at(u, v float64) pt {
	d := 1 / (h[6]*u + h[7]*v + h[8])
	return pt{(h[0]*u + h[1]*v + h[2]) * d, (h[3]*u + h[4]*v + h[5]) * d}
}

// pair is a place in the symbol and where the picture has it.
type pair struct {
	u, v   float64
	at     pt
	weight float64
}

// fit gives the homography of least weighted algebraic error (Hartley and
// Zisserman, 4.1, with the normalization of 4.4 and the last element one, as the
// middle of a code is never at the horizon).
func fit(pairs []pair) (homography, bool) {
	var mod, pix frame
	mod.fit(pairs, func(p pair) pt { return pt{p.u, p.v} })
	pix.fit(pairs, func(p pair) pt { return p.at })
	if !(mod.scale > 0) || !(pix.scale > 0) {
		return homography{}, false
	}
	var m [8][9]float64
	for _, p := range pairs {
		a, b := mod.to(pt{p.u, p.v}), pix.to(p.at)
		accumulate(&m, [9]float64{a.x, a.y, 1, 0, 0, 0, -a.x * b.x, -a.y * b.x, b.x}, p.weight)
		accumulate(&m, [9]float64{0, 0, 0, a.x, a.y, 1, -a.x * b.y, -a.y * b.y, b.y}, p.weight)
	}
	q, ok := solve(&m)
	if !ok {
		return homography{}, false
	}
	// Undo the normalization on both sides.
	into := [9]float64{1 / mod.scale, 0, -mod.mean.x / mod.scale, 0, 1 / mod.scale, -mod.mean.y / mod.scale, 0, 0, 1}
	out := [9]float64{pix.scale, 0, pix.mean.x, 0, pix.scale, pix.mean.y, 0, 0, 1}
	return product(out, product(q, into)), true
}

// frame centers points and scales them to a mean distance of one.
type frame struct {
	mean  pt
	scale float64
}

func (f *frame) fit(pairs []pair, get func(pair) pt) {
	n := float64(len(pairs))
	for _, p := range pairs {
		f.mean = f.mean.add(get(p).times(1 / n))
	}
	for _, p := range pairs {
		f.scale += get(p).distance(f.mean) / n
	}
}

func (f *frame) to(p pt) pt { return p.sub(f.mean).times(1 / f.scale) }

// accumulate adds an equation to the normal equations, upper half.
func accumulate(m *[8][9]float64, r [9]float64, weight float64) {
	for i := range 8 {
		if r[i] == 0 {
			continue
		}
		w := weight * r[i]
		for j := i; j < 9; j++ {
			m[i][j] += w * r[j]
		}
	}
}

// solve is Gaussian elimination of symmetric equations, of which the upper half
// is filled in.
func solve(m *[8][9]float64) (q [9]float64, ok bool) {
	for i := range 8 {
		for j := range i {
			m[i][j] = m[j][i]
		}
	}
	for c := range 8 {
		p := c
		for r := c + 1; r < 8; r++ {
			if math.Abs(m[r][c]) > math.Abs(m[p][c]) {
				p = r
			}
		}
		m[c], m[p] = m[p], m[c]
		if math.Abs(m[c][c]) < 1e-12 {
			return q, false
		}
		for r := c + 1; r < 8; r++ {
			f := m[r][c] / m[c][c]
			for k := c; k < 9; k++ {
				m[r][k] -= f * m[c][k]
			}
		}
	}
	for r := 7; r >= 0; r-- {
		v := m[r][8]
		for k := r + 1; k < 8; k++ {
			v -= m[r][k] * q[k]
		}
		q[r] = v / m[r][r]
	}
	q[8] = 1
	return q, true
}

func product(a, b [9]float64) (o homography) {
	for i := range 3 {
		for j := range 3 {
			o[3*i+j] = a[3*i]*b[j] + a[3*i+1]*b[3+j] + a[3*i+2]*b[6+j]
		}
	}
	return o
}
