package qr

import (
	"bytes"
	"context"
	"image"
	"image/jpeg"
	"math/rand/v2"
	"testing"
	"time"

	qrcode "github.com/skip2/go-qrcode"
	"golang.org/x/image/draw"
)

// exported is a code as Google Authenticator draws exports: as many modules as ten
// accounts need (25 is version 25: 117 modules), drawn to the screen's width whatever
// that leaves of a pixel for each.
func exported(t *testing.T, text string, version, wide int) *image.Gray {
	t.Helper()
	code, err := qrcode.NewWithForcedVersion(text, version, qrcode.Low)
	if err != nil {
		t.Fatal(err)
	}
	drawn := code.Image(-4)
	g := image.NewGray(image.Rect(0, 0, wide, wide))
	draw.ApproxBiLinear.Scale(g, g.Rect, drawn, drawn.Bounds(), draw.Src, nil)
	return g
}

func TestDenseExportsAreReadFromScreenshots(t *testing.T) {
	r := rand.New(rand.NewPCG(18004, 25))
	for _, version := range []int{10, 25, 40} {
		for _, wide := range []int{500, 1080} {
			text := "otpauth-migration://offline?data=" + ascii(r, 20*version)
			g := exported(t, text, version, wide)
			if got, err := Find(context.Background(), g); err != nil || got[0].Text != text || got[0].Version != version {
				t.Errorf("version %d, %d pixels wide: %v", version, wide, err)
			}
			b := encoded(t, func(b *bytes.Buffer) error { return jpeg.Encode(b, g, &jpeg.Options{Quality: 50}) })
			if got, err := Read(context.Background(), bytes.NewReader(b)); err != nil || got[0] != text {
				t.Errorf("version %d, %d pixels wide, sent on as a JPEG: %v", version, wide, err)
			}
		}
	}
}

// A camera that is held over the other phone's screen reads them too.
func TestDenseExportsAreReadByACamera(t *testing.T) {
	r := rand.New(rand.NewPCG(18004, 26))
	for _, version := range []int{15, 20, 25} {
		text := "otpauth-migration://offline?data=" + ascii(r, 20*version)
		g := exported(t, text, version, 640)
		s, found := NewScanner(), false
		for range 6 {
			for _, c := range s.Frame(Luma{Pix: g.Pix, Stride: g.Stride, Width: 640, Height: 640}, time.Now().Add(time.Minute)) {
				found = found || c.Text == text
			}
		}
		if !found {
			t.Errorf("version %d is not read", version)
		}
	}
}
