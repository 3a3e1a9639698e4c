package widgets

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"kauth/app/look"
)

// Progress is a bar that shows how much is left.
type Progress struct {
	control
	fraction    float64
	last        bool
	track, fill *canvas.Rectangle
}

const progressHigh = 6

// NewProgress makes an empty bar.
func NewProgress() *Progress {
	p := &Progress{track: canvas.NewRectangle(color.Transparent), fill: canvas.NewRectangle(color.Transparent)}
	p.track.CornerRadius, p.fill.CornerRadius = progressHigh/2, progressHigh/2
	p.parts = []fyne.CanvasObject{p.track, p.fill}
	p.ExtendBaseWidget(p)
	return p
}

// Set shows a share from 0 to 1; last draws it in the danger color.
func (p *Progress) Set(fraction float64, last bool) {
	if fraction != p.fraction || last != p.last {
		p.fraction, p.last = min(max(fraction, 0), 1), last
		changed(p)
	}
}

// CreateRenderer implements fyne.Widget.
func (p *Progress) CreateRenderer() fyne.WidgetRenderer { return render(p) }

func (p *Progress) heightFor(float32) float32 { return progressHigh }
func (p *Progress) minWidth() float32         { return 60 }

func (p *Progress) style() {
	p.track.FillColor, p.fill.FillColor = look.Color(look.Stroke), look.Color(look.Primary)
	if p.last {
		p.fill.FillColor = look.Color(look.Danger)
	}
}

func (p *Progress) place(s fyne.Size) {
	put(p.track, 0, 0, s.Width, progressHigh)
	put(p.fill, 0, 0, s.Width*float32(p.fraction), progressHigh)
}
