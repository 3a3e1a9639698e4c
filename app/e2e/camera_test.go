//go:build window

package e2e

import (
	"bytes"
	"image/color"
	"image/png"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/jezek/xgb"
	"github.com/jezek/xgb/xproto"

	"kauth/core/coretest/computer"
	"kauth/core/qr"
)

const someCode = "otpauth://totp/GitHub:anna?secret=JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP&issuer=GitHub"

func TestAScriptHoldsACodeBeforeThePhonesCamera(t *testing.T) {
	s := serve(t)
	who := s.without(t, 0)
	c := computer.New(t, s.URL)
	c.Redeem(c.Login(who.User, who.Password))
	p := newPhone(t, t.TempDir())
	p.see("welcome")
	p.tap("Add a code from another service")
	p.see("scan", "No camera was found")
	p.post("/camera?fault=camera_barred", "", nil)
	p.tap("Look for a camera")
	p.see("scan", "The camera is off limits")
	p.post("/camera", "image/png", blank(t))
	p.tap("Try the camera again")
	p.see("scan", "Hold the code inside the frame.")
	p.post("/camera", "image/png", c.Picture(c.Offer()))
	p.see("confirm", who.User)
}

// TestTheRealWindowReadsWhatItsCameraSees plays a picture to the camera of the build for
// desks: the frames go the way of a real camera's from there.
func TestTheRealWindowReadsWhatItsCameraSees(t *testing.T) {
	d := newDisplay(t, "900x1800")
	reel := t.TempDir()
	cmd := d.command(made(t, "kauth-simulator"), "--vault", t.TempDir(), "--passphrase-file", passphrase(t), "--theme", "light", "--lang", "en")
	cmd.Env = append(cmd.Env, "KAUTH_FILM="+reel)
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = cmd.Process.Kill(); _ = cmd.Wait() })
	window := strings.Fields(string(d.do("xdotool", "search", "--sync", "--onlyvisible", "--name", "^App$")))[0]
	d.do("xdotool", "windowmove", window, "0", "0", "windowsize", window, "546", "1182")
	twin := newPhone(t, t.TempDir(), "--theme", "light", "--lang", "en")
	d.until(func() bool { return d.like(twin, "welcome") })
	for _, it := range twin.see("welcome").Items {
		if it.Kind == "button" && it.Text == "Add a code from another service" {
			d.click((it.X+it.W/2)*1.4, (it.Y+it.H/2)*1.4)
		}
	}
	time.Sleep(2 * time.Second) // the film is empty: there is nothing to wait for
	code := codePicture(t)
	if err := os.WriteFile(filepath.Join(reel, "code.png"), code, 0o600); err != nil {
		t.Fatal(err)
	}
	twin.post("/open", "text/plain", []byte(someCode))
	d.until(func() bool { return d.like(twin, "confirm") })
	write(t, "window/camera-confirm.png", d.do("import", "-window", "root", "png:-"))
}

// like tells whether the simulator shows what the twin does.
func (d *display) like(twin *phone, screen string) bool {
	twin.see(screen)
	want, err := png.Decode(bytes.NewReader(twin.get("/screen.png?scale=1.4")))
	if err != nil {
		d.t.Fatal(err)
	}
	return unlike(d.picture(want.Bounds()), want) < alike(screen)
}

// codePicture is someCode as a page shows it.
func codePicture(t *testing.T) []byte {
	t.Helper()
	data, err := qr.PNG(someCode, 8)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// TestACodeOnTheScreenIsReadFromBehindTheWindow lays a code under the app's own window.
func TestACodeOnTheScreenIsReadFromBehindTheWindow(t *testing.T) {
	d := openWindow(t, made(t, "kauth"))
	d.step("welcome", "It starts.")
	d.paper(codePicture(t))
	d.tap("Add a code from another service")
	d.step("scan", "It waits for a code.")
	d.twin.post("/desktop", "image/png", codePicture(t))
	d.tap("From the screen")
	d.step("confirm", "The code was read, with the window out of the way.")
}

// paper covers the display with a picture, behind all windows.
func (d *display) paper(data []byte) {
	d.t.Helper()
	fail := func(err error) {
		if err != nil {
			d.t.Helper()
			d.t.Fatal(err)
		}
	}
	img, err := png.Decode(bytes.NewReader(data))
	fail(err)
	conn, err := xgb.NewConnDisplay(d.name)
	fail(err)
	d.t.Cleanup(conn.Close)
	screen := xproto.Setup(conn).DefaultScreen(conn)
	pixmap, err := xproto.NewPixmapId(conn)
	fail(err)
	gc, err := xproto.NewGcontextId(conn)
	fail(err)
	w, h := img.Bounds().Dx(), img.Bounds().Dy()
	xproto.CreatePixmap(conn, screen.RootDepth, pixmap, xproto.Drawable(screen.Root), uint16(w), uint16(h))
	xproto.CreateGC(conn, gc, xproto.Drawable(pixmap), 0, nil)
	for y := range h { // a row is far under the largest request
		row := make([]byte, 0, 4*w)
		for x := range w {
			v := color.GrayModel.Convert(img.At(x, y)).(color.Gray).Y
			row = append(row, v, v, v, 0)
		}
		xproto.PutImage(conn, xproto.ImageFormatZPixmap, xproto.Drawable(pixmap), gc, uint16(w), 1, 0, int16(y), 0, screen.RootDepth, row)
	}
	xproto.ChangeWindowAttributes(conn, screen.Root, xproto.CwBackPixmap, []uint32{uint32(pixmap)})
	fail(xproto.ClearAreaChecked(conn, false, screen.Root, 0, 0, 0, 0).Check())
}
