package widgets

import (
	"strconv"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"kauth/app/look"
)

// The sizes of rings.
const (
	SmallRing = 40
	LargeRing = 96
)

// Ring shows how much of a code's life is left, and the seconds in its middle.
type Ring struct {
	control
	size     float32
	fraction float64
	last     bool
	track    *canvas.Arc
	arc      *canvas.Arc
	seconds  *canvas.Text
}

// NewRing makes an empty ring.
func NewRing(size float32) *Ring {
	r := &Ring{size: size, track: canvas.NewArc(0, 360, 0, nil), arc: canvas.NewArc(0, 0, 0, nil), seconds: canvas.NewText("", nil)}
	r.parts = []fyne.CanvasObject{r.track, r.arc, r.seconds}
	r.ExtendBaseWidget(r)
	return r
}

// Set shows what is left; last is for the seconds in which the next code is near.
func (r *Ring) Set(seconds int, fraction float64, last bool) {
	text := strconv.Itoa(seconds)
	if text == r.seconds.Text && fraction == r.fraction && last == r.last {
		return
	}
	r.seconds.Text, r.fraction, r.last = text, min(max(fraction, 0), 1), last
	changed(r)
}

// CreateRenderer implements fyne.Widget.
func (r *Ring) CreateRenderer() fyne.WidgetRenderer { return render(r) }

func (r *Ring) heightFor(float32) float32 { return r.size }
func (r *Ring) minWidth() float32         { return r.size }

// stroke is the ring's thickness.
func (r *Ring) stroke() float32 {
	if r.size > 60 {
		return 7
	}
	return 4
}

func (r *Ring) style() {
	r.track.FillColor = look.Color(look.Stroke)
	r.arc.FillColor = look.Color(look.Primary)
	if r.last {
		r.arc.FillColor = look.Color(look.Danger)
	}
	r.arc.EndAngle = float32(360 * r.fraction)
	r.arc.CutoutRatio = 1 - 2*r.stroke()/r.size
	r.track.CutoutRatio = r.arc.CutoutRatio
	r.arc.CornerRadius = r.stroke() / 2
	r.arc.Hidden = r.fraction <= 0
	how := Style{Size: look.SizeSection, Line: 16, Weight: look.SemiBold, Color: look.Muted}
	if r.size > 60 {
		how.Size = look.SizeTitle
	}
	if r.last {
		how.Color = look.Danger
	}
	how.draw(r.seconds, r.seconds.Text)
	r.seconds.TextSize = min(r.seconds.TextSize, r.size*0.5)
}

func (r *Ring) place(s fyne.Size) {
	x, y := (s.Width-r.size)/2, (s.Height-r.size)/2
	put(r.track, x, y, r.size, r.size)
	put(r.arc, x, y, r.size, r.size)
	m := r.seconds.MinSize()
	put(r.seconds, (s.Width-m.Width)/2, (s.Height-m.Height)/2, m.Width, m.Height)
}
