package widgets

import (
	"fyne.io/fyne/v2"

	"kauth/app/look"
)

// area is a place that can be pressed, over what shows what it does.
type area struct{ press }

func newArea(label string, radius float32, tapped func()) *area {
	a := &area{}
	a.begin(a, label, radius, tapped)
	a.parts = []fyne.CanvasObject{a.veil, a.ring}
	a.ExtendBaseWidget(a)
	return a
}

// CreateRenderer implements fyne.Widget.
func (a *area) CreateRenderer() fyne.WidgetRenderer { return render(a) }

func (a *area) heightFor(float32) float32 { return look.Touch }
func (a *area) minWidth() float32         { return look.Touch }
func (a *area) style()                    { a.feel() }

// place keeps the ring inside: an area fills a card, which clips nothing but has
// neighbors.
func (a *area) place(s fyne.Size) {
	put(a.veil, 0, 0, s.Width, s.Height)
	put(a.ring, 0, 0, s.Width, s.Height)
}
