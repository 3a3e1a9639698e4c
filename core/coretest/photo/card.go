package photo

import (
	"image"
	"math"
	"math/rand/v2"

	qrcode "github.com/skip2/go-qrcode"
)

// card is a code on a page or a screen: how light it is at each place, in modules
// from the code's top left corner.
type card struct {
	said    string
	dark    [][]bool
	quiet   float64 // modules around the code; beyond it lies the page
	paper   float64 // light of a light module, of a dark one, of the page
	ink     float64
	page    float64
	print   float64 // letters on the page: 0 none
	screen  *screen // nil on paper
	covered *finger // nil where nothing is
	phase   float64
	shown   *image.Gray // or a picture instead of a code, a module for each pixel
}

// newCard draws a text as our own server does: level M, or L where that gets dense.
func newCard(r *rand.Rand, said string) *card {
	level := qrcode.Medium
	if len(said) > 250 {
		level = qrcode.Low
	}
	code, err := qrcode.New(said, level)
	if err != nil {
		panic(err) // the texts are ours, and short
	}
	code.DisableBorder = true
	return &card{
		said: said, dark: code.Bitmap(), quiet: 4, paper: between(r, 0.6, 0.9), ink: between(r, 0.02, 0.08),
		page: between(r, 0.15, 0.7), print: between(r, 0, 0.6), phase: r.Float64(),
	}
}

func (c *card) side() float64 {
	if c.shown != nil {
		return float64(max(c.shown.Rect.Dx(), c.shown.Rect.Dy()))
	}
	return float64(len(c.dark))
}

func (c *card) version() int { return max(len(c.dark)-17, 0) / 4 }

// at is the light that a place sends out.
func (c *card) at(x, y float64) float64 {
	if c.covered != nil && c.covered.over(x, y) {
		return c.covered.skin
	}
	n := c.side()
	if x < -c.quiet || y < -c.quiet || x >= n+c.quiet || y >= n+c.quiet {
		return c.beyond(x, y)
	}
	if c.screen != nil {
		return c.screen.at(c, x, y)
	}
	return c.module(x, y)
}

func (c *card) module(x, y float64) float64 {
	if c.shown != nil {
		return c.pixel(int(math.Floor(x)), int(math.Floor(y)))
	}
	n := c.side()
	if x >= 0 && y >= 0 && x < n && y < n && c.dark[int(y)][int(x)] {
		return c.ink
	}
	return c.paper
}

// pixel is the light of a picture's pixel, whose bytes have the usual gamma.
func (c *card) pixel(x, y int) float64 {
	if !image.Pt(x, y).In(c.shown.Rect) {
		return c.ink
	}
	return c.ink + (c.paper-c.ink)*math.Pow(float64(c.shown.GrayAt(x, y).Y)/255, 2.2)
}

// beyond is the page: plain, or lines of something like letters.
func (c *card) beyond(x, y float64) float64 {
	if c.print == 0 {
		return c.page
	}
	line, stroke := fraction(y/3+c.phase), fraction(x*0.9+c.phase*float64(int(y/3)))
	if line > 0.35 && line < 0.75 && stroke < 0.45 {
		return c.page * (1 - c.print)
	}
	return c.page
}

func fraction(v float64) float64 {
	f := v - float64(int(v))
	if f < 0 {
		f++
	}
	return f
}

// invert makes it light on dark, as dark themes do.
func (c *card) invert() {
	c.paper, c.ink = c.ink, c.paper
	c.page = min(c.page, 0.1)
}

// finger is an ellipse of skin.
type finger struct{ x, y, wide, high, skin float64 }

func (f *finger) over(x, y float64) bool {
	dx, dy := (x-f.x)/f.wide, (y-f.y)/f.high
	return dx*dx+dy*dy < 1
}

// hold puts a finger over the corner without a finder pattern, 5 to 9 modules of a
// hundred deep, so that level M can still repair what lies under it.
func (c *card) hold(r *rand.Rand) {
	n := c.side()
	reach := n * between(r, 0.14, 0.24)
	c.covered = &finger{n, n, reach, reach * between(r, 0.8, 1.2), between(r, 0.1, 0.4)}
}

// screen is the grid of a monitor: each pixel three upright stripes, red, green and
// blue, of which a gray camera sees the share that each has in brightness.
type screen struct {
	pixels float64 // a module's side
	gap    float64 // the dark part between pixels
	lines  float64 // how much every other row is darker, as with interlaced panels
}

var stripes = [3]float64{0.299 * 3, 0.587 * 3, 0.114 * 3}

func (s *screen) at(c *card, x, y float64) float64 {
	px, py := x*s.pixels+4096, y*s.pixels+4096
	fx, fy := px-float64(int(px)), py-float64(int(py))
	light := c.module((float64(int(px))+0.5-4096)/s.pixels, (float64(int(py))+0.5-4096)/s.pixels)
	part := fx * 3
	stripe := int(part)
	if fy > 1-s.gap || part-float64(stripe) > 1-s.gap {
		return 0.3 * c.ink
	}
	return light * stripes[stripe] * (1 - s.lines*float64(int(py)&1))
}
