package qr

// grid is a symbol's modules as brightness, row by row, and as bits.
type grid struct {
	dim   int
	light []int16 // mean brightness of a module, in eighths
	dark  []bool
	level []int16 // what light was held against

	all, darks table // for tell
}

// sample measures all modules. It gives up where a fifth is outside of the picture.
func (v view) sample(m *mesh, dim int, g *grid) bool {
	g.dim = dim
	g.light = grown(g.light, dim*dim)
	w, h := float64(v.plane.w), float64(v.plane.h)
	outside := 0
	for row := range dim {
		for col := range dim {
			h9 := m.of(col, row)
			c, r := float64(col)+.5, float64(row)+.5
			p := h9.at(c, r)
			if !(p.x >= 0 && p.y >= 0 && p.x < w && p.y < h) {
				if !(p.x > -w && p.y > -h && p.x < 2*w && p.y < 2*h) {
					return false // also what is not a number
				}
				outside++
			}
			sum := 4 * v.plane.at(p.x, p.y)
			// In the middle of a module the map is as good as affine.
			right, down := h9.at(c+.24, r).sub(p), h9.at(c, r+.24).sub(p)
			sum += v.plane.at(p.x+right.x, p.y+right.y) + v.plane.at(p.x-right.x, p.y-right.y)
			sum += v.plane.at(p.x+down.x, p.y+down.y) + v.plane.at(p.x-down.x, p.y-down.y)
			g.light[row*dim+col] = int16(sum)
		}
	}
	return outside < dim*dim/5
}
