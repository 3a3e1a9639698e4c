package qr

const (
	// What the fixed modules must agree before the costly and daring ways are gone:
	// half of them do in noise, all of them in a code seen well.
	minFixed = 0.75
	sureOf   = 0.80
	minBent  = 0.70 // of a code that may be bent
	maxNet   = 25   // the version up to which still pictures have a net laid over
)

// try samples a guess in one way after the other until the error correction agrees.
func (s *scan) try(v view, g *guess, hard bool) (Code, bool) {
	version := (g.dim - 17) / 4
	refined := g.h
	if version >= 2 {
		refined = s.refine(v, g)
	}
	if version >= 7 && s.mesh.bend(v, &refined, version) > 0 {
		if c, ok := s.read(v, g.dim, hard); ok {
			return c, true
		}
	}
	s.mesh.flat(refined)
	if c, ok := s.read(v, g.dim, hard); ok {
		return c, true
	}
	// From version 7 on the mesh has said how it bends, and the net is dear.
	bent := hard && s.fixed > minBent && (version < 7 || s.done != nil && version <= maxNet)
	if refined != g.h {
		s.mesh.flat(g.h)
		if c, ok := s.read(v, g.dim, hard); ok {
			return c, true
		}
	}
	if bent && !s.late() && s.mesh.relax(v, &refined, g.dim) {
		return s.read(v, g.dim, true)
	}
	return Code{}, false
}

// refine fits the homography again with the alignment pattern at the bottom right,
// the corner that is farthest from all that it was fitted to.
func (s *scan) refine(v view, g *guess) homography {
	u := float64(g.dim) - 6.5
	at, like := v.align(&s.mesh.patch, &g.h, u, u, 4+float64(g.dim)/14)
	if like < alike25 {
		return g.h
	}
	for i := range g.pairs[:g.n] {
		g.pairs[i].weight *= 0.3
	}
	g.add(pt{u, u}, at, 60)
	h, ok := fit(g.pairs[:g.n])
	if !ok {
		return g.h
	}
	return h
}

// read samples the mesh and corrects errors; with hard also after undoing blur.
func (s *scan) read(v view, dim int, hard bool) (Code, bool) {
	s.fixed = 0
	if !v.sample(&s.mesh, dim, &s.grid) {
		return Code{}, false
	}
	s.grid.tell()
	if c, ok := s.decode(false); ok {
		return c, true
	}
	s.fixed = s.grid.agreement()
	if s.fixed < minFixed {
		return Code{}, false
	}
	if hard && s.fixed > sureOf {
		if c, ok := s.decode(true); ok {
			return c, true
		}
	}
	s.blurred = append(s.blurred[:0], s.grid.light...)
	for i, k := range [...][2]int{{8, 8}, {16, 16}, {16, 0}, {0, 16}} {
		if i > 0 && !hard || s.late() {
			break
		}
		s.grid.sharpen(s.blurred, k[0], k[1])
		s.grid.tell()
		if c, ok := s.decode(hard && s.grid.agreement() > sureOf); ok {
			return c, true
		}
	}
	return Code{}, false
}

// decode corrects errors and reads what comes out.
func (s *scan) decode(hard bool) (Code, bool) {
	sym, ok := s.reading.read(&s.grid, hard)
	if !ok {
		return Code{}, false
	}
	return s.known.content(sym)
}

// agreement is the part of the fixed modules that are as they should be.
func (g *grid) agreement() float64 {
	l := layoutOf((g.dim - 17) / 4)
	ok := 0
	for _, f := range l.fixed {
		if g.dark[int(f.row)*l.dim+int(f.col)] == f.dark {
			ok++
		}
	}
	return float64(ok) / float64(len(l.fixed))
}
