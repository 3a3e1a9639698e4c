package qr

import "time"

// Scanner reads the frames of one camera. It keeps its memory and what it tried
// last from frame to frame, so it belongs to one goroutine.
type Scanner struct {
	scan        scan
	half, quart plane
	turned      plane
	way         int // the one more that comes next, see extra
	cut         int // how often in a row its time was up before it ended
}

// NewScanner makes a Scanner that has seen nothing yet.
func NewScanner() *Scanner { return &Scanner{scan: scan{now: time.Now}} }

var (
	glance = effort{finders: 24, triples: 24, tries: 4, timing: 0.4}
	gaze   = effort{finders: 30, triples: 40, tries: 4, timing: 0.4, hard: true}
)

// Frame looks for codes in one frame of a camera until the given moment; what it
// found is good until the next call. Frames without a code, or broken ones, give
// nothing; the next frame is looked at in another way. All begin with the same steps:
// where those take all the time that there is, the next frame had better be given more.
func (s *Scanner) Frame(l Luma, until time.Time) []Code {
	s.scan.until, s.scan.codes = until, s.scan.codes[:0]
	if !l.fits() {
		return nil
	}
	p := plane{l.Width, l.Height, l.Stride, l.Pix}
	guarded(func() { s.frame(&p) })
	return s.scan.codes
}

// frame looks at three sizes, the largest only where the smaller ones gave nothing.
func (s *Scanner) frame(p *plane) {
	s.half.halve(p)
	s.scan.look(&s.half, 2, false, wide, glance)
	s.quart.halve(&s.half)
	s.scan.look(&s.quart, 4, false, wide, glance)
	if len(s.scan.codes) > 0 {
		return
	}
	s.scan.look(p, 1, false, wide, glance)
	if len(s.scan.codes) == 0 && !s.scan.late() {
		s.extra(p)
		s.turn()
	}
}

// insist is how often a way is tried whose time was up: as often as a time that doubles
// grows to sixteen times as much.
const insist = 5

// turn leaves a way for the next one when it was gone to its end, or never will be.
func (s *Scanner) turn() {
	if s.cut++; s.cut < insist && s.scan.late() {
		return
	}
	s.way, s.cut = (s.way+1)%6, 0
}

// extra is one more way for each frame, in turn.
func (s *Scanner) extra(p *plane) {
	switch s.way {
	case 0:
		s.turned.invert(&s.half)
		s.scan.look(&s.turned, 2, true, wide, glance)
	case 1:
		s.scan.look(p, 1, false, narrow, gaze)
	case 2:
		s.scan.look(&s.half, 2, false, wide, gaze)
	case 3:
		s.scan.look(&s.half, 2, false, narrow, gaze)
	case 4:
		s.turned.invert(p)
		s.scan.look(&s.turned, 1, true, wide, glance)
	case 5:
		s.scan.look(&s.quart, 4, false, narrow, gaze)
	}
}
