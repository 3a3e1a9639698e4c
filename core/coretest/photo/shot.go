package photo

import (
	"math"
	"math/rand/v2"
)

// shot is all that one picture is made of.
type shot struct {
	w, h   int
	cards  []*card
	views  []view
	light  lighting
	sensor sensor
	module float64
}

func (s *shot) texts() (all []string) {
	for _, c := range s.cards {
		all = append(all, c.said)
	}
	return all
}

// newShot is a good picture to which its trouble is then added.
func newShot(r *rand.Rand, what Trouble) *shot {
	s := &shot{w: 640, h: 480}
	if what == Dense || what == Close || what == Several || r.IntN(3) == 0 {
		s.w, s.h = 1280, 720
	}
	s.sensor = sensor{soft: between(r, 0.3, 0.6), gain: between(r, 0.7, 1.1), floor: between(r, 0, 0.03), shot: 0.006, read: 0.004}
	count := 1
	if what == Several {
		count = 2 + r.IntN(3)
	}
	for i := range count {
		c := newCard(r, text(r, what == Dense))
		s.cards = append(s.cards, c)
		s.views = append(s.views, s.lay(r, what, c, i, count))
	}
	s.add(r, what)
	return s
}

// lay puts a card somewhere into its part of the frame, whole unless it is cut.
func (s *shot) lay(r *rand.Rand, what Trouble, c *card, i, of int) view {
	wide, high := float64(s.w)/float64(of), float64(s.h)
	p := pose{turn: between(r, -0.12, 0.12), axis: between(r, 0, 2*math.Pi), tilt: between(r, 0, 0.12)}
	p.focal = between(r, 0.8, 1.3) * float64(s.w)
	room := min(wide, high)
	p.module = between(r, 0.5, 0.8) * room / c.side()
	switch what {
	case Rotated:
		p.turn = between(r, 0, 2*math.Pi)
	case Tilted:
		p.tilt, p.turn = between(r, 0.35, 0.7), between(r, 0, 2*math.Pi)
	case Steep:
		p.tilt = between(r, 0.8, 1.05)
	case Mixed:
		p.tilt, p.turn = between(r, 0, 0.5), between(r, 0, 2*math.Pi)
	case Far:
		p.module = between(r, 1.4, 2.6)
	case Close:
		p.module, p.turn, p.tilt = between(r, 0.88, 0.95)*room/c.side(), between(r, -0.03, 0.03), between(r, 0, 0.04)
	case Cut:
		p.module, p.turn, p.tilt = between(r, 0.96, 0.99)*room/c.side(), between(r, -0.01, 0.01), between(r, 0, 0.02)
	}
	v := see(p, c.side())
	if what != Far {
		p.module *= min(1, 0.99*wide/(v.right-v.left), 0.99*high/(v.low-v.top))
		v = see(p, c.side())
	}
	s.module = p.module
	p.x = float64(i)*wide - v.left + r.Float64()*max(wide-(v.right-v.left), 0)
	p.y = -v.top + r.Float64()*max(high-(v.low-v.top), 0)
	return see(p, c.side())
}

// expose draws the cards: each pixel is the mean of several rays.
func (s *shot) expose() *plane {
	p := &plane{s.w, s.h, make([]float32, s.w*s.h)}
	n := 2
	if s.cards[0].screen != nil {
		n = 4 // finer, or the rays themselves would make a moire
	}
	for y := range s.h {
		for x := range s.w {
			sum := 0.0
			for i := range n * n {
				sum += s.ray(float64(x)+(float64(i%n)+0.5)/float64(n), float64(y)+(float64(i/n)+0.5)/float64(n))
			}
			p.v[y*s.w+x] = float32(sum / float64(n*n))
		}
	}
	return p
}

// ray is the light from where it meets the nearest card.
func (s *shot) ray(x, y float64) float64 {
	part := min(int(x)*len(s.cards)/s.w, len(s.cards)-1)
	a, b, ok := s.views[part].place(x, y)
	if !ok {
		return 0.2
	}
	return s.cards[part].at(a, b)
}
