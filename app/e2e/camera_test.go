//go:build window

package e2e

import (
	"bytes"
	"image/png"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

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
	name := filepath.Join(t.TempDir(), "code.png")
	if err := os.WriteFile(name, codePicture(t), 0o600); err != nil {
		t.Fatal(err)
	}
	d.do("display", "-window", "root", name)
	d.tap("Add a code from another service")
	d.step("scan", "It waits for a code.")
	d.twin.post("/desktop", "image/png", codePicture(t))
	d.tap("From the screen")
	d.step("confirm", "The code was read, with the window out of the way.")
}
