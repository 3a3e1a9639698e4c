package qr

import (
	"testing"
	"time"
)

// slow is a Scanner on a machine that takes a millisecond from one look at the clock to
// the next.
func slow() (s *Scanner, tick *time.Time) {
	s, tick = NewScanner(), &time.Time{}
	*tick = time.Unix(0, 0)
	s.scan.now = func() time.Time {
		*tick = tick.Add(time.Millisecond)
		return *tick
	}
	return s, tick
}

// lightOnDark is what only one of the ways that come last reads, the next one after
// NewScanner.
func lightOnDark(t *testing.T) Luma {
	f := newScene(640, 480, 160)
	f.code(t, sample, homography{5, 0, 220, 0, 5, 120, 0, 0, 1})
	for i, v := range f.pix {
		f.pix[i] = ^v
	}
	return f.luma()
}

// A frame begins with the same steps each time: what comes after them has its turn when
// there is time for it.
func TestAWayThatTheClockCutShortComesAgain(t *testing.T) {
	l := lightOnDark(t)
	s, tick := slow()
	begun := *tick
	if len(s.Frame(l, tick.Add(time.Hour))) != 1 {
		t.Fatal("it is not read where there is time")
	}
	whole := tick.Sub(begun)
	for _, given := range []time.Duration{whole / 4, whole / 2, whole - time.Millisecond} {
		s, tick := slow()
		if len(s.Frame(l, tick.Add(given))) != 0 {
			t.Fatalf("the clock does not end it after %v of %v", given, whole)
		}
		if len(s.Frame(l, tick.Add(time.Hour))) != 1 {
			t.Errorf("after %v of %v the next frame with time for it is looked at in another way", given, whole)
		}
	}
}

func TestAWayThatTheClockAlwaysCutsShortKeepsNoOtherFromItsTurn(t *testing.T) {
	s, tick := slow()
	ways := map[int]bool{}
	for range 6 * insist {
		ways[s.way] = true
		s.scan.until = *tick
		s.turn()
	}
	if len(ways) != 6 {
		t.Errorf("%d ways of 6", len(ways))
	}
}
