package viewmodel

import (
	"image"
	"sync/atomic"
	"time"

	"kauth/core/qr"
)

// Viewfinder is what the camera sees, upright and small: for a person to aim by.
type Viewfinder struct {
	Picture *image.Gray // nil: dark
	Marks   []Mark      // the codes in it
}

// Mark is where a code is in the picture, its corners in turn.
type Mark [4]image.Point

const (
	finderSide = 480              // pixels of the picture's longer side
	finderTime = time.Second / 15 // at most so often is it drawn
)

// finder makes Viewfinders, of one buffer: the next is made when the last was drawn.
type finder struct {
	mirror bool
	out    Viewfinder
	drawn  atomic.Bool // the last one is still needed
	when   time.Time
}

// show gives the frame to who watches, where they had time for the last one.
func (e *eye) show(l qr.Luma, codes []qr.Code, now time.Time) {
	v, shows := &e.view, e.scan.watcher.Load()
	if shows == nil || v.drawn.Load() || len(codes) == 0 && now.Sub(v.when) < finderTime {
		return
	}
	e.mu.Lock()
	v.when = now
	v.shrink(l)
	v.out.Marks = v.out.Marks[:0]
	for _, c := range codes {
		var m Mark
		for i, p := range c.Corners {
			m[i] = v.place(l, p)
		}
		v.out.Marks = append(v.out.Marks, m)
	}
	out := Viewfinder{Picture: v.out.Picture, Marks: append([]Mark(nil), v.out.Marks...)}
	e.mu.Unlock()
	v.drawn.Store(true)
	(*shows)(out, func() { v.drawn.Store(false) })
}

// dark takes the picture away, and what was in it.
func (e *eye) dark() {
	e.mu.Lock()
	e.view.out = Viewfinder{}
	e.mu.Unlock()
	if shows := e.scan.watcher.Load(); shows != nil {
		(*shows)(Viewfinder{}, func() {})
	}
}

// still is a copy of what is shown, for as long as a person chooses.
func (e *eye) still() *Viewfinder {
	e.mu.Lock()
	defer e.mu.Unlock()
	p := e.view.out.Picture
	if p == nil {
		return nil
	}
	c := *p
	c.Pix = append([]byte(nil), p.Pix...)
	return &Viewfinder{Picture: &c, Marks: append([]Mark(nil), e.view.out.Marks...)}
}

// size is the small picture's, and how many pixels of the frame are one of its.
func size(l qr.Luma) (w, h, by int) {
	by = max((max(l.Width, l.Height)+finderSide-1)/finderSide, 1)
	w, h = l.Width/by, l.Height/by
	if l.Rotation%180 != 0 {
		w, h = h, w
	}
	return max(w, 1), max(h, 1), by
}

// shrink takes every so many pixels, turned upright, and mirrored where that is wanted.
func (f *finder) shrink(l qr.Luma) {
	w, h, by := size(l)
	if f.out.Picture == nil || f.out.Picture.Rect.Dx() != w || f.out.Picture.Rect.Dy() != h {
		f.out.Picture = image.NewGray(image.Rect(0, 0, w, h))
	}
	for y := range h {
		row := f.out.Picture.Pix[y*w : (y+1)*w]
		for x := range row {
			sx, sy := f.source(l, x, y, w, h)
			row[x] = l.Pix[min(sy*by, l.Height-1)*l.Stride+min(sx*by, l.Width-1)]
		}
	}
}

// source is where a pixel of the small picture comes from, in steps of the frame.
func (f *finder) source(l qr.Luma, x, y, w, h int) (sx, sy int) {
	if f.mirror {
		x = w - 1 - x
	}
	switch l.Rotation {
	case 90:
		return y, w - 1 - x
	case 180:
		return w - 1 - x, h - 1 - y
	case 270:
		return h - 1 - y, x
	}
	return x, y
}

// place is where a point of the frame is in the small picture: source, the other way.
func (f *finder) place(l qr.Luma, p image.Point) image.Point {
	w, h, by := size(l)
	x, y := p.X/by, p.Y/by
	switch l.Rotation {
	case 90:
		x, y = w-1-y, x
	case 180:
		x, y = w-1-x, h-1-y
	case 270:
		x, y = y, h-1-x
	}
	if f.mirror {
		x = w - 1 - x
	}
	return image.Pt(x, y)
}
