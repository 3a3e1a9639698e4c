package qr

import "math"

// line is all points p with n·p = d.
type line struct {
	n pt
	d float64
}

func (l line) off(p pt) float64 { return math.Abs(l.n.x*p.x + l.n.y*p.y - l.d) }

// fitLine is total least squares (Pearson, "On lines and planes of closest fit",
// 1901); points farther off than slack are left out, the farthest first. It uses
// up its argument.
func fitLine(p []pt, slack float64) (line, bool) {
	for len(p) >= 3 {
		l := closest(p)
		worst := 0
		for i := range p {
			if l.off(p[i]) > l.off(p[worst]) {
				worst = i
			}
		}
		if l.off(p[worst]) <= slack || len(p) == 3 {
			return l, true
		}
		p[worst] = p[len(p)-1]
		p = p[:len(p)-1]
	}
	return line{}, false
}

func closest(p []pt) line {
	var mean pt
	for _, q := range p {
		mean = mean.add(q)
	}
	mean = mean.times(1 / float64(len(p)))
	var xx, xy, yy float64
	for _, q := range p {
		d := q.sub(mean)
		xx, xy, yy = xx+d.x*d.x, xy+d.x*d.y, yy+d.y*d.y
	}
	sin, cos := math.Sincos(math.Atan2(2*xy, xx-yy) / 2)
	n := pt{-sin, cos}
	return line{n, n.x*mean.x + n.y*mean.y}
}

// meet is where two lines cross; lines that hardly do have no such place.
func (l line) meet(o line) (pt, bool) {
	det := l.n.cross(o.n)
	if math.Abs(det) < 0.15 {
		return pt{}, false
	}
	return pt{(l.d*o.n.y - l.n.y*o.d) / det, (l.n.x*o.d - l.d*o.n.x) / det}, true
}
