package widgets

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"kauth/app/look"
)

// WideFrom is the width of a window with room for two pages side by side.
const WideFrom = 720

// Pair is a list beside what is open of it. Where there is no room it is the latter
// alone.
type Pair struct {
	control
	list, open fyne.CanvasObject
	line       *canvas.Rectangle
}

// NewPair puts two pages side by side.
func NewPair(list, open fyne.CanvasObject) *Pair {
	p := &Pair{list: list, open: open, line: canvas.NewRectangle(color.Transparent)}
	p.parts = []fyne.CanvasObject{list, open, p.line}
	p.ExtendBaseWidget(p)
	return p
}

// CreateRenderer implements fyne.Widget.
func (p *Pair) CreateRenderer() fyne.WidgetRenderer { return render(p) }
func (p *Pair) heightFor(float32) float32           { return 240 }
func (p *Pair) minWidth() float32                   { return 280 }
func (p *Pair) style()                              { p.line.FillColor = look.Color(look.Stroke) }

func (p *Pair) place(s fyne.Size) {
	hide(p.list, s.Width < WideFrom)
	hide(p.line, s.Width < WideFrom)
	if s.Width < WideFrom {
		put(p.open, 0, 0, s.Width, s.Height)
		return
	}
	list := min(max(s.Width*0.4, 340), 420)
	put(p.list, 0, 0, list, s.Height)
	put(p.line, list, 0, look.Line, s.Height)
	put(p.open, list+look.Line, 0, s.Width-list-look.Line, s.Height)
}
