package qr

import (
	"math/rand/v2"
	"testing"
)

func noisy(r *rand.Rand, w, h, stride int) plane {
	p := plane{w, h, stride, make([]byte, stride*(h-1)+w)}
	for i := range p.pix {
		p.pix[i] = byte(r.IntN(256))
	}
	return p
}

// The plain way to say it, a pixel at a time.
func TestPixelsAreAsDarkAsTheMeanAroundSays(t *testing.T) {
	r := rand.New(rand.NewPCG(18004, 3))
	var s shades
	for _, size := range [][3]int{{64, 64, 64}, {21, 40, 21}, {100, 37, 130}, {131, 65, 131}, {7, 9, 7}} {
		for _, win := range []window{wide, narrow, bright, faint} {
			p := noisy(r, size[0], size[1], size[2])
			s.cast(&p, win)
			levels := map[[2]int]int{}
			for y := range p.h {
				for x := range p.w {
					block := [2]int{x / win.block, y / win.block}
					if _, ok := levels[block]; !ok {
						levels[block] = plainLevel(&p, win, block[0], block[1])
					}
					level := levels[block]
					if got, want := s.bits.dark(x, y), int(p.row(y)[x]) <= level; got != want || s.threshold(x, y) != level {
						t.Fatalf("%v %v at %d, %d: %v, level %d, want %d", size, win, x, y, got, s.threshold(x, y), level)
					}
				}
			}
		}
	}
}

func plainLevel(p *plane, win window, bx, by int) int {
	sum, n := 0, 0
	for y := max(by-win.radius, 0) * win.block; y < min((by+win.radius+1)*win.block, p.h); y++ {
		for x := max(bx-win.radius, 0) * win.block; x < min((bx+win.radius+1)*win.block, p.w); x++ {
			sum += int(p.row(y)[x])
			n++
		}
	}
	return min(max(sum*(100-win.bias)/(100*n), 1), 255) - 1
}

func TestHalvesAreMeansOfFour(t *testing.T) {
	r := rand.New(rand.NewPCG(18004, 4))
	var o plane
	for _, size := range [][3]int{{64, 8, 64}, {33, 7, 40}, {22, 3, 22}} {
		p := noisy(r, size[0], size[1], size[2])
		o.halve(&p)
		for y := range o.h {
			for x := range o.w {
				a, b := p.row(2 * y)[2*x:], p.row(2*y + 1)[2*x:]
				if want := (int(a[0]) + int(a[1]) + int(b[0]) + int(b[1]) + 2) / 4; int(o.row(y)[x]) != want {
					t.Fatalf("%v at %d, %d: %d, want %d", size, x, y, o.row(y)[x], want)
				}
			}
		}
	}
}

func TestEdgesAreWhereShadesChange(t *testing.T) {
	r := rand.New(rand.NewPCG(18004, 5))
	for _, w := range []int{1, 63, 64, 65, 200} {
		var b bitmap
		b.resize(w, 1)
		want, was := []int32{}, false
		for x := range w {
			is := r.IntN(3) == 0
			if is {
				b.set[x/64] |= 1 << (x % 64)
			}
			if is != was {
				want = append(want, int32(x))
			}
			was = is
		}
		if was {
			want = append(want, int32(w))
		}
		got := b.edges(0, nil)
		if len(got) != len(want) {
			t.Fatalf("%d wide: %v, want %v", w, got, want)
		}
		for i := range got {
			if got[i] != want[i] {
				t.Fatalf("%d wide: %v, want %v", w, got, want)
			}
		}
	}
}
