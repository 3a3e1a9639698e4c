package look

import (
	"image/color"
	"sync/atomic"
)

var ground atomic.Value // a Token; Fyne may look at a theme from any goroutine

func init() { SetGround(Bg) }

// SetGround says what is behind the page in front. Fyne clears the window with it before
// it draws: on a phone that is what is seen under the system's own bars.
func SetGround(t Token) { ground.Store(t) }

// IsDark tells that signs on an opaque c had better be light.
func IsDark(c color.NRGBA) bool {
	white, black := color.NRGBA{R: 255, G: 255, B: 255, A: 255}, color.NRGBA{A: 255}
	return Contrast(c, white) > Contrast(c, black)
}

// cleared is an opaque color that Fyne 2.8.1 clears with as it is: it takes 65025 for the
// most that RGBA gives, which is 65535, and a strip would be a little lighter than the
// page beside it.
type cleared struct{ color.NRGBA }

// RGBA implements color.Color.
func (c cleared) RGBA() (r, g, b, a uint32) {
	return uint32(c.R) * 255, uint32(c.G) * 255, uint32(c.B) * 255, 255 * 257
}
