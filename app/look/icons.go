package look

import (
	"bytes"
	"fmt"
	"image/color"
	"strings"

	"kauth/assets"
)

// Icon is an icon of the family in a color. A name that is not in the family gives an
// empty drawing.
func Icon(name string, c color.NRGBA) Drawing { return IconStroke(name, c, 2) }

// IconStroke is Icon with strokes of another width, in units of its 24 x 24 grid.
func IconStroke(name string, c color.NRGBA, width float32) Drawing {
	svg := assets.Icon(name)
	svg = bytes.ReplaceAll(svg, []byte("#000000"), []byte(css(c)))
	svg = bytes.Replace(svg, []byte(`stroke-width="2"`), fmt.Appendf(nil, `stroke-width="%g"`, width), 1)
	return Drawing{string(svg)}
}

// Logo is the mark in the palette in use.
func Logo() Drawing {
	s := strings.ReplaceAll(string(assets.Logo), "#1257E0", css(Color(Primary)))
	return Drawing{strings.ReplaceAll(s, "#fff", css(Color(OnPrimary)))}
}

// Tokens is an SVG in which {token} stands for that token's color now.
func Tokens(svg string) Drawing {
	for t, c := range P() {
		svg = strings.ReplaceAll(svg, "{"+string(t)+"}", css(c))
	}
	return Drawing{svg}
}

func css(c color.NRGBA) string { return fmt.Sprintf("#%02X%02X%02X", c.R, c.G, c.B) }
