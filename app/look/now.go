package look

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"
)

// P is the palette in use now. It is for Fyne's goroutine, while the app runs.
func P() Palette {
	s := fyne.CurrentApp().Settings()
	if t, ok := s.Theme().(*Theme); ok {
		return t.palette(s.ThemeVariant())
	}
	if s.ThemeVariant() == theme.VariantDark {
		return Dark
	}
	return Light
}

// Color is a token's color now.
func Color(t Token) color.NRGBA { return P().Of(t) }

// Scale is the text scale now, from 1 to 2.
func Scale() float32 {
	if t, ok := fyne.CurrentApp().Settings().Theme().(*Theme); ok {
		return t.scale
	}
	return MinScale
}

// Scaled is a type size with the person's text scale. What is large already grows less:
// at 200 % a text of 16 is 32, a headline of 28 is 44, so that words still fit a line.
func Scaled(s Size) float32 {
	k := Scale()
	if s > SizeBar {
		k = 1 + (k-1)*max(0.4, 1-float32(s-SizeBar)/25)
	}
	return float32(s) * k
}
