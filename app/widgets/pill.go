package widgets

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"kauth/app/look"
)

// Pill is a word in a rounded ground of a tone.
type Pill struct {
	control
	tone   Tone
	ground *canvas.Rectangle
	word   *Line
}

// NewPill makes one.
func NewPill(tone Tone, text string) *Pill {
	p := &Pill{tone: tone, ground: canvas.NewRectangle(color.Transparent), word: NewLine(pillText, text).Centered()}
	p.parts = []fyne.CanvasObject{p.ground, p.word}
	p.ExtendBaseWidget(p)
	return p
}

// Set shows another word.
func (p *Pill) Set(tone Tone, text string) {
	p.tone = tone
	p.word.Set(text)
	changed(p)
}

// CreateRenderer implements fyne.Widget.
func (p *Pill) CreateRenderer() fyne.WidgetRenderer { return render(p) }

func (p *Pill) heightFor(float32) float32 { return p.word.heightFor(0) + 8 }
func (p *Pill) minWidth() float32         { return p.word.natural() + 21 }

func (p *Pill) style() {
	soft, strong := p.tone.colors()
	p.ground.FillColor = look.Color(soft)
	p.word.In(strong)
}

func (p *Pill) place(s fyne.Size) {
	p.ground.CornerRadius = s.Height / 2
	put(p.ground, 0, 0, s.Width, s.Height)
	put(p.word, 10, 0, s.Width-20, s.Height)
}
