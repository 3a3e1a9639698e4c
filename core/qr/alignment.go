package qr

import (
	"math"

	"github.com/makiuchi-d/gozxing/qrcode/decoder"
)

// centers are the rows and columns of alignment patterns (ISO/IEC 18004, annex E)
// of each version; version 1 has none.
var centers = func() (c [41][]int) {
	for v := 1; v <= 40; v++ {
		version, err := decoder.Version_GetVersionForNumber(v)
		if err == nil {
			c[v] = version.GetAlignmentPatternCenters()
		}
	}
	return c
}()

const (
	fine     = 3   // places looked at to a module
	maxReach = 9   // modules; how far off an alignment pattern is looked for
	alike25  = 0.6 // correlation that is taken for a pattern; in noise one of 25 modules rarely gets to it
)

// patch is a window of brightness around where a pattern should be, taken in
// steps of a third of a module.
type patch struct {
	side  int
	value [((2*maxReach + 5) * fine) * ((2*maxReach + 5) * fine)]int16
}

// align looks for an alignment pattern up to reach modules around (u, v), a
// middle. It gives where in the picture it is and how well it correlates.
func (v view) align(p *patch, h *homography, u, w, reach float64) (at pt, like float64) {
	reach = min(reach, maxReach)
	steps := int(reach * fine) // to each side
	p.side = 2*steps + 4*fine + 1
	from := pt{u - float64(steps+2*fine)/fine, w - float64(steps+2*fine)/fine}
	for y := range p.side {
		for x := range p.side {
			q := h.at(from.x+float64(x)/fine, from.y+float64(y)/fine)
			if !(math.Abs(q.x) < 1e6 && math.Abs(q.y) < 1e6) {
				return pt{}, -1
			}
			p.value[y*p.side+x] = int16(v.plane.at(q.x, q.y))
		}
	}
	best, bx, by := -1.0, 0, 0
	for y := range 2*steps + 1 {
		for x := range 2*steps + 1 {
			far := math.Hypot(float64(x-steps), float64(y-steps)) / fine
			if s := p.correlation(x, y) - 0.03*far; s > best {
				best, bx, by = s, x, y
			}
		}
	}
	dx, dy := p.peak(bx, by, 1, 0, 2*steps), p.peak(bx, by, 0, 1, 2*steps)
	return h.at(u+(float64(bx-steps)+dx)/fine, w+(float64(by-steps)+dy)/fine), best
}

// correlation compares 25 modules with the pattern, from -1 to 1 whatever the
// contrast is (Lewis, "Fast normalized cross-correlation", 1995).
func (p *patch) correlation(x, y int) float64 {
	var sum, squares, ring, middle int
	for j := range 5 {
		row := p.value[(y+j*fine)*p.side+x:]
		for i := range 5 {
			n := int(row[i*fine])
			sum += n
			squares += n * n
			if i >= 1 && i <= 3 && j >= 1 && j <= 3 {
				ring += n
				if i == 2 && j == 2 {
					middle = n
				}
			}
		}
	}
	ring -= middle
	// The pattern is 1 for the 8 light modules and 0 for the 17 dark ones.
	over := float64(25*ring - 8*sum)
	under := float64(25*squares-sum*sum) * (25*8 - 8*8)
	if under <= 25*25*4*136 { // nothing to see: less than two levels of contrast
		return -1
	}
	return over / math.Sqrt(under)
}

// peak is how far beside the best place the best one between places is, by a
// parabola through three.
func (p *patch) peak(x, y, dx, dy, limit int) float64 {
	if x*dx+y*dy == 0 || x*dx+y*dy == limit {
		return 0
	}
	a, b, c := p.correlation(x-dx, y-dy), p.correlation(x, y), p.correlation(x+dx, y+dy)
	if d := a - 2*b + c; d < 0 {
		return max(min((a-c)/(2*d), 0.5), -0.5)
	}
	return 0
}
