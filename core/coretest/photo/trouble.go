package photo

import (
	"math"
	"math/rand/v2"
)

// add makes the picture hard.
func (s *shot) add(r *rand.Rand, what Trouble) {
	switch what {
	case Defocus:
		s.sensor.disk = s.module * between(r, 0.3, 1.1)
	case Motion:
		s.move(r, between(r, 0.5, 1.8))
	case Noise:
		s.sensor.shot, s.sensor.read = between(r, 0.04, 0.22), between(r, 0.01, 0.1)
		s.sensor.gain *= 0.6
	case Uneven:
		s.light.uneven(r)
	case Glare:
		s.light.glare(r, s.views[0])
	case JPEG:
		s.sensor.quality = 3 + r.IntN(22)
	case LowContrast:
		s.fade(between(r, 0.04, 0.2), between(r, 0.1, 0.6))
	case Monitor:
		s.show(r)
	case Inverted:
		s.cards[0].invert()
	case Finger:
		s.cards[0].hold(r)
	case Curved:
		s.views[0].bend = s.cards[0].side() * between(r, 0.52, 1.3)
		s.views[0].axis = between(r, -0.2, 0.2) + math.Pi/2*float64(r.IntN(2))
	case Mixed:
		s.mix(r)
	}
}

func (s *shot) move(r *rand.Rand, modules float64) {
	a := between(r, 0, 2*math.Pi)
	s.sensor.motionX, s.sensor.motionY = modules*s.module*math.Cos(a), modules*s.module*math.Sin(a)
}

// fade squeezes all light into a part of the range.
func (s *shot) fade(part, from float64) {
	s.sensor.gain *= part
	s.sensor.floor = from * (1 - part)
}

// show puts the code on a monitor: 2 to 8 of its pixels a module, as pages have them,
// with whatever ratio to the camera's pixels comes out.
func (s *shot) show(r *rand.Rand) {
	for _, c := range s.cards {
		c.screen = &screen{pixels: float64(2 + r.IntN(7)), gap: between(r, 0.05, 0.4), lines: between(r, 0, 0.3)}
		c.print = 0
	}
	s.sensor.gain *= 1.3
}

// mix is an everyday picture: a little of everything, a lot of nothing.
func (s *shot) mix(r *rand.Rand) {
	if r.IntN(2) == 0 {
		s.show(r)
	}
	if r.IntN(4) == 0 {
		s.cards[0].invert()
	}
	if r.IntN(2) == 0 {
		s.light.uneven(r)
	}
	s.sensor.disk = s.module * between(r, 0, 0.6)
	s.move(r, between(r, 0, 0.8))
	s.sensor.shot, s.sensor.read = between(r, 0.005, 0.08), between(r, 0.002, 0.03)
	s.sensor.quality = 15 + r.IntN(80)
}
