package qr

import (
	"cmp"
	"image"
	"math"
	"slices"
	"time"
)

// minSide is a code of 21 modules at one pixel each.
const minSide = 21

// certain is a timing pattern so right that there is a code: the dear ways of
// reading it are then worth their time in a camera's frame as well.
const certain = 0.85

// effort bounds what is tried in one plane, whatever it shows.
type effort struct {
	finders int     // finder patterns, the most seen first
	triples int     // threes of them, the likeliest first
	tries   int     // guesses that are sampled
	timing  float64 // how well their timing patterns agree at least; 1 is all
	hard    bool    // also undo blur and give up codewords
	open    bool    // also finder patterns that something dark touches
}

// scan looks for codes in planes. It keeps its memory from one to the next.
type scan struct {
	until time.Time // a frame's end by now; zero: none
	now   func() time.Time
	done  <-chan struct{} // a caller's end; nil: none
	codes []Code

	search  search
	shades  shades
	rings   []ring
	triples []triple
	guesses []guess
	mesh    mesh
	grid    grid
	blurred []int16
	fixed   float64 // the part of the fixed modules that were right in the grid sampled last
	reading reading
	wall    bool
	known   known // what was read before is not read again
}

func (s *scan) late() bool {
	select {
	case <-s.done:
		return true
	default:
		return !s.until.IsZero() && !s.now().Before(s.until)
	}
}

// look finds the codes in p that were not found yet. A pixel of p is scale pixels
// of the frame; inverted says that p was turned over.
func (s *scan) look(p *plane, scale float64, inverted bool, win window, e effort) {
	if p.w < minSide || p.h < minSide || s.late() {
		return
	}
	v := view{p, &s.shades}
	s.shades.cast(p, win)
	s.search.look(&s.shades.bits, step(p), e.open)
	s.search.drop(func(f finder) bool { return s.inCode(f.pt.times(scale)) })
	f := s.search.found[:min(len(s.search.found), e.finders)]
	s.guess(v, f, e)
	tries := 0
	for i := range s.guesses {
		g := &s.guesses[i]
		if s.inCode(g.h.at(float64(g.dim)/2, float64(g.dim)/2).times(scale)) {
			continue
		}
		if tries++; tries > e.tries || s.late() {
			return
		}
		if c, ok := s.try(v, g, e.hard || g.timing > certain); ok {
			c.Inverted = inverted
			s.found(c, g.dim, scale)
		}
	}
}

// step is how many rows are stepped over: large planes are for large patterns,
// small ones are searched in small planes' every row.
func step(p *plane) int {
	if p.h > 500 {
		return 2
	}
	return 1
}

// guess ranks what threes of f could be.
func (s *scan) guess(v view, f []finder, e effort) {
	s.rings, s.guesses = s.rings[:0], s.guesses[:0]
	for i := range f {
		if s.late() {
			return
		}
		s.rings = append(s.rings, v.outline(f[i]))
	}
	s.triples = triples(f, s.rings, s.triples)
	for _, t := range s.triples[:min(len(s.triples), e.triples)] {
		if s.late() {
			break
		}
		s.guesses = v.guesses(t, f, s.rings, s.guesses)
	}
	s.guesses = slices.DeleteFunc(s.guesses, func(g guess) bool { return g.timing < e.timing })
	slices.SortStableFunc(s.guesses, func(a, b guess) int {
		return cmp.Compare(b.timing-0.5*b.off, a.timing-0.5*a.off)
	})
}

// inCode tells whether a place in the frame is inside of a code that was found.
func (s *scan) inCode(p pt) bool {
	for i := range s.codes {
		in := true
		for k, c := range s.codes[i].Corners {
			n := s.codes[i].Corners[(k+1)%4]
			side := pt{float64(n.X - c.X), float64(n.Y - c.Y)}.cross(p.sub(pt{float64(c.X), float64(c.Y)}))
			in = in && (side > 0) != s.codes[i].Mirrored
		}
		if in {
			return true
		}
	}
	return false
}

// found keeps a code with where it is.
func (s *scan) found(c Code, dim int, scale float64) {
	for i, at := range corners {
		col, row := int(at.x+1)/2*(dim-1), int(at.y+1)/2*(dim-1)
		p := s.mesh.of(col, row).at(float64(int(at.x+1)/2*dim), float64(int(at.y+1)/2*dim)).times(scale)
		c.Corners[i] = image.Pt(int(math.Round(p.x)), int(math.Round(p.y)))
	}
	if c.Mirrored {
		c.Corners[1], c.Corners[3] = c.Corners[3], c.Corners[1]
	}
	s.codes = append(s.codes, c)
}
