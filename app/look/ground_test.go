package look

import (
	"image/color"
	"testing"

	"fyne.io/fyne/v2/theme"
)

// TestTheWindowIsClearedWithTheGroundOfThePage does the arithmetic of Fyne's painter.
func TestTheWindowIsClearedWithTheGroundOfThePage(t *testing.T) {
	t.Cleanup(func() { SetGround(Bg) })
	for _, a := range []Appearance{LightOnly, DarkOnly} {
		th := NewTheme(a, 1)
		for _, ground := range []Token{Bg, Scrim} {
			SetGround(ground)
			r, g, b, alpha := th.Color(theme.ColorNameBackground, theme.VariantLight).RGBA()
			as := func(v uint32) uint8 { return uint8(min(float32(v)/(255*255), 1)*255 + 0.5) }
			if got, want := (color.NRGBA{as(r), as(g), as(b), as(alpha)}), th.palette(theme.VariantLight).Of(ground); got != want {
				t.Errorf("%q, %s: cleared with %v, drawn with %v", a, ground, got, want)
			}
		}
	}
}

func TestSignsAreLightWhereTheGroundIsDark(t *testing.T) {
	for c, dark := range map[color.NRGBA]bool{
		Light.Of(Bg): false, Dark.Of(Bg): true, Light.Of(Scrim): true, Dark.Of(Scrim): true, hex(0xFFFFFF): false,
	} {
		if IsDark(c) != dark {
			t.Errorf("%v is dark: %v", c, !dark)
		}
	}
}
