package qr

import (
	"context"
	"image"
	"math"
	"slices"

	"kauth/core"
)

const opFind = "qr.Find"

// Find gives the codes in a picture, each once, with where they are. It takes the
// time that ctx leaves, 5 seconds at most. Errors are those of ReadImage.
func Find(ctx context.Context, img image.Image) ([]Code, error) {
	ctx, cancel := context.WithTimeout(ctx, deadline)
	defer cancel()
	if size := img.Bounds().Size(); tooLarge(size.X, size.Y) {
		return nil, core.Errorf(opFind, core.NotPicture, "more than %d megapixels, or none", maxPixels/1_000_000)
	}
	var codes []Code
	guarded(func() { codes = still(ctx, planeOf(img)) })
	if len(codes) == 0 {
		return nil, stopped(ctx, core.E(opFind, core.NoCode, nil))
	}
	return codes, nil
}

// still looks at a picture in rounds, each dearer than the one before, until one
// has found something.
func still(ctx context.Context, p plane) []Code {
	s := &scan{done: ctx.Done()}
	sizes := pyramid(p)
	for _, round := range rounds {
		for i := range sizes {
			for _, a := range round {
				s.attempt(&sizes[i], a)
			}
			if s.filled(p.w * p.h) {
				return s.codes
			}
		}
		if len(s.codes) > 0 || s.late() || s.wall {
			return s.codes
		}
	}
	if max(p.w, p.h) <= doubleUnder {
		s.small(&p)
	}
	return s.codes
}

// filled tells that a quarter of a picture is codes, and no others will be of a
// size that was not looked at yet.
func (s *scan) filled(pixels int) bool {
	twice := 0
	for _, c := range s.codes {
		a, b := c.Corners[2].Sub(c.Corners[0]), c.Corners[3].Sub(c.Corners[1])
		area := a.X*b.Y - a.Y*b.X
		twice += max(area, -area)
	}
	return 2*twice > pixels
}

// sized is a picture made smaller or larger.
type sized struct {
	plane
	scale  float64 // pixels of the picture to one of the plane
	turned plane   // light for dark; made when it is needed
}

// attempt is a way to look at one size of a picture.
type attempt struct {
	win    window
	invert bool
	effort effort
}

// doubleUnder is the longer side of pictures that are also looked at enlarged, for
// codes with less than two pixels a module.
const doubleUnder = 1400

var (
	easy   = effort{finders: 60, triples: 60, tries: 12, timing: 0.3}
	hard   = effort{finders: 100, triples: 150, tries: 16, timing: 0.15, hard: true}
	touch  = effort{finders: 100, triples: 150, tries: 16, timing: 0.15, hard: true, open: true}
	wide   = window{block: 8, radius: 6, bias: 6}
	narrow = window{block: 4, radius: 4, bias: 3}
	broad  = window{block: 8, radius: 14, bias: 12}
	faint  = window{block: 8, radius: 6, bias: 0}
	tight  = window{block: 4, radius: 2, bias: 3}
	bright = window{block: 8, radius: 14, bias: -20}
)

// rounds are in the order of what finds most in the least time (docs/qr.md).
var rounds = [][]attempt{
	{{win: wide, effort: easy}},
	{{win: wide, invert: true, effort: easy}, {win: narrow, effort: easy}},
	{{win: wide, effort: hard}, {win: narrow, effort: hard}},
	{{win: narrow, effort: touch}, {win: broad, effort: hard}, {win: faint, effort: hard}, {win: bright, effort: hard}},
	{{win: wide, invert: true, effort: hard}, {win: narrow, invert: true, effort: touch}},
}

func (s *scan) attempt(size *sized, a attempt) {
	p := &size.plane
	if a.invert {
		if size.turned.w == 0 {
			size.turned.invert(p)
		}
		p = &size.turned
	}
	s.look(p, size.scale, a.invert, a.win, a.effort)
	s.wall = s.wall || isWall(s.search.found)
}

// isWall tells a plane that is tiled with finder patterns, which was made to be slow:
// hundreds of them, each seen well. No page of codes has as many, and what looks like
// them in noise is seen in one row.
func isWall(f []finder) bool { return len(f) >= 600 && f[500].hits >= 3 }

// small looks at a picture twice as large.
func (s *scan) small(p *plane) {
	large := sized{scale: 0.5}
	large.double(p)
	for _, win := range []window{wide, narrow, tight} {
		s.attempt(&large, attempt{win: win, effort: hard})
	}
}

const (
	largestSide  = 4096 // that a picture is looked at in
	smallestSide = 100
	firstSide    = 640 // where most codes of most pictures have three to eight pixels a module
)

// pyramid halves a picture again and again, and begins with the size nearest to
// firstSide.
func pyramid(p plane) []sized {
	all := []sized{{plane: p, scale: 1}}
	for last := &all[0]; max(last.w, last.h) >= 2*smallestSide; last = &all[len(all)-1] {
		next := sized{scale: 2 * last.scale}
		next.halve(&last.plane)
		all = append(all, next)
	}
	for len(all) > 1 && max(all[0].w, all[0].h) > largestSide {
		all = all[1:]
	}
	far := func(s sized) float64 { return math.Abs(math.Log(float64(max(s.w, s.h)) / firstSide)) }
	slices.SortStableFunc(all, func(a, b sized) int {
		switch {
		case far(a) < far(b):
			return -1
		case far(a) > far(b):
			return 1
		}
		return 0
	})
	return all
}
