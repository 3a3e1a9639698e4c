package packing

import (
	"errors"
	"image"
	"image/color"
	"image/draw"
	"image/png"
	"os"
)

// Picture reads a PNG.
func Picture(file string) (*image.NRGBA, error) {
	f, err := os.Open(file)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	img, err := png.Decode(f)
	if err != nil {
		return nil, err
	}
	out := image.NewNRGBA(img.Bounds())
	draw.Draw(out, out.Bounds(), img, image.Point{}, draw.Src)
	return out, nil
}

// Smaller takes the mean of the pixels that a pixel stands for, weighed by how much one
// sees of each.
func Smaller(img *image.NRGBA, side int) *image.NRGBA {
	from := img.Bounds().Dx()
	if side == from {
		return img
	}
	out := image.NewNRGBA(image.Rect(0, 0, side, side))
	for y := range side {
		for x := range side {
			out.SetNRGBA(x, y, mean(img, x*from/side, y*from/side, (x+1)*from/side, (y+1)*from/side))
		}
	}
	return out
}

func mean(img *image.NRGBA, x0, y0, x1, y1 int) color.NRGBA {
	var r, g, b, a, n int
	for y := y0; y < y1; y++ {
		for x := x0; x < x1; x++ {
			c := img.NRGBAAt(x, y)
			r, g, b, a = r+int(c.R)*int(c.A), g+int(c.G)*int(c.A), b+int(c.B)*int(c.A), a+int(c.A)
			n++
		}
	}
	if a == 0 {
		return color.NRGBA{}
	}
	return color.NRGBA{uint8(r / a), uint8(g / a), uint8(b / a), uint8(a / n)}
}

// Save writes a PNG.
func Save(file string, img image.Image) error {
	f, err := os.Create(file)
	if err != nil {
		return err
	}
	return errors.Join(png.Encode(f, img), f.Close())
}
