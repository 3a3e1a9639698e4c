package photo

import "math"

// view is how a card lies in the frame: where a pixel's ray meets the card's plane.
type view struct {
	back  [9]float64 // from pixels to modules, homogeneous
	bend  float64    // the radius of a can that the card is wrapped around, in modules; 0 is flat
	axis  float64    // which way the can lies
	side  float64
	left  float64 // the frame's part in which the card is looked for, in pixels
	right float64
	top   float64
	low   float64
}

// pose is a card in space before a camera.
type pose struct {
	turn, tilt, axis float64 // around the line of sight, away from it, and around which line in the card
	module           float64 // pixels, on average
	x, y             float64 // the card's middle in the frame
	focal            float64 // in pixels
}

// see builds a card's view of a pose. The card has side modules; its middle is put
// before the camera at the distance that makes its modules so many pixels.
func see(p pose, side float64) view {
	// The card's own two directions in space: turned, then tilted around an axis.
	u := rotate(p, math.Cos(p.turn), math.Sin(p.turn))
	v := rotate(p, -math.Sin(p.turn), math.Cos(p.turn))
	z := p.focal / p.module // modules away
	// A module (a, b) lies at M = (a-side/2) u + (b-side/2) v + (0, 0, z), and is seen
	// at focal * Mx / Mz + x.
	h := side / 2
	ox, oy, oz := -h*(u[0]+v[0]), -h*(u[1]+v[1]), z-h*(u[2]+v[2])
	forth := [9]float64{
		p.focal*u[0] + p.x*u[2], p.focal*v[0] + p.x*v[2], p.focal*ox + p.x*oz,
		p.focal*u[1] + p.y*u[2], p.focal*v[1] + p.y*v[2], p.focal*oy + p.y*oz,
		u[2], v[2], oz,
	}
	w := view{back: inverse(forth), side: side, left: math.Inf(1), top: math.Inf(1)}
	w.right, w.low = -w.left, -w.top
	for _, c := range [4][2]float64{{0, 0}, {side, 0}, {0, side}, {side, side}} {
		x, y := apply(forth, c[0], c[1])
		w.left, w.right = min(w.left, x), max(w.right, x)
		w.top, w.low = min(w.top, y), max(w.low, y)
	}
	return w
}

// rotate tilts a direction in the picture's plane around the axis (Rodrigues).
func rotate(p pose, x, y float64) [3]float64 {
	ax, ay := math.Cos(p.axis), math.Sin(p.axis)
	along := ax*x + ay*y
	c, s := math.Cos(p.tilt), math.Sin(p.tilt)
	cross := ax*y - ay*x
	return [3]float64{x*c + ax*along*(1-c), y*c + ay*along*(1-c), cross * s}
}

func apply(m [9]float64, x, y float64) (float64, float64) {
	d := m[6]*x + m[7]*y + m[8]
	return (m[0]*x + m[1]*y + m[2]) / d, (m[3]*x + m[4]*y + m[5]) / d
}

func inverse(m [9]float64) [9]float64 {
	a := [9]float64{
		m[4]*m[8] - m[5]*m[7], m[2]*m[7] - m[1]*m[8], m[1]*m[5] - m[2]*m[4],
		m[5]*m[6] - m[3]*m[8], m[0]*m[8] - m[2]*m[6], m[2]*m[3] - m[0]*m[5],
		m[3]*m[7] - m[4]*m[6], m[1]*m[6] - m[0]*m[7], m[0]*m[4] - m[1]*m[3],
	}
	d := m[0]*a[0] + m[1]*a[3] + m[2]*a[6]
	for i := range a {
		a[i] /= d
	}
	return a
}

// place is where on the card a pixel looks, in modules.
func (w *view) place(x, y float64) (a, b float64, ok bool) {
	d := w.back[6]*x + w.back[7]*y + w.back[8]
	a, b = apply(w.back, x, y)
	if d <= 0 || math.Abs(a) > 40*w.side || math.Abs(b) > 40*w.side {
		return 0, 0, false
	}
	if w.bend == 0 {
		return a, b, true
	}
	// What is seen of a can at a distance t from its middle is asin(t / radius) around it.
	c, s, h := math.Cos(w.axis), math.Sin(w.axis), w.side/2
	across, along := (a-h)*c+(b-h)*s, (b-h)*c-(a-h)*s
	t := across / w.bend
	if math.Abs(t) > 0.98 {
		return 0, 0, false
	}
	across = w.bend * math.Asin(t)
	return across*c - along*s + h, across*s + along*c + h, true
}
