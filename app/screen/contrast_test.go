package screen

import (
	"image/color"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/test"

	"kauth/app/look"
)

// fill is a ground that words may stand on.
type fill struct {
	place box
	color color.NRGBA
}

// painter goes through a page as it is drawn, and compares words with what is under them.
type painter struct {
	fills []fill
	found func(words *canvas.Text, on color.NRGBA)
}

func (p *painter) walk(o fyne.CanvasObject, at fyne.Position, off bool) {
	if !o.Visible() {
		return
	}
	at = at.Add(o.Position())
	b := box{at.X, at.Y, o.Size().Width, o.Size().Height}
	if d, ok := o.(fyne.Disableable); ok {
		off = off || d.Disabled()
	}
	switch t := o.(type) {
	case *canvas.Rectangle:
		p.fills = append(p.fills, fill{b, nrgba(t.FillColor)})
	case *canvas.Circle:
		p.fills = append(p.fills, fill{b, nrgba(t.FillColor)})
	case *canvas.Text:
		if t.Text != "" && !off { // WCAG 1.4.3 leaves out what cannot be used now
			m := t.MinSize()
			p.found(t, p.under(at.X+m.Width/2, at.Y+m.Height/2))
		}
	case *fyne.Container:
		for _, c := range t.Objects {
			p.walk(c, at, off)
		}
	case *container.Scroll:
		p.walk(t.Content, at, off)
	case fyne.Widget:
		if typed(o) {
			return
		}
		for _, c := range test.WidgetRenderer(t).Objects() {
			p.walk(c, at, off)
		}
	}
}

// under blends all grounds at a place, the last one on top. What is scrolled away
// will stand on the page's own.
func (p *painter) under(x, y float32) color.NRGBA {
	on := look.Color(look.Bg)
	for _, f := range p.fills {
		if x >= f.place.x && x < f.place.x+f.place.w && y >= f.place.y && y < f.place.y+f.place.h {
			on = over(f.color, on)
		}
	}
	return on
}

func nrgba(c color.Color) color.NRGBA {
	if c == nil {
		return color.NRGBA{}
	}
	return color.NRGBAModel.Convert(c).(color.NRGBA)
}

func over(c, under color.NRGBA) color.NRGBA {
	mix := func(a, b uint8) uint8 { return uint8((int(a)*int(c.A) + int(b)*(255-int(c.A))) / 255) }
	return color.NRGBA{mix(c.R, under.R), mix(c.G, under.G), mix(c.B, under.B), 255}
}

// TestAllWordsCanBeReadOnWhatIsUnderThem computes WCAG's contrast of every pair that is
// drawn: 4.5 to 1, and 3 to 1 for large words (1.4.3).
func TestAllWordsCanBeReadOnWhatIsUnderThem(t *testing.T) {
	for _, v := range []view{light, dark} {
		e := newEasel(t, v)
		pairs := 0
		for _, s := range shots() {
			e.show(s)
			p := painter{found: func(words *canvas.Text, on color.NRGBA) {
				least := 4.5
				if words.TextSize >= 24 {
					least = 3
				}
				pairs++
				if got := look.Contrast(over(nrgba(words.Color), on), on); got < least {
					t.Errorf("%s, %s: %q in %v on %v holds %.2f, want %.1f", s.name, v.name, words.Text, words.Color, on, got, least)
				}
			}}
			p.walk(e.stage, fyne.Position{}, false)
		}
		if pairs < 1000 {
			t.Errorf("%s: only %d pairs were seen", v.name, pairs)
		}
	}
}
