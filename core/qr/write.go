package qr

import (
	"unicode"

	qrcode "github.com/skip2/go-qrcode"

	"kauth/core"
)

// denseOver is where level M makes modules too small for a screen, in bytes.
const denseOver = 250

// maxModule keeps the largest code (177 modules and the border) under the size
// that Read opens.
const maxModule = 32

// PNG draws a text as a QR code, dark on white, with the quiet zone of four
// modules; module is a module's side in pixels, 1 to 32. The error level is M,
// which survives a reflection on a screen, or L for more than 250 bytes. Texts
// that are not ASCII, empty or too long for a code are core.Malformed.
func PNG(text string, module int) ([]byte, error) {
	const op = "qr.PNG"
	if text == "" || module < 1 || module > maxModule {
		return nil, core.Errorf(op, core.Malformed, "nothing to draw, or not in that size")
	}
	for _, r := range text {
		if r > unicode.MaxASCII {
			return nil, core.Errorf(op, core.Malformed, "not ASCII: percent-encode it")
		}
	}
	level := qrcode.Medium
	if len(text) > denseOver {
		level = qrcode.Low
	}
	code, err := qrcode.New(text, level)
	if err != nil {
		return nil, core.Errorf(op, core.Malformed, "too long for a QR code")
	}
	png, err := code.PNG(-module) // negative: pixels a module, not pixels in all
	if err != nil {
		return nil, core.E(op, core.Internal, err)
	}
	return png, nil
}
