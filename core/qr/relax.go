package qr

import "math"

// Codes of versions 2 to 6 have one alignment pattern, and one bottle or bent page
// moves their modules by more than half of one in between. What shows the way there
// are the modules themselves: where they are measured in their middles, light and
// dark lie farthest apart, and on their edges all is gray. So each knot of a net is
// moved to where the variance around is greatest, beginning beside the finder
// patterns, where the homography is right, and from there on beginning each where
// its neighbors went: from one to the next the way is shorter than half a module.

const (
	netWidth  = 6 // modules from one knot to the next, about
	netAround = 5 // modules to each side, of which every other one is measured
)

// relax makes a mesh of a flat code that is not quite flat.
func (m *mesh) relax(v view, h *homography, dim int) bool {
	n := max((dim-7)/netWidth, 2) + 1
	m.columns = m.columns[:0]
	for i := range n {
		m.columns = append(m.columns, 3+i*(dim-7)/(n-1))
	}
	m.knots, m.moves = grown(m.knots, n*n), grown(m.moves, n*n)
	l := layoutOf((dim - 17) / 4)
	// Diagonals from the top left: to both sides and above all is settled.
	for d := 0; d <= 2*(n-1); d++ {
		for row := max(d-n+1, 0); row <= min(d, n-1); row++ {
			m.settle(v, h, l, n, d-row, row)
		}
	}
	for i := range m.knots {
		k, move := &m.knots[i], m.moves[i]
		*k = knot{u: float64(m.columns[i%n]) + .5, v: float64(m.columns[i/n]) + .5, seen: true}
		k.off = h.at(k.u+move.x, k.v+move.y).sub(h.at(k.u, k.v))
	}
	return m.stretch(h, m.columns)
}

// settle finds the move of a knot, in modules.
func (m *mesh) settle(v view, h *homography, l *layout, n, col, row int) {
	i := row*n + col
	m.moves[i] = pt{}
	if (row == 0 || row == n-1) && (col == 0 || col == n-1) && row+col < 2*(n-1) {
		return // the middle of a finder pattern
	}
	var from pt
	count := 0.0
	if col > 0 {
		from, count = from.add(m.moves[i-1]), count+1
	}
	if row > 0 {
		from, count = from.add(m.moves[i-n]), count+1
	}
	from = from.times(1 / count)
	best, at := -1.0, from
	for _, step := range [2]float64{0.3, 0.1} { // two to each side, then one between those
		steps, around := 2, at
		if step < 0.2 {
			steps = 1
		}
		for dy := -steps; dy <= steps; dy++ {
			for dx := -steps; dx <= steps; dx++ {
				move := around.add(pt{float64(dx) * step, float64(dy) * step})
				far := move.distance(from)
				if s := v.spread(h, l, m.columns[col], m.columns[row], move) * (1 - 0.1*far); s > best {
					best, at = s, move
				}
			}
		}
	}
	m.moves[i] = at
}

// spread is the standard deviation of the modules around one, when all are measured
// a little beside where the homography has them.
func (v view) spread(h *homography, l *layout, col, row int, move pt) float64 {
	sum, squares, n := 0, 0, 0
	for y := max(row-netAround, 0); y <= min(row+netAround, l.dim-1); y++ {
		from := col - netAround + y&1
		if from < 0 {
			from &= 1
		}
		for x := from; x <= min(col+netAround, l.dim-1); x += 2 {
			p := h.at(float64(x)+.5+move.x, float64(y)+.5+move.y)
			if !(math.Abs(p.x) < 1e6 && math.Abs(p.y) < 1e6) {
				continue
			}
			b := v.plane.at(p.x, p.y)
			sum, squares, n = sum+b, squares+b*b, n+1
		}
	}
	if n == 0 {
		return 0
	}
	mean := float64(sum) / float64(n)
	return math.Sqrt(max(float64(squares)/float64(n)-mean*mean, 0))
}
