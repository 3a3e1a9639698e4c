package widgets

import (
	"image"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"kauth/app/look"
)

// Picture is a drawing of a fixed size, made again from the palette when it changes.
type Picture struct {
	control
	raster *canvas.Raster
	draw   func() look.Drawing
	shown  look.Drawing
	size   fyne.Size
}

func newPicture(size fyne.Size, draw func() look.Drawing) *Picture {
	p := &Picture{draw: draw, shown: draw(), size: size}
	p.raster = canvas.NewRaster(func(w, h int) image.Image { return p.shown.Paint(w, h) })
	p.parts = []fyne.CanvasObject{p.raster}
	p.ExtendBaseWidget(p)
	return p
}

// newIcon is an icon of the family, in a token's color.
func newIcon(name string, c look.Token, size float32) *Picture {
	return newPicture(fyne.NewSquareSize(size), func() look.Drawing { return look.Icon(name, look.Color(c)) })
}

// NewLogo is the mark.
func NewLogo(size float32) *Picture { return newPicture(fyne.NewSquareSize(size), look.Logo) }

// to changes what it draws.
func (p *Picture) to(draw func() look.Drawing) {
	p.draw = draw
	p.style()
}

func (p *Picture) toIcon(name string, c look.Token) {
	p.to(func() look.Drawing { return look.Icon(name, look.Color(c)) })
}

// CreateRenderer implements fyne.Widget.
func (p *Picture) CreateRenderer() fyne.WidgetRenderer { return render(p) }

func (p *Picture) heightFor(float32) float32 { return p.size.Height }
func (p *Picture) minWidth() float32         { return p.size.Width }

// style takes the drawing again; the same one is not painted twice.
func (p *Picture) style() {
	if d := p.draw(); p.shown != d {
		p.shown = d
		p.raster.Refresh()
	}
}

func (p *Picture) place(s fyne.Size) {
	put(p.raster, (s.Width-p.size.Width)/2, (s.Height-p.size.Height)/2, p.size.Width, p.size.Height)
}
