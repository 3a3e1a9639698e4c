package qr

import (
	"image"
	"image/color"
)

// planeOf takes the brightness of a picture, without a copy where the picture has
// it by itself. What is transparent counts as white: codes are drawn for light pages.
func planeOf(img image.Image) plane {
	b := img.Bounds()
	w, h := b.Dx(), b.Dy()
	switch p := img.(type) {
	case *image.Gray:
		return plane{w, h, p.Stride, p.Pix[p.PixOffset(b.Min.X, b.Min.Y):]}
	case *image.YCbCr:
		return plane{w, h, p.YStride, p.Y[p.YOffset(b.Min.X, b.Min.Y):]}
	case *image.NYCbCrA:
		return drawn(w, h, func(y int, row []byte) { yccaRow(row, p, b.Min.X, b.Min.Y+y) })
	case *image.Paletted:
		table := tones(p.Palette)
		return drawn(w, h, func(y int, row []byte) { tableRow(row, p.Pix[p.PixOffset(b.Min.X, b.Min.Y+y):], &table) })
	case *image.RGBA:
		return drawn(w, h, func(y int, row []byte) { rgbaRow(row, p.Pix[p.PixOffset(b.Min.X, b.Min.Y+y):]) })
	case *image.NRGBA:
		return drawn(w, h, func(y int, row []byte) { nrgbaRow(row, p.Pix[p.PixOffset(b.Min.X, b.Min.Y+y):]) })
	case *image.Gray16:
		return drawn(w, h, func(y int, row []byte) { wideRow(row, p.Pix[p.PixOffset(b.Min.X, b.Min.Y+y):]) })
	case *image.RGBA64:
		return drawn(w, h, func(y int, row []byte) { rgba64Row(row, p, b.Min.X, b.Min.Y+y) })
	case *image.NRGBA64:
		return drawn(w, h, func(y int, row []byte) { nrgba64Row(row, p, b.Min.X, b.Min.Y+y) })
	case *image.CMYK:
		return drawn(w, h, func(y int, row []byte) { cmykRow(row, p.Pix[p.PixOffset(b.Min.X, b.Min.Y+y):]) })
	}
	return drawn(w, h, func(y int, row []byte) {
		for x := range row {
			row[x] = tone(img.At(b.Min.X+x, b.Min.Y+y))
		}
	})
}

// drawn makes a plane row by row.
func drawn(w, h int, fill func(y int, row []byte)) (p plane) {
	p.resize(w, h)
	for y := range h {
		fill(y, p.row(y))
	}
	return p
}

// weigh is the brightness of 8-bit channels after Rec. 601.
func weigh(r, g, b uint32) uint32 { return (77*r + 150*g + 29*b) >> 8 }

// onWhite puts white behind what a lets through.
func onWhite(v, a uint32) byte { return byte((v*a + 255*(255-a)) / 255) }

func tone(c color.Color) byte {
	r, g, b, a := c.RGBA() // multiplied by a already
	return byte(min(weigh(r>>8, g>>8, b>>8)+255-a>>8, 255))
}

func tones(p color.Palette) (t [256]byte) {
	for i, c := range p {
		t[i] = tone(c)
	}
	return t
}

func tableRow(row, pix []byte, table *[256]byte) {
	for x := range row {
		row[x] = table[pix[x]]
	}
}

func rgbaRow(row, pix []byte) {
	for x := range row {
		p := pix[4*x : 4*x+4 : 4*x+4]
		row[x] = byte(min(weigh(uint32(p[0]), uint32(p[1]), uint32(p[2]))+255-uint32(p[3]), 255))
	}
}

func nrgbaRow(row, pix []byte) {
	for x := range row {
		p := pix[4*x : 4*x+4 : 4*x+4]
		v := weigh(uint32(p[0]), uint32(p[1]), uint32(p[2]))
		if p[3] != 255 {
			v = uint32(onWhite(v, uint32(p[3])))
		}
		row[x] = byte(v)
	}
}

// wideRow takes the upper byte of two.
func wideRow(row, pix []byte) {
	for x := range row {
		row[x] = pix[2*x]
	}
}

func rgba64Row(row []byte, p *image.RGBA64, x0, y int) {
	pix := p.Pix[p.PixOffset(x0, y):]
	for x := range row {
		c := pix[8*x : 8*x+8 : 8*x+8]
		row[x] = byte(min(weigh(uint32(c[0]), uint32(c[2]), uint32(c[4]))+255-uint32(c[6]), 255))
	}
}

func nrgba64Row(row []byte, p *image.NRGBA64, x0, y int) {
	pix := p.Pix[p.PixOffset(x0, y):]
	for x := range row {
		c := pix[8*x : 8*x+8 : 8*x+8]
		row[x] = onWhite(weigh(uint32(c[0]), uint32(c[2]), uint32(c[4])), uint32(c[6]))
	}
}

func yccaRow(row []byte, p *image.NYCbCrA, x0, y int) {
	luma, alpha := p.Y[p.YOffset(x0, y):], p.A[p.AOffset(x0, y):]
	for x := range row {
		row[x] = onWhite(uint32(luma[x]), uint32(alpha[x]))
	}
}

// cmykRow multiplies each color with black, as color.CMYKToRGB does.
func cmykRow(row, pix []byte) {
	for x := range row {
		p := pix[4*x : 4*x+4 : 4*x+4]
		k := 255 - uint32(p[3])
		row[x] = byte(weigh(255-uint32(p[0]), 255-uint32(p[1]), 255-uint32(p[2])) * k / 255)
	}
}
