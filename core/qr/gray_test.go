package qr

import "image"

// gray is a picture of the tests, rows without gaps.
type gray struct {
	w, h int
	pix  []byte
}

func newGray(w, h int) gray { return gray{w, h, make([]byte, w*h)} }

func grayOf(img image.Image) gray {
	p := planeOf(img)
	g := newGray(p.w, p.h)
	for y := range p.h {
		copy(g.pix[y*g.w:], p.row(y))
	}
	return g
}

func (g gray) image() *image.Gray {
	return &image.Gray{Pix: g.pix, Stride: g.w, Rect: image.Rect(0, 0, g.w, g.h)}
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

func (g gray) mirrored() gray {
	o := newGray(g.w, g.h)
	for i := range g.pix {
		o.pix[i] = g.pix[i/g.w*g.w+g.w-1-i%g.w]
	}
	return o
}

func (g gray) inverted() gray {
	o := newGray(g.w, g.h)
	for i, v := range g.pix {
		o.pix[i] = ^v
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
