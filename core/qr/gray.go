package qr

import (
	"image"
	"image/color"
)

// gray is a picture's luma, one byte a pixel, rows without gaps.
type gray struct {
	w, h int
	pix  []byte
}

func newGray(w, h int) gray { return gray{w, h, make([]byte, w*h)} }

// grayOf takes the luma of a picture, without a copy where the picture has it by
// itself. What is transparent counts as white: codes are drawn for light pages.
func grayOf(img image.Image) gray {
	b := img.Bounds()
	switch p := img.(type) {
	case *image.Gray:
		return plane(p.Pix[p.PixOffset(b.Min.X, b.Min.Y):], p.Stride, b.Dx(), b.Dy())
	case *image.YCbCr:
		return plane(p.Y[p.YOffset(b.Min.X, b.Min.Y):], p.YStride, b.Dx(), b.Dy())
	case *image.Paletted:
		return paletted(p)
	case *image.RGBA:
		return packed(p.Pix[p.PixOffset(b.Min.X, b.Min.Y):], p.Stride, b.Dx(), b.Dy(), premultiplied)
	case *image.NRGBA:
		return packed(p.Pix[p.PixOffset(b.Min.X, b.Min.Y):], p.Stride, b.Dx(), b.Dy(), overWhite)
	}
	g := newGray(b.Dx(), b.Dy())
	for y := range g.h {
		for x := range g.w {
			g.pix[y*g.w+x] = luma(img.At(b.Min.X+x, b.Min.Y+y))
		}
	}
	return g
}

func plane(pix []byte, stride, w, h int) gray {
	if stride == w {
		return gray{w, h, pix[:w*h]}
	}
	g := newGray(w, h)
	for y := range h {
		copy(g.pix[y*w:(y+1)*w], pix[y*stride:])
	}
	return g
}

func paletted(p *image.Paletted) gray {
	var table [256]byte
	for i, c := range p.Palette {
		table[i] = luma(c)
	}
	b := p.Bounds()
	g := newGray(b.Dx(), b.Dy())
	for y := range g.h {
		row := p.Pix[p.PixOffset(b.Min.X, b.Min.Y+y):]
		for x := range g.w {
			g.pix[y*g.w+x] = table[row[x]]
		}
	}
	return g
}

// packed reads four bytes a pixel.
func packed(pix []byte, stride, w, h int, toLuma func(r, g, b, a uint32) byte) gray {
	g := newGray(w, h)
	for y := range h {
		row := pix[y*stride:]
		for x := range w {
			p := row[4*x : 4*x+4 : 4*x+4]
			g.pix[y*w+x] = toLuma(uint32(p[0]), uint32(p[1]), uint32(p[2]), uint32(p[3]))
		}
	}
	return g
}

// premultiplied weighs 8-bit channels as Rec. 601 does and puts white behind.
func premultiplied(r, g, b, a uint32) byte {
	return byte(min((77*r+150*g+29*b)>>8+255-a, 255))
}

func overWhite(r, g, b, a uint32) byte {
	return byte(((77*r+150*g+29*b)>>8*a + 255*(255-a)) / 255)
}

func luma(c color.Color) byte {
	r, g, b, a := c.RGBA()
	return premultiplied(r>>8, g>>8, b>>8, a>>8)
}
