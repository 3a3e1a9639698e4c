package photo

import (
	"bytes"
	"image"
	"image/jpeg"
	"math"
	"math/rand/v2"
)

// plane is linear light, pixel by pixel: 0 is none, 1 the brightest that is recorded.
type plane struct {
	w, h int
	v    []float32
}

// sensor is what blurs and records light.
type sensor struct {
	disk       float64 // radius of the blur that a lens out of focus makes, in pixels
	motionX    float64 // how far the camera moved during the picture, in pixels
	motionY    float64
	soft       float64 // sigma of a small blur that every lens has
	gain       float64 // light to the middle of the range
	floor      float64 // light that haze adds everywhere
	shot, read float64 // noise that grows with the root of light, and that is always there
	quality    int     // of the JPEG; 0 is none
}

// blur spreads the light: out of focus, by movement, and by the lens itself. All are
// sums over a few shifted copies.
func (s *sensor) blur(p *plane) {
	if s.disk > 0.3 {
		p.spread(disk(s.disk))
	}
	if d := math.Hypot(s.motionX, s.motionY); d > 0.5 {
		p.spread(streak(s.motionX, s.motionY))
	}
	if s.soft > 0.1 {
		p.spread(bell(s.soft, true))
		p.spread(bell(s.soft, false))
	}
}

type tap struct {
	dx, dy int
	weight float32
}

// disk weighs pixels by how much of them the disk covers, found by 4 x 4 samples.
func disk(radius float64) (taps []tap) {
	n := int(math.Ceil(radius + 0.5))
	for dy := -n; dy <= n; dy++ {
		for dx := -n; dx <= n; dx++ {
			hits := 0
			for i := range 16 {
				x, y := float64(dx)+(float64(i%4)-1.5)/4, float64(dy)+(float64(i/4)-1.5)/4
				if x*x+y*y < radius*radius {
					hits++
				}
			}
			if hits > 0 {
				taps = append(taps, tap{dx, dy, float32(hits)})
			}
		}
	}
	return even(taps)
}

func streak(x, y float64) (taps []tap) {
	steps := int(math.Ceil(2*math.Hypot(x, y))) + 1
	for i := range steps {
		t := float64(i)/float64(steps-1) - 0.5
		taps = append(taps, mixed(t*x, t*y)...)
	}
	return even(taps)
}

// mixed is a shift by a part of a pixel: four neighbors.
func mixed(x, y float64) []tap {
	ix, iy := math.Floor(x), math.Floor(y)
	fx, fy := float32(x-ix), float32(y-iy)
	dx, dy := int(ix), int(iy)
	return []tap{
		{dx, dy, (1 - fx) * (1 - fy)},
		{dx + 1, dy, fx * (1 - fy)},
		{dx, dy + 1, (1 - fx) * fy},
		{dx + 1, dy + 1, fx * fy},
	}
}

func bell(sigma float64, across bool) (taps []tap) {
	n := int(math.Ceil(2.5 * sigma))
	for d := -n; d <= n; d++ {
		t := tap{d, 0, float32(math.Exp(-float64(d*d) / (2 * sigma * sigma)))}
		if !across {
			t.dx, t.dy = 0, d
		}
		taps = append(taps, t)
	}
	return even(taps)
}

// even makes the weights sum to one.
func even(taps []tap) []tap {
	var sum float32
	for _, t := range taps {
		sum += t.weight
	}
	for i := range taps {
		taps[i].weight /= sum
	}
	return taps
}

func (p *plane) spread(taps []tap) {
	out := make([]float32, len(p.v))
	for _, t := range taps {
		for y := range p.h {
			from := p.v[min(max(y+t.dy, 0), p.h-1)*p.w:][:p.w]
			to := out[y*p.w:][:p.w]
			low, high := max(0, -t.dx), min(p.w, p.w-t.dx)
			for x := range low {
				to[x] += t.weight * from[0]
			}
			for x := low; x < high; x++ {
				to[x] += t.weight * from[x+t.dx]
			}
			for x := max(high, 0); x < p.w; x++ {
				to[x] += t.weight * from[p.w-1]
			}
		}
	}
	p.v = out
}

// record makes bytes of light: noise, the gamma of 2.2 that cameras write, JPEG.
func (s *sensor) record(p *plane, r *rand.Rand) *image.Gray {
	g := image.NewGray(image.Rect(0, 0, p.w, p.h))
	for i, v := range p.v {
		light := s.floor + s.gain*float64(v)
		light += (s.shot*math.Sqrt(max(light, 0)) + s.read) * r.NormFloat64()
		g.Pix[i] = byte(255*math.Pow(min(max(light, 0), 1), 1/2.2) + 0.5)
	}
	if s.quality == 0 {
		return g
	}
	var b bytes.Buffer
	if err := jpeg.Encode(&b, g, &jpeg.Options{Quality: s.quality}); err != nil {
		panic(err) // a buffer takes all
	}
	back, err := jpeg.Decode(&b)
	if err != nil {
		panic(err)
	}
	return back.(*image.Gray)
}
