package qr

import "math"

// half averages two by two.
func (g gray) half() gray {
	o := newGray(g.w/2, g.h/2)
	for y := range o.h {
		a, b := g.pix[2*y*g.w:], g.pix[(2*y+1)*g.w:]
		for x := range o.w {
			o.pix[y*o.w+x] = byte((int(a[2*x]) + int(a[2*x+1]) + int(b[2*x]) + int(b[2*x+1]) + 2) >> 2)
		}
	}
	return o
}

// fit shrinks a picture whose longer side is over side, by areas: each pixel of
// the result is the mean of the whole pixels that it covers.
func (g gray) fit(side int) gray {
	long := max(g.w, g.h)
	if long <= side {
		return g
	}
	o := newGray(max(g.w*side/long, 1), max(g.h*side/long, 1))
	sums, counts := make([]int, o.w), make([]int, o.w)
	for y := range o.h {
		clear(sums)
		clear(counts)
		for sy := y * g.h / o.h; sy < (y+1)*g.h/o.h; sy++ {
			row := g.pix[sy*g.w : (sy+1)*g.w]
			for x := range o.w {
				from, to := x*g.w/o.w, (x+1)*g.w/o.w
				for _, v := range row[from:to] {
					sums[x] += int(v)
				}
				counts[x] += to - from
			}
		}
		for x := range o.w {
			o.pix[y*o.w+x] = byte(sums[x] / counts[x])
		}
	}
	return o
}

// double enlarges twice, mixing neighbors three to one.
func (g gray) double() gray {
	o := newGray(2*g.w, 2*g.h)
	for y := range o.h {
		near, far := y/2, min(max(y/2+2*(y%2)-1, 0), g.h-1)
		for x := range o.w {
			l, r := x/2, min(max(x/2+2*(x%2)-1, 0), g.w-1)
			a := 3*int(g.pix[near*g.w+l]) + int(g.pix[near*g.w+r])
			b := 3*int(g.pix[far*g.w+l]) + int(g.pix[far*g.w+r])
			o.pix[y*o.w+x] = byte((3*a + b + 8) >> 4)
		}
	}
	return o
}

// turned turns by a quarter, clockwise.
func (g gray) turned() gray {
	o := newGray(g.h, g.w)
	for y := range g.h {
		for x := range g.w {
			o.pix[x*o.w+g.h-1-y] = g.pix[y*g.w+x]
		}
	}
	return o
}

// bordered puts white around.
func (g gray) bordered(width int) gray {
	o := newGray(g.w+2*width, g.h+2*width)
	for i := range o.pix {
		o.pix[i] = 255
	}
	for y := range g.h {
		copy(o.pix[(y+width)*o.w+width:], g.pix[y*g.w:(y+1)*g.w])
	}
	return o
}

// smooth is the mean of three by three; the edge stays as it is.
func (g gray) smooth() gray {
	o := gray{g.w, g.h, append([]byte(nil), g.pix...)}
	for y := 1; y < g.h-1; y++ {
		for x := 1; x < g.w-1; x++ {
			sum := 0
			for _, row := range [3]int{y - 1, y, y + 1} {
				i := row*g.w + x
				sum += int(g.pix[i-1]) + int(g.pix[i]) + int(g.pix[i+1])
			}
			o.pix[y*g.w+x] = byte(sum / 9)
		}
	}
	return o
}

// mapped puts every pixel through a table.
func (g gray) mapped(table *[256]byte) gray {
	o := newGray(g.w, g.h)
	for i, v := range g.pix {
		o.pix[i] = table[v]
	}
	return o
}

// darker is gamma 2, which parts the light tones of an overexposed screen.
var darker = func() (t [256]byte) {
	for i := range t {
		t[i] = byte(math.Round(255 * math.Pow(float64(i)/255, 2)))
	}
	return t
}()

// negative is for codes drawn light on dark.
var negative = func() (t [256]byte) {
	for i := range t {
		t[i] = byte(255 - i)
	}
	return t
}()
