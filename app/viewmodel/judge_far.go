package viewmodel

import "kauth/core/qr"

// inkRows looks for finder patterns that are too small to be read: five runs of dark,
// light, dark, light, dark as 1:1:3:1:1 (ISO/IEC 18004, 6.3.3), in rows close together.
type inkRows struct{ hits []inkHit }

type inkHit struct {
	x, y, module float64
	rows         int // that agreed
}

const (
	farModule = 2.2 // pixels a module; the detector needs about two
	inkStep   = 2   // rows: a pattern of one pixel a module has three in its core
	inkNear   = 32  // pixels over which light and dark are told apart
	inkMost   = 200 // patterns; a picture of a carpet must not keep us
)

// far tells whether three patterns of a code are there, all of them small.
func (k *inkRows) far(l qr.Luma) bool {
	k.hits = k.hits[:0]
	for y := 0; y < l.Height && len(k.hits) < inkMost; y += inkStep {
		k.row(l.Pix[y*l.Stride:y*l.Stride+l.Width], float64(y))
	}
	small, large := 0, 0
	for _, h := range k.hits {
		switch {
		case h.rows < 2:
		case h.module <= farModule:
			small++
		case h.rows > 3:
			large++
		}
	}
	return small >= 3 && large < 3
}

// row cuts a row into runs, and looks at every five that end in dark.
func (k *inkRows) row(pix []byte, y float64) {
	var runs [5]int
	dark, sum := false, 0
	for x, v := range pix {
		sum += int(v)
		n := inkNear
		if x >= inkNear {
			sum -= int(pix[x-inkNear])
		} else {
			n = x + 1
		}
		if is := 10*int(v)*n < 9*sum; is != dark {
			if dark {
				k.check(runs, float64(x), y)
			}
			copy(runs[:], runs[1:])
			runs[4], dark = 0, is
		}
		runs[4]++
	}
}

func (k *inkRows) check(runs [5]int, end, y float64) {
	total := 0
	for _, r := range runs {
		total += r
	}
	module := float64(total) / 7
	for i, r := range runs {
		want := module
		if i == 2 {
			want = 3 * module
		}
		if off := float64(r) - want; r == 0 || off > want/2+0.6 || off < -want/2-0.6 {
			return
		}
	}
	k.add(inkHit{x: end - float64(total)/2, y: y, module: module, rows: 1})
}

// add counts a hit to the pattern that it belongs to.
func (k *inkRows) add(h inkHit) {
	for i := range k.hits {
		g := &k.hits[i]
		if dx := h.x - g.x; dx < 2*h.module && dx > -2*h.module && h.y-g.y <= inkStep*1.5 {
			g.x, g.y, g.rows = h.x, h.y, g.rows+1
			return
		}
	}
	k.hits = append(k.hits, h)
}
