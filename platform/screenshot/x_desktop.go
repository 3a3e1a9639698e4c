//go:build !android && !ios && !windows && !darwin && !js

package screenshot

import (
	"context"
	"errors"
	"image"
	"io"
	"math/bits"

	"github.com/jezek/xgb"
	"github.com/jezek/xgb/xproto"

	"kauth/core"
)

// What xgb would write to standard error comes back as an error as well.
func init() { xgb.Logger.SetOutput(io.Discard) }

// band is how many rows are asked for at once: a server sends no more than it was asked
// for, and 4 MB of it wait in memory.
const band = 256

// byX reads the root window, which all windows are drawn on, as brightness.
func byX(ctx context.Context) (image.Image, error) {
	conn, err := xgb.NewConn()
	if err != nil {
		return nil, core.E(opTake, core.Unsupported, err)
	}
	stop := context.AfterFunc(ctx, conn.Close) // a server may never answer
	defer func() {
		if stop() {
			conn.Close()
		}
	}()
	img, err := root(conn)
	switch {
	case ctx.Err() != nil:
		return nil, core.E(opTake, core.Cancelled, ctx.Err())
	case err != nil:
		return nil, core.E(opTake, core.Unsupported, err)
	}
	return img, nil
}

func root(conn *xgb.Conn) (*image.Gray, error) {
	setup := xproto.Setup(conn)
	screen := setup.DefaultScreen(conn)
	// Not the setup's: the screen may have been turned or joined by another since.
	at, err := xproto.GetGeometry(conn, xproto.Drawable(screen.Root)).Reply()
	if err != nil {
		return nil, err
	}
	w, h := int(at.Width), int(at.Height)
	if w == 0 || h == 0 || w > maxPixels/h {
		return nil, errors.New("the screen is too large")
	}
	p, err := pixelsOf(setup, screen, at.Depth)
	if err != nil {
		return nil, err
	}
	img := image.NewGray(image.Rect(0, 0, w, h))
	for y := 0; y < h; y += band {
		rows := min(band, h-y)
		part, err := xproto.GetImage(conn, xproto.ImageFormatZPixmap, xproto.Drawable(screen.Root), 0, int16(y), uint16(w), uint16(rows), 0xffffffff).Reply()
		if err != nil {
			return nil, err
		}
		if err := p.gray(part.Data, img, y, rows); err != nil {
			return nil, err
		}
	}
	return img, nil
}

// pixels is how a server writes them: X Window System Protocol, "Formats" and "Visual".
type pixels struct {
	bytes, pad       int
	first            bool // the most significant byte comes first
	red, green, blue uint32
}

func pixelsOf(setup *xproto.SetupInfo, screen *xproto.ScreenInfo, depth byte) (p pixels, err error) {
	p.first = setup.ImageByteOrder == xproto.ImageOrderMSBFirst
	for _, f := range setup.PixmapFormats {
		if f.Depth == depth {
			p.bytes, p.pad = int(f.BitsPerPixel)/8, int(f.ScanlinePad)/8
		}
	}
	for _, d := range screen.AllowedDepths {
		for _, v := range d.Visuals {
			if v.VisualId == screen.RootVisual && v.Class == xproto.VisualClassTrueColor {
				p.red, p.green, p.blue = v.RedMask, v.GreenMask, v.BlueMask
			}
		}
	}
	if p.bytes < 2 || p.bytes > 4 || p.pad == 0 || p.red == 0 || p.green == 0 || p.blue == 0 {
		return p, errors.New("not a screen of true colors")
	}
	return p, nil
}

// gray writes rows of pixels into img from a row on.
func (p pixels) gray(data []byte, img *image.Gray, from, rows int) error {
	w := img.Rect.Dx()
	stride := (w*p.bytes + p.pad - 1) / p.pad * p.pad
	if len(data) < stride*rows {
		return io.ErrUnexpectedEOF
	}
	for y := range rows {
		row, out := data[y*stride:], img.Pix[(from+y)*img.Stride:]
		for x := range w {
			v := p.at(row[x*p.bytes:])
			out[x] = byte((77*channel(v, p.red) + 150*channel(v, p.green) + 29*channel(v, p.blue)) >> 8)
		}
	}
	return nil
}

func (p pixels) at(b []byte) (v uint32) {
	for i := range p.bytes {
		if p.first {
			v = v<<8 | uint32(b[i])
		} else {
			v |= uint32(b[i]) << (8 * i)
		}
	}
	return v
}

// channel is a mask's part of a pixel, as 0 to 255.
func channel(v, mask uint32) uint32 {
	low := bits.TrailingZeros32(mask)
	return uint32(uint64((v&mask)>>low) * 255 / uint64(mask>>low))
}
