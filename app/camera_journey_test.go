package main

import (
	"bytes"
	"image"
	"image/draw"
	"image/png"
	"testing"

	"kauth/app/viewmodel"
	"kauth/core"
	"kauth/core/api"
	"kauth/core/coretest/computer"
	"kauth/core/qr"
	"kauth/platform/camera/film"
)

// offered is a code as the server draws it.
func offered(t *testing.T, c *computer.Computer, o api.LinkReply) image.Image {
	t.Helper()
	img, err := png.Decode(bytes.NewReader(c.Picture(o)))
	if err != nil {
		t.Fatal(err)
	}
	return img
}

// TestTheServersCodeBeforeTheCameraLinksThePhone plays the server's own picture to the
// real reader of codes.
func TestTheServersCodeBeforeTheCameraLinksThePhone(t *testing.T) {
	co := newCompany(t)
	c := co.computer()
	c.Redeem(c.Login(anna, password))
	device, show := film.Slide("one", "One")
	p := newPocket(t, t.TempDir(), film.Source{device})
	see[viewmodel.WelcomeState](p, nil)
	on[*viewmodel.Welcome](p).Other()
	see(p, func(s viewmodel.ScanState) bool { return s.Live == viewmodel.LiveOn && s.Torch })
	device.Fault(core.CameraGone)
	see(p, func(s viewmodel.ScanState) bool { return s.Problem != nil && s.Problem.Kind == core.CameraGone })
	device.Fault("")
	on[*viewmodel.Scan](p).StartCamera()
	see(p, func(s viewmodel.ScanState) bool { return s.Live == viewmodel.LiveOn })
	show(film.Frame(offered(t, c, c.Offer())))
	see(p, func(s viewmodel.ConfirmState) bool { return s.Title == anna })
}

// TestTwoCodesBeforeTheCameraAreChosenFrom has both in one frame.
func TestTwoCodesBeforeTheCameraAreChosenFrom(t *testing.T) {
	both := image.NewGray(image.Rect(0, 0, 1100, 560))
	draw.Draw(both, both.Rect, image.White, image.Point{}, draw.Src)
	for i, text := range []string{
		"otpauth://totp/GitHub:anna?secret=JBSWY3DPEHPK3PXP&issuer=GitHub", "otpauth://totp/Mail:bert?secret=GEZDGNBVGY3TQOJQ&issuer=Mail",
	} {
		data, err := qr.PNG(text, 9)
		if err != nil {
			t.Fatal(err)
		}
		img, err := png.Decode(bytes.NewReader(data))
		if err != nil {
			t.Fatal(err)
		}
		draw.Draw(both, img.Bounds().Add(image.Pt(40+540*i, 60)), img, image.Point{}, draw.Src)
	}
	device, show := film.Slide("one", "One")
	show(film.Frame(both))
	p := newPocket(t, t.TempDir(), film.Source{device})
	see[viewmodel.WelcomeState](p, nil)
	on[*viewmodel.Welcome](p).Other()
	s := see(p, func(s viewmodel.PickState) bool { return len(s.Rows) == 2 })
	for i, r := range s.Rows {
		if r.Title == "bert" {
			on[*viewmodel.Pick](p).Choose(i)
		}
	}
	see(p, func(s viewmodel.ConfirmState) bool { return s.Title == "bert" })
}
