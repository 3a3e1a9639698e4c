package widgets

import (
	"image"
	"image/color"
	"strconv"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"kauth/app/look"
)

// Viewfinder shows what a camera sees, filling its place, with corners to aim by and
// outlines around codes. In the dark it is the corners alone.
type Viewfinder struct {
	control
	side     float32 // of the corners
	raster   *canvas.Raster
	corners  *Picture
	seen     *image.Gray // nil: dark
	drawn    *image.RGBA
	marks    [][4]image.Point
	numbered bool
	lines    []fyne.CanvasObject
}

// around is the room for the picture on each side of the corners.
const around = 30

// NewViewfinder makes one with corners of a side; 0 is none.
func NewViewfinder(side float32) *Viewfinder {
	v := &Viewfinder{side: side}
	v.raster = canvas.NewRaster(v.draw)
	if side > 0 {
		v.corners = NewScanFrame(side)
	}
	v.list()
	v.ExtendBaseWidget(v)
	return v
}

// Numbered gives each outline its number, from 1.
func (v *Viewfinder) Numbered() *Viewfinder { v.numbered = true; return v }

// Set takes the pixels as they are now: they may change after it has returned. nil is
// darkness. It says whether the height is another one.
func (v *Viewfinder) Set(seen *image.Gray, marks [][4]image.Point) (resized bool) {
	resized = (seen == nil) != (v.seen == nil)
	switch {
	case seen == nil:
		v.seen, v.drawn = nil, nil
	case v.seen == nil || v.seen.Rect != seen.Rect:
		v.seen = image.NewGray(seen.Rect)
		fallthrough
	default:
		copy(v.seen.Pix, seen.Pix)
	}
	same := len(marks) == 0 && len(v.marks) == 0 && !resized
	v.marks = marks
	if same { // as most frames: no more than the picture changes
		v.raster.Refresh()
		return false
	}
	v.mark()
	changed(v)
	return resized
}

// Seen tells whether there is a picture.
func (v *Viewfinder) Seen() bool { return v.seen != nil }

// CreateRenderer implements fyne.Widget.
func (v *Viewfinder) CreateRenderer() fyne.WidgetRenderer { return render(v) }

func (v *Viewfinder) heightFor(width float32) float32 {
	switch {
	case v.seen == nil:
		return v.side
	case v.side == 0:
		b := v.seen.Rect
		return min(width*float32(b.Dy())/float32(b.Dx()), 300)
	}
	return v.side + 2*around
}

func (v *Viewfinder) minWidth() float32 { return max(v.side, 100) }

func (v *Viewfinder) style() {
	if v.corners != nil {
		v.corners.style()
	}
}

func (v *Viewfinder) place(s fyne.Size) {
	put(v.raster, 0, 0, s.Width, s.Height)
	if v.corners != nil {
		put(v.corners, 0, 0, s.Width, s.Height)
	}
	v.mark()
}

func (v *Viewfinder) list() {
	v.parts = nil
	if v.seen != nil {
		v.parts = append(v.parts, v.raster)
	}
	v.parts = append(v.parts, v.lines...)
	if v.corners != nil {
		v.parts = append(v.parts, v.corners)
	}
}

// cover is how the picture fills a place: its scale, and where its left top is.
func (v *Viewfinder) cover(w, h float32) (scale, x, y float32) {
	b := v.seen.Rect
	scale = max(w/float32(b.Dx()), h/float32(b.Dy()))
	return scale, (w - scale*float32(b.Dx())) / 2, (h - scale*float32(b.Dy())) / 2
}

// mark outlines the codes, inside of the place.
func (v *Viewfinder) mark() {
	v.lines = nil
	s := v.Size()
	if v.seen == nil || s.IsZero() {
		v.list()
		return
	}
	scale, left, top := v.cover(s.Width, s.Height)
	at := func(p image.Point) fyne.Position {
		x, y := left+scale*float32(p.X), top+scale*float32(p.Y)
		return fyne.NewPos(min(max(x, 3), s.Width-3), min(max(y, 3), s.Height-3))
	}
	for i, m := range v.marks {
		for _, how := range []struct {
			color look.Token
			width float32
		}{{look.OnScrim, 7}, {look.OK, 3}} {
			for j := range m {
				l := canvas.NewLine(look.Color(how.color))
				l.StrokeWidth, l.Position1, l.Position2 = how.width, at(m[j]), at(m[(j+1)%4])
				v.lines = append(v.lines, l)
			}
		}
		if v.numbered {
			v.lines = append(v.lines, badge(i+1, at(center(m)))...)
		}
	}
	v.list()
}

func center(m [4]image.Point) (c image.Point) {
	for _, p := range m {
		c = c.Add(p.Div(4))
	}
	return c
}

const badgeSize = 30

func badge(n int, at fyne.Position) []fyne.CanvasObject {
	ground := canvas.NewCircle(look.Color(look.Scrim))
	put(ground, at.X-badgeSize/2, at.Y-badgeSize/2, badgeSize, badgeSize)
	words := canvas.NewText(strconv.Itoa(n), look.Color(look.OnScrim))
	words.TextSize, words.Alignment = 18, fyne.TextAlignCenter
	words.TextStyle.Bold = true
	put(words, at.X-badgeSize/2, at.Y-badgeSize/2, badgeSize, badgeSize)
	return []fyne.CanvasObject{ground, words}
}

// draw fills w times h pixels of the screen: the nearest of the picture, dark outside of
// the round corners. One buffer serves all frames.
func (v *Viewfinder) draw(w, h int) image.Image {
	if v.drawn == nil || v.drawn.Rect.Dx() != w || v.drawn.Rect.Dy() != h {
		v.drawn = image.NewRGBA(image.Rect(0, 0, w, h))
	}
	if v.seen == nil || w == 0 || h == 0 {
		return v.drawn
	}
	scale, left, top := v.cover(float32(w), float32(h))
	b := v.seen.Rect
	step := int(65536 / scale)
	for y := range h {
		sy := min(max(int((float32(y)-top)/scale), 0), b.Dy()-1)
		row, out := v.seen.Pix[sy*v.seen.Stride:], v.drawn.Pix[y*v.drawn.Stride:]
		sx := int(-left * 65536 / scale)
		for x := range w {
			g := row[min(max(sx>>16, 0), b.Dx()-1)]
			o := out[4*x : 4*x+4 : 4*x+4]
			o[0], o[1], o[2], o[3] = g, g, g, 255
			sx += step
		}
	}
	round(v.drawn, w*look.CardRadius/int(max(v.Size().Width, 1)))
	return v.drawn
}

// round takes the corners away.
func round(img *image.RGBA, radius int) {
	w, h := img.Rect.Dx(), img.Rect.Dy()
	for y := range min(radius, h) {
		for x := range min(radius, w) {
			if dx, dy := radius-x, radius-y; dx*dx+dy*dy > radius*radius {
				for _, p := range [][2]int{{x, y}, {w - 1 - x, y}, {x, h - 1 - y}, {w - 1 - x, h - 1 - y}} {
					img.SetRGBA(p[0], p[1], color.RGBA{})
				}
			}
		}
	}
}
