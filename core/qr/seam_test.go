package qr

import (
	"slices"
	"testing"
	"time"
)

func later() time.Time { return time.Now().Add(time.Minute) }

func TestFramesAreReadWithoutCopyingOrKeepingThem(t *testing.T) {
	g := grayOf(samplePicture(t)).bordered(30)
	stride := g.w + 13
	pix := make([]byte, stride*g.h-13) // the last row ends with the picture
	for y := range g.h {
		copy(pix[y*stride:], g.pix[y*g.w:(y+1)*g.w])
	}
	before := slices.Clone(pix)
	s := NewScanner()
	got := s.Frame(Luma{Pix: pix, Stride: stride, Width: g.w, Height: g.h}, later())
	if len(got) != 1 || got[0].Text != sample {
		t.Fatalf("%+v", got)
	}
	if !slices.Equal(pix, before) {
		t.Error("the frame was written to")
	}
	if got := s.Frame(Luma{Pix: make([]byte, 100*100), Stride: 100, Width: 100, Height: 100}, later()); len(got) != 0 {
		t.Errorf("an empty frame after one with a code: %+v", got)
	}
}

func TestFramesThatPromiseMoreThanTheyHoldAreNotRead(t *testing.T) {
	s, pix := NewScanner(), make([]byte, 10000)
	for _, l := range []Luma{
		{},
		{Pix: pix},
		{Pix: pix, Stride: 100, Width: 100},
		{Pix: pix, Stride: 100, Width: 100, Height: 101},
		{Pix: pix, Stride: 99, Width: 100, Height: 100},
		{Pix: pix, Stride: -100, Width: 100, Height: 100},
		{Pix: pix, Stride: 0, Width: 0, Height: 5},
		{Pix: pix, Stride: 1 << 62, Width: 100, Height: 3},
		{Pix: pix, Stride: 1 << 40, Width: 1 << 40, Height: 1 << 40},
		{Stride: 100, Width: 100, Height: -1},
	} {
		if got := s.Frame(l, later()); len(got) != 0 {
			t.Errorf("%d bytes, %dx%d: %+v", len(l.Pix), l.Width, l.Height, got)
		}
	}
}
