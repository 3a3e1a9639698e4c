//go:build harness

package e2e

import (
	"bytes"
	"image"
	"image/png"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"kauth/core/coretest/computer"
)

// The app's Android library in a simulated Android framework, against the real server.
// It is no emulator and no device: docs/phones.md.

// scene puts a picture before the phone's camera: a frame of 1280 by 720.
func (a *android) scene(picture []byte) {
	a.t.Helper()
	img, err := png.Decode(bytes.NewReader(picture))
	if err != nil {
		a.t.Fatal(err)
	}
	const width, height = 1280, 720
	seen := bytes.Repeat([]byte{200}, width*height)
	b := img.Bounds()
	scale := 480 / b.Dx()
	if scale < 1 {
		a.t.Fatalf("a code of %v", b)
	}
	left, top := (width-b.Dx()*scale)/2, (height-b.Dy()*scale)/2
	for y := range b.Dy() * scale {
		for x := range b.Dx() * scale {
			seen[(top+y)*width+left+x] = gray(img, b.Min.X+x/scale, b.Min.Y+y/scale)
		}
	}
	file := filepath.Join(a.home, "scene")
	if err := os.WriteFile(file, seen, 0o600); err != nil {
		a.t.Fatal(err)
	}
	a.act("camera %s", file)
}

func gray(img image.Image, x, y int) byte {
	r, _, _, _ := img.At(x, y).RGBA()
	return byte(r >> 8)
}

// linkedAndroid is a phone that was linked by its camera, on its accounts.
func linkedAndroid(t *testing.T) (*android, served, person, *computer.Computer) {
	t.Helper()
	return linkedTo(t, serve(t))
}

// linkedTo is one whose world is made so before its app starts.
func linkedTo(t *testing.T, s served, world ...string) (*android, served, person, *computer.Computer) {
	t.Helper()
	who := s.without(t, 0)
	c := computer.New(t, s.URL)
	c.Redeem(c.Login(who.User, who.Password))
	a := newAndroid(t)
	a.start()
	for _, is := range world {
		a.act("%s", is)
	}
	a.act("create")
	a.keep("01-welcome")
	a.tap("Log in from a computer")
	a.find("Choose “kAuth app”")
	a.tap("Continue")
	o := c.Offer()
	a.scene(c.Picture(o))
	a.find("Pixel 9")
	a.keep("02-confirm")
	a.tap("Authorize")
	digits := c.Registered(o).Digits
	a.find("Type the number")
	for _, d := range digits {
		a.tap(string(d))
	}
	a.find("I keep them in a safe place")
	a.keep("03-codes")
	a.tap("I keep them in a safe place")
	a.leave("Done")
	if !slices.Contains(world, noLeave) {
		a.find(who.User)
	}
	a.keep("04-home")
	return a, s, who, c
}

func TestAndroidLinksByItsCameraAndAnswersARequest(t *testing.T) {
	a, s, who, _ := linkedAndroid(t)
	c := computer.New(t, s.URL)
	l := c.Login(who.User, who.Password)
	c.Ask(l)
	a.find("Are you trying to sign in?")
	a.keep("05-request")
	a.leave("YES")
	if got := c.State(l); got != "approved" {
		t.Errorf("YES: %s", got)
	}
	a.keep("06-approved")
}

func TestAndroidKeepsItsAccountsOverAKill(t *testing.T) {
	a, _, who, _ := linkedAndroid(t)
	a.kill()
	a.start()
	a.act("create")
	a.find(who.User)
	for _, dir := range []string{"files", "cache"} { // what the system's backup takes along
		_ = filepath.WalkDir(filepath.Join(a.home, dir), func(path string, d os.DirEntry, err error) error {
			if err == nil && strings.Contains(d.Name(), "vault") {
				t.Errorf("%s would be in a backup", path)
			}
			return nil
		})
	}
}

func TestAndroidHidesItsWindowBeforeThereIsAnythingToSee(t *testing.T) {
	a := newAndroid(t)
	a.start()
	a.act("create")
	a.until("! drawn", 0)
	for _, line := range a.said("! ") {
		if line == "window secure true" {
			return
		}
		if strings.HasPrefix(line, "drawn") {
			break
		}
	}
	t.Error("drawn before it was hidden")
}

func TestAndroidOpensTheLinkThatStartedIt(t *testing.T) {
	s := serve(t)
	who := s.without(t, 0)
	c := computer.New(t, s.URL)
	c.Redeem(c.Login(who.User, who.Password))
	a := newAndroid(t)
	a.start()
	a.act("first %s", c.Offer().Link)
	a.act("create")
	a.find("Authorize")
	a.keep("07-link")
	a.act("back")
	a.find("Log in from a computer")
	a.act("intent %s", c.Offer().Link)
	a.find("Authorize")
}

func TestAndroidTakesNoHostileIntent(t *testing.T) {
	a := newAndroid(t)
	a.start()
	a.act("create")
	a.find("Log in from a computer")
	for _, link := range []string{"file:///data/data/kauth.app/no_backup/kauth/vault.db", "javascript:alert(1)", "kauth://link?v=1&u=http://evil.example"} {
		a.act("intent %s", link)
		for _, n := range a.nodes() {
			if n.text == "Authorize" {
				t.Errorf("%s was taken", link)
			}
		}
	}
	a.act("forge chl_AAAAAAAAAAAAAAAAAAAAAA")
	a.act("nodes") // it lives
}

func TestAndroidSaysWhyThereIsNoCamera(t *testing.T) {
	for _, why := range []struct{ say, words string }{{"permissions no", "did not let kAuth"}, {"trouble busy", "camera"}, {"trouble none", "camera"}} {
		t.Run(why.say, func(t *testing.T) {
			a := newAndroid(t)
			a.start()
			a.act("%s", why.say)
			a.act("create")
			a.tap("Log in from a computer")
			a.tap("Continue")
			a.find(why.words)
			a.keep("08-camera-" + strings.ReplaceAll(why.say, " ", "-"))
		})
	}
}

func TestAndroidKeepsAVaultWhoseKeystoreFailsForAMoment(t *testing.T) {
	a, _, who, _ := linkedAndroid(t)
	a.kill()
	a.start()
	a.act("keystore moment")
	a.act("create")
	a.find("Try again")
	a.keep("09-keystore-moment")
	for _, line := range a.said("! ") {
		if strings.HasPrefix(line, "keystore deletes") {
			t.Error(line)
		}
	}
	a.act("keystore works")
	a.tap("Try again")
	a.find(who.User)
}
