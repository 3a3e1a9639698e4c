package widgets

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"kauth/app/look"
)

// Style is a role of text: its size, line height, weight and color.
type Style struct {
	Size   look.Size
	Line   float32 // line height at scale 1
	Weight look.Weight
	Color  look.Token
}

// The styles of the design system.
var (
	Headline = Style{look.SizeHeadline, 34, look.Bold, look.Ink}
	Title    = Style{look.SizeTitle, 28, look.Bold, look.Ink}
	BarText  = Style{look.SizeBar, 24, look.SemiBold, look.Ink}
	Body     = Style{look.SizeText, 24, look.Regular, look.Muted}
	Value    = Style{look.SizeText, 20, look.Medium, look.Ink}
	Label    = Style{look.SizeLabel, 18, look.Regular, look.Muted}
	Small    = Style{look.SizeLabel, 22, look.Regular, look.Muted} // sentences in the size of labels
	Section  = Style{look.SizeSection, 16, look.SemiBold, look.Muted}

	barRoot    = Style{look.SizeBarRoot, 30, look.Bold, look.Ink}
	buttonText = Style{look.SizeButton, 22, look.SemiBold, look.Ink}
	bannerText = Style{look.SizeBanner, 19, look.Medium, look.Primary}
	pillText   = Style{look.SizeSection, 16, look.SemiBold, look.Primary}
)

func (s Style) lineHeight() float32 { return s.Line / float32(s.Size) * look.Scaled(s.Size) }

func (s Style) size() float32 { return look.Scaled(s.Size) }

// width measures a text in this style, unwrapped.
func (s Style) width(text string) float32 { return measure(text, s.size(), s.Weight).Width }

func measure(text string, size float32, w look.Weight) fyne.Size {
	style, font := look.Font(w, text)
	m, _ := fyne.CurrentApp().Driver().RenderedTextSize(text, size, style, font)
	return m
}

// draw makes t show text in this style.
func (s Style) draw(t *canvas.Text, text string) {
	t.Text, t.TextSize, t.Color = text, s.size(), look.Color(s.Color)
	t.TextStyle, t.FontSource = look.Font(s.Weight, text)
}

// wrap breaks a text into lines no wider than width.
func (s Style) wrap(text string, width float32) []string { return wrap(text, width, s.width) }

// shorten cuts the middle out of a text that is wider than width.
func (s Style) shorten(text string, width float32) string {
	if width <= 0 {
		return text
	}
	return shorten(text, width, s.width)
}
