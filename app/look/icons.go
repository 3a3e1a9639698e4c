package look

import (
	"bytes"
	"fmt"
	"image/color"
	"strings"
	"sync"

	"fyne.io/fyne/v2"

	"kauth/assets"
)

// Icon is an icon of the family in a color, drawn sharp at any size. A name that is
// not in the family gives an empty picture.
func Icon(name string, c color.NRGBA) fyne.Resource { return IconStroke(name, c, 2) }

// IconStroke is Icon with strokes of another width, in units of its 24 x 24 grid.
func IconStroke(name string, c color.NRGBA, width float32) fyne.Resource {
	key := fmt.Sprintf("%s-%s-%g.svg", name, css(c), width)
	return kept(key, func() []byte {
		svg := assets.Icon(name)
		svg = bytes.ReplaceAll(svg, []byte("#000000"), []byte(css(c)))
		return bytes.Replace(svg, []byte(`stroke-width="2"`), fmt.Appendf(nil, `stroke-width="%g"`, width), 1)
	})
}

// Logo is the mark in the palette in use.
func Logo() fyne.Resource {
	on, ground := css(Color(OnPrimary)), css(Color(Primary))
	return kept("logo-"+ground+".svg", func() []byte {
		s := strings.ReplaceAll(string(assets.Logo), "#1257E0", ground)
		return []byte(strings.ReplaceAll(s, "#fff", on))
	})
}

// Picture is an SVG drawing in which {token} stands for that token's color now.
func Picture(name, svg string) fyne.Resource {
	p := P()
	return kept(name+"-"+css(p.Of(Bg))+".svg", func() []byte {
		for t, c := range p {
			svg = strings.ReplaceAll(svg, "{"+string(t)+"}", css(c))
		}
		return []byte(svg)
	})
}

func css(c color.NRGBA) string { return fmt.Sprintf("#%02X%02X%02X", c.R, c.G, c.B) }

var (
	keptMu    sync.Mutex
	keptIcons = map[string]fyne.Resource{}
)

// kept makes each picture once: Fyne caches what it draws by the resource's name.
func kept(key string, make func() []byte) fyne.Resource {
	keptMu.Lock()
	defer keptMu.Unlock()
	if r, ok := keptIcons[key]; ok {
		return r
	}
	r := fyne.NewStaticResource(key, make())
	keptIcons[key] = r
	return r
}
