package qr

// mesh places modules in a plane: by one homography, or, where alignment patterns
// were found, by one for each field between four of them, as pages bend.
type mesh struct {
	fields []homography
	across int        // fields in a row
	field  [177]uint8 // a module's column or row of fields

	knots   []knot
	patch   patch
	columns []int // of knots; for relax
	moves   []pt
}

// knot is a place where an alignment pattern is, or should be.
type knot struct {
	u, v float64
	off  pt   // from where the homography puts it
	seen bool // else off is guessed from the neighbors
}

func (m *mesh) of(col, row int) *homography {
	return &m.fields[int(m.field[row])*m.across+int(m.field[col])]
}

func (m *mesh) flat(h homography) {
	m.fields = append(m.fields[:0], h)
	m.across = 1
	clear(m.field[:])
}

// bend lays the mesh over the alignment patterns of a version from 7 on, which has
// six or more. It tells how many were seen; with none the mesh is not to be used.
func (m *mesh) bend(v view, h *homography, version int) (seen int) {
	c := centers[version]
	n := len(c)
	m.knots = grown(m.knots, n*n)
	for row := range n {
		for col := range n {
			k := &m.knots[row*n+col]
			*k = knot{u: float64(c[col]) + .5, v: float64(c[row]) + .5}
			if (row == 0 && (col == 0 || col == n-1)) || (row == n-1 && col == 0) {
				k.seen = true // a finder pattern, which the homography was made from
				continue
			}
			k.off = m.guess(n, col, row)
			if m.look(v, h, k) {
				seen++
			}
		}
	}
	if seen > 0 && !m.stretch(h, c) {
		return 0
	}
	return seen
}

// look searches a pattern from where its neighbors say that it is.
func (m *mesh) look(v view, h *homography, k *knot) bool {
	moved := *h // x' = x + off, for all places
	for i := range 3 {
		moved[i] += k.off.x * h[6+i]
		moved[3+i] += k.off.y * h[6+i]
	}
	at, like := v.align(&m.patch, &moved, k.u, k.v, 2.4)
	if k.seen = like > alike25; k.seen {
		k.off = at.sub(h.at(k.u, k.v))
	}
	return k.seen
}

// guess is the mean of the neighbors that were looked at before.
func (m *mesh) guess(n, col, row int) (off pt) {
	count := 0.0
	if col > 0 {
		off = off.add(m.knots[row*n+col-1].off)
		count++
	}
	if row > 0 {
		off = off.add(m.knots[(row-1)*n+col].off)
		count++
	}
	return off.times(1 / max(count, 1))
}

// stretch makes the fields between knots in these columns and rows.
func (m *mesh) stretch(h *homography, c []int) bool {
	n := len(c)
	m.across = n - 1
	m.fields = grown(m.fields, (n-1)*(n-1))
	var ok bool
	for row := range n - 1 {
		for col := range n - 1 {
			var p [4]pair
			for i, k := range [4]int{row*n + col, row*n + col + 1, row*n + n + col, row*n + n + col + 1} {
				o := m.knots[k]
				p[i] = pair{o.u, o.v, h.at(o.u, o.v).add(o.off), 1}
			}
			if m.fields[row*(n-1)+col], ok = fit(p[:]); !ok {
				return false
			}
		}
	}
	at := 0
	for i := range m.field {
		for at < n-2 && i >= c[at+1] {
			at++
		}
		m.field[i] = uint8(at)
	}
	return true
}
