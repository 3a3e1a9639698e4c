//go:build bench

package bench

import (
	"image"
	"image/color"
)

var (
	black = color.Gray{}
	white = color.Gray{Y: 255}
)

// light makes a square white.
func light(f *image.Gray, left, top, side int) {
	for y := top; y < top+side; y++ {
		for x := left; x < left+side; x++ {
			f.SetGray(x, y, white) // outside of the frame it does nothing
		}
	}
}
