//go:build !android && !ios && !windows && !darwin && !js

package screenshot

import (
	"image"
	"io"
	"testing"
)

func TestPixelsOfEveryMakeBecomeBrightness(t *testing.T) {
	for name, x := range map[string]struct {
		pixels
		white, red []byte
	}{
		"32 bits":            {pixels{4, 4, false, 0xff0000, 0xff00, 0xff}, []byte{255, 255, 255, 0}, []byte{0, 0, 255, 0}},
		"32 bits, big end":   {pixels{4, 4, true, 0xff0000, 0xff00, 0xff}, []byte{0, 255, 255, 255}, []byte{0, 255, 0, 0}},
		"24 bits":            {pixels{3, 4, false, 0xff0000, 0xff00, 0xff}, []byte{255, 255, 255}, []byte{0, 0, 255}},
		"16 bits":            {pixels{2, 4, false, 0xf800, 0x7e0, 0x1f}, []byte{255, 255}, []byte{0, 0xf8}},
		"ten bits a channel": {pixels{4, 4, false, 0x3ff00000, 0xffc00, 0x3ff}, []byte{255, 255, 255, 255}, []byte{0, 0, 0xf0, 0x3f}},
	} {
		img := image.NewGray(image.Rect(0, 0, 3, 2))
		row := append(append(append([]byte(nil), x.white...), x.red...), make([]byte, x.bytes)...)
		for len(row)%x.pad != 0 {
			row = append(row, 0xEE)
		}
		if err := x.gray(append(row, row...), img, 0, 2); err != nil {
			t.Fatal(err)
		}
		if p := img.Pix; p[0] != 255 || p[4] < 70 || p[4] > 80 || p[5] != 0 {
			t.Errorf("%s: %v", name, p)
		}
		if err := x.gray(row, img, 0, 2); err != io.ErrUnexpectedEOF {
			t.Errorf("%s: cut off: %v", name, err)
		}
	}
}
