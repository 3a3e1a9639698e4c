package widgets

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"kauth/app/look"
)

// plate is a ground with a border that lies inside it. It is two fills, since Fyne's
// painters disagree where a stroke lies and blur one of 1 px across two.
type plate struct {
	outer, inner *canvas.Rectangle
	radius, line float32
}

func newPlate(radius, line float32) plate {
	return plate{canvas.NewRectangle(color.Transparent), canvas.NewRectangle(color.Transparent), radius, line}
}

// parts are to be drawn in this order, before what stands on the plate.
func (p *plate) parts() []fyne.CanvasObject { return []fyne.CanvasObject{p.outer, p.inner} }

// paint sets the colors; no line is a plain fill, no fill draws nothing.
func (p *plate) paint(fill, line look.Token) {
	p.inner.FillColor, p.outer.FillColor = color.Transparent, color.Transparent
	if fill != "" {
		p.inner.FillColor = look.Color(fill)
	}
	p.outer.Hidden = line == "" || p.line == 0
	if !p.outer.Hidden {
		p.outer.FillColor = look.Color(line)
	}
}

// repaint draws it again outside of its control's refresh.
func (p *plate) repaint() {
	p.outer.Refresh()
	p.inner.Refresh()
}

func (p *plate) place(x, y, w, h float32) {
	in := p.line
	if p.outer.Hidden {
		in = 0
	}
	p.outer.CornerRadius, p.inner.CornerRadius = p.radius, max(p.radius-in, 0)
	put(p.outer, x, y, w, h)
	put(p.inner, x+in, y+in, w-2*in, h-2*in)
}
