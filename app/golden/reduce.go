package golden

import (
	"cmp"
	"image"
	"image/color"
	"maps"
	"slices"
)

// colors is small enough for a PNG of a byte a pixel, and so that long runs of smoothed
// edges share theirs.
const colors = 40

// reduce keeps the most frequent colors and gives every other pixel the nearest of them.
// What that moves is far below what Differing lets pass, or the color is added.
func reduce(img *image.RGBA) *image.Paletted {
	count := map[color.RGBA]int{}
	for i := 0; i < len(img.Pix); i += 4 {
		count[at(img, i)]++
	}
	order := slices.SortedFunc(maps.Keys(count), func(a, b color.RGBA) int {
		return cmp.Or(count[b]-count[a], int(a.R)-int(b.R), int(a.G)-int(b.G), int(a.B)-int(b.B))
	})
	palette, index := color.Palette{}, map[color.RGBA]uint8{}
	for _, c := range order {
		near := -1
		if len(palette) > 0 {
			near = palette.Index(c)
		}
		room := len(palette) < colors || len(palette) < 256 && !nearby(palette[near], c)
		if near < 0 || room && !same(palette[near], c) {
			near = len(palette)
			palette = append(palette, c)
		}
		index[c] = uint8(near)
	}
	out := image.NewPaletted(img.Bounds(), palette)
	for i := range out.Pix {
		out.Pix[i] = index[at(img, i*4)]
	}
	return out
}

func at(img *image.RGBA, i int) color.RGBA {
	return color.RGBA{img.Pix[i], img.Pix[i+1], img.Pix[i+2], 0xFF}
}

// same colors are too near for an eye, nearby ones for Differing.
func same(a, b color.Color) bool   { return apart(a, b) <= 4 }
func nearby(a, b color.Color) bool { return apart(a, b) <= 16 }

func apart(x, y color.Color) uint8 {
	a, b := x.(color.RGBA), y.(color.RGBA)
	d := func(p, q uint8) uint8 { return max(p, q) - min(p, q) }
	return max(d(a.R, b.R), d(a.G, b.G), d(a.B, b.B))
}
