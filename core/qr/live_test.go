package qr

import (
	"math/rand/v2"
	"testing"
)

func (s *scene) luma() Luma { return Luma{Pix: s.pix, Stride: s.w, Width: s.w, Height: s.h} }

// The same code stays in sight for many frames, and so does a page without one.
func TestFramesAfterTheFirstTakeNoMemory(t *testing.T) {
	page, coded := newScene(640, 480, 160), newScene(640, 480, 160)
	r := rand.New(rand.NewPCG(18004, 6))
	for range 60 { // something to look at
		x, y := r.IntN(600), r.IntN(440)
		for i := range 900 {
			page.pix[(y+i/30)*640+x+i%30] = byte(r.IntN(256))
		}
	}
	coded.code(t, sample, homography{5, 1, 200, -1, 5, 150, 0, 0, 1})
	s := NewScanner()
	for range 12 {
		s.Frame(page.luma(), later())
		s.Frame(coded.luma(), later())
	}
	for name, scene := range map[string]*scene{"without": page, "with": coded} {
		if n := testing.AllocsPerRun(12, func() { s.Frame(scene.luma(), later()) }); n > 5 {
			t.Errorf("%s a code: %v allocations a frame", name, n)
		}
	}
	if got := s.Frame(coded.luma(), later()); len(got) != 1 || got[0].Text != sample {
		t.Errorf("%+v", got)
	}
}

// What comes after a code in the same place is not taken for it.
func TestAnotherCodeInTheSamePlaceIsAnotherText(t *testing.T) {
	s := NewScanner()
	for _, text := range []string{"pair 0001", "pair 0002", "pair 0001", "pair 0003"} {
		f := newScene(320, 240, 160)
		f.code(t, text, homography{5, 0, 100, 0, 5, 60, 0, 0, 1})
		if got := s.Frame(f.luma(), later()); len(got) != 1 || got[0].Text != text {
			t.Fatalf("%q: %+v", text, got)
		}
	}
}

// Each frame is looked at in another way, so that a code in a hard light is read
// before a hand is tired.
func TestHardCodesAreReadWithinAFewFrames(t *testing.T) {
	h := homography{5, 0, 220, 0, 5, 120, 0, 0, 1}
	for name, spoil := range map[string]func(f *scene){
		"light on dark": func(f *scene) {
			for i, v := range f.pix {
				f.pix[i] = ^v
			}
		},
		"faint": func(f *scene) {
			for i, v := range f.pix {
				f.pix[i] = 100 + v/8
			}
		},
		"blurred": func(f *scene) { f.blur(4) },
		"a lamp": func(f *scene) {
			for i, v := range f.pix {
				dx, dy := i%f.w-290, i/f.w-170
				f.pix[i] = byte(min(int(v)/2+max(0, 140-(dx*dx+dy*dy)/20), 255))
			}
		},
	} {
		f := newScene(640, 480, 160)
		f.code(t, sample, h)
		spoil(f)
		s, read := NewScanner(), false
		for range 6 {
			for _, c := range s.Frame(f.luma(), later()) {
				read = read || c.Text == sample
			}
		}
		if !read {
			t.Errorf("%s: not read", name)
		}
	}
}

// blur takes the mean of side by side pixels.
func (s *scene) blur(side int) {
	was := append([]byte(nil), s.pix...)
	for y := range s.h - side {
		for x := range s.w - side {
			sum := 0
			for i := range side * side {
				sum += int(was[(y+i/side)*s.w+x+i%side])
			}
			s.pix[y*s.w+x] = byte(sum / (side * side))
		}
	}
}

func TestNoiseSpellsNothing(t *testing.T) {
	r := rand.New(rand.NewPCG(18004, 10))
	s := NewScanner()
	for i := range 40 {
		f := newScene(160, 160, 0)
		cell := 1 + i%5
		for y := range f.h {
			for x := range f.w {
				if x%cell > 0 {
					f.pix[y*f.w+x] = f.pix[y*f.w+x-1]
				} else if y%cell > 0 {
					f.pix[y*f.w+x] = f.pix[(y-1)*f.w+x]
				} else {
					f.pix[y*f.w+x] = byte(r.IntN(256))
				}
			}
		}
		if got := s.Frame(f.luma(), later()); len(got) > 0 {
			t.Errorf("%d: %+v", i, got)
		}
	}
}

// A wall of finder patterns makes millions of threes; what is tried stays bounded.
func TestWallOfPatternsIsBoundedWork(t *testing.T) {
	wall := newScene(1280, 720, 255)
	for y := range 720 {
		for x := range 1280 {
			cx, cy := x/3%9-1, y/3%9-1 // rings of 7 modules, 3 pixels each, 2 modules apart
			if ring := max(cx, 6-cx, cy, 6-cy); ring != 5 && ring <= 6 {
				wall.pix[y*wall.w+x] = 0
			}
		}
	}
	p, s := plane{1280, 720, 1280, wall.pix}, scan{}
	s.look(&p, 1, false, wide, hard)
	if len(s.codes) > 0 {
		t.Errorf("%+v", s.codes)
	}
	if n := len(s.search.found); n < 500 || n > maxFinders+100 {
		t.Errorf("%d patterns", n)
	}
	if len(s.rings) > hard.finders || len(s.triples) > 2*maxTriples || len(s.guesses) > 5*hard.triples {
		t.Errorf("%d outlines, %d threes, %d guesses", len(s.rings), len(s.triples), len(s.guesses))
	}
}

// A still picture that is a wall is given up after the first round; a page full of
// codes, and noise, are not walls.
func TestOnlyWallsAreWalls(t *testing.T) {
	found := func(p *plane) []finder {
		s := scan{}
		s.look(p, 1, false, wide, easy)
		return s.search.found
	}
	wall := newScene(1280, 720, 255)
	for y := range 720 {
		for x := range 1280 {
			cx, cy := x/3%9-1, y/3%9-1
			if ring := max(cx, 6-cx, cy, 6-cy); ring != 5 && ring <= 6 {
				wall.pix[y*wall.w+x] = 0
			}
		}
	}
	if !isWall(found(&plane{1280, 720, 1280, wall.pix})) {
		t.Error("a wall of 1,222 patterns is not known")
	}
	code := grayOf(samplePicture(t))
	page := newScene(8*code.w, 6*code.h, 255)
	for y := range page.h {
		for x := range page.w {
			page.pix[y*page.w+x] = code.pix[y%code.h*code.w+x%code.w]
		}
	}
	if isWall(found(&plane{page.w, page.h, page.w, page.pix})) {
		t.Error("48 codes are taken for a wall")
	}
	r := rand.New(rand.NewPCG(18004, 11))
	noise := newScene(1280, 720, 0)
	for i := range noise.pix {
		noise.pix[i] = byte(r.IntN(256))
	}
	if isWall(found(&plane{1280, 720, 1280, noise.pix})) {
		t.Error("noise is taken for a wall")
	}
}
