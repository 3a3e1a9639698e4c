// Package photo makes pictures of QR codes as a camera would take them, from a seed:
// the same seed gives the same pixels. What is drawn is in linear light, seen through
// a lens (position, perspective, a bent page), blurred, lit, and recorded by a sensor
// (noise, gamma, eight bits, JPEG). It stands for no real camera: it varies one trouble
// after the other, so that a reader's weak ones show. For tests alone.
package photo

import (
	"image"
	"math/rand/v2"
)

// Picture is what the camera took, and the texts of the codes in it.
type Picture struct {
	Gray  *image.Gray
	Texts []string
	// Version is that of the first code, Module the side of one of its modules in
	// pixels, on average.
	Version int
	Module  float64
}

// Trouble is what makes a picture hard to read.
type Trouble string

// The troubles, one at a time but for Mixed.
const (
	None        Trouble = "none"
	Rotated     Trouble = "rotated"
	Tilted      Trouble = "tilted"       // perspective, 20 to 40 degrees
	Steep       Trouble = "steep"        // 45 to 60 degrees
	Defocus     Trouble = "defocus"      // a disk of 0.3 to 1.1 modules
	Motion      Trouble = "motion"       // 0.5 to 1.8 modules
	Noise       Trouble = "noise"        // a dark room
	Uneven      Trouble = "uneven"       // a shadow's edge, light from a side
	Glare       Trouble = "glare"        // a lamp's reflection
	Monitor     Trouble = "monitor"      // subpixels, scan lines, moire
	Inverted    Trouble = "inverted"     // light on dark
	JPEG        Trouble = "jpeg"         // quality 3 to 24
	LowContrast Trouble = "low contrast" // 4 to 20 % of the range
	Close       Trouble = "close"        // fills the frame
	Cut         Trouble = "cut"          // the quiet zone leaves the frame
	Far         Trouble = "far"          // 1.4 to 2.6 pixels a module
	Curved      Trouble = "curved"       // around a can or a folded page
	Finger      Trouble = "finger"       // over a corner of data
	Several     Trouble = "several"      // two to four codes
	Dense       Trouble = "dense"        // exports of 15 to 25 versions
	Mixed       Trouble = "mixed"        // something of everything
)

// Troubles are all of them.
var Troubles = []Trouble{
	None, Rotated, Tilted, Steep, Defocus, Motion, Noise, Uneven, Glare, Monitor, Inverted, JPEG,
	LowContrast, Close, Cut, Far, Curved, Finger, Several, Dense, Mixed,
}

// Take makes the picture of a seed.
func Take(what Trouble, seed uint64) Picture {
	r := rand.New(rand.NewPCG(seed, hash(what)))
	return newShot(r, what).take(r)
}

// Show makes the picture of a seed of a screen that shows something, pixel for pixel: a
// page in a browser, say, with a code whose modules have so many pixels. Of troubles it
// knows those of cameras and of light.
func Show(g *image.Gray, module float64, what Trouble, seed uint64) *image.Gray {
	r := rand.New(rand.NewPCG(seed, hash(what)))
	c := &card{shown: g, paper: between(r, 0.6, 0.9), ink: between(r, 0.01, 0.05), page: 0.1}
	c.screen = &screen{pixels: 1, gap: between(r, 0.05, 0.3), lines: between(r, 0, 0.2)}
	s := &shot{w: 640, h: 480, cards: []*card{c}}
	s.sensor = sensor{soft: between(r, 0.4, 0.8), gain: between(r, 0.9, 1.4), shot: 0.01, read: 0.005}
	s.views = []view{s.lay(r, what, c, 0, 1)}
	s.module *= module
	s.add(r, what)
	return s.take(r).Gray
}

func (s *shot) take(r *rand.Rand) Picture {
	light := s.expose()
	s.sensor.blur(light)
	s.light.fall(light)
	return Picture{
		Gray: s.sensor.record(light, r), Texts: s.texts(),
		Version: s.cards[0].version(), Module: s.module,
	}
}

// hash is FNV-1a, so that two troubles with one seed differ.
func hash(what Trouble) uint64 {
	h := uint64(14695981039346656037)
	for _, c := range []byte(what) {
		h = (h ^ uint64(c)) * 1099511628211
	}
	return h
}

// between is a number from low to high.
func between(r *rand.Rand, low, high float64) float64 { return low + (high-low)*r.Float64() }

// sign is 1 or -1.
func sign(r *rand.Rand) float64 { return float64(2*r.IntN(2) - 1) }
