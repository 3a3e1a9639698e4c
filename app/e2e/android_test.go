//go:build harness

package e2e

import (
	"bytes"
	"fmt"
	"image"
	"image/png"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"kauth/core/api"
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

// demo is a person whose phone is to be linked, and their computer.
func demo(t *testing.T) (served, person, *computer.Computer) {
	s := serve(t)
	who := s.without(t, 0)
	c := computer.New(t, s.URL)
	c.Redeem(c.Login(who.User, who.Password))
	return s, who, c
}

// confirm goes on from the page that asks whether the account is to be linked.
func (a *android) confirm(c *computer.Computer, o api.LinkReply, who person) {
	a.t.Helper()
	a.adds(c, o)
	a.find(who.User)
}

// adds is confirm, on a phone that shows something else than its accounts then.
func (a *android) adds(c *computer.Computer, o api.LinkReply) {
	a.t.Helper()
	a.tap("Authorize")
	digits := c.Registered(o).Digits
	a.find("Type the number")
	for _, d := range digits {
		a.tap(string(d))
	}
	a.find("I keep them in a safe place")
	a.keep("05-codes")
	a.tap("I keep them in a safe place")
	a.leave("Done")
}

// linkedAndroid is a phone on its accounts.
func linkedAndroid(t *testing.T) (*android, served, person) {
	t.Helper()
	t.Parallel()
	a, s, who := at(t, linked)
	a.find(who.User)
	return a, s, who
}

// linked is on its accounts, after it was linked by an address.
var linked = &place{name: "linked", walk: func(t *testing.T, a *android, s served, who person) {
	c := computer.New(t, s.URL)
	c.Redeem(c.Login(who.User, who.Password))
	o := c.Offer()
	a.act("first %s", o.Link)
	a.act("create")
	a.confirm(c, o, who)
}}

// at starts the app of a phone at that place, in a world that was made so before.
func at(t *testing.T, p *place, world ...string) (*android, served, person) {
	t.Helper()
	a, s, _ := p.begin(t)
	a.start()
	for _, is := range world {
		a.act("%s", is)
	}
	a.act("create")
	return a, s, p.who
}

// asked has a computer ask the phone.
func asked(t *testing.T, s served, who person) (*computer.Computer, api.LoginReply, api.AskReply) {
	t.Helper()
	c := computer.New(t, s.URL)
	l := c.Login(who.User, who.Password)
	return c, l, c.Ask(l)
}

const question = "Are you trying to sign in?"

// asks has a computer ask for the first time, and waits for the page with its request.
func (a *android) asks(s served, who person) (*computer.Computer, api.LoginReply) {
	a.t.Helper()
	c, l, _ := asked(a.t, s, who)
	a.find(question)
	return c, l
}

func TestAndroidLinksByItsCameraAndAnswersRequests(t *testing.T) {
	t.Parallel()
	s, who, c := demo(t)
	a := newAndroid(t)
	a.start()
	a.act("create")
	a.act("insets %d %d", barTop, barBottom)
	a.between("Log in from a computer")
	a.keep("01-welcome")
	a.tap("Log in from a computer")
	a.find("Choose “kAuth app”")
	a.keep("02-steps")
	a.tap("Continue")
	a.until("! camera on", 0)
	a.act("film count") // grays, and no code
	a.find("Hold the code")
	a.strips("03-scan", scanGround)
	o := c.Offer()
	a.scene(c.Picture(o))
	a.find("Pixel 9")
	a.between("Cancel")
	a.keep("04-confirm")
	a.confirm(c, o, who)
	a.between("Add an account")
	a.keep("06-home")

	a.tap("Copy the code")
	a.until("! clipboard changed", 0)
	code := digitsOf(a.find("Copy the code").text)
	if got := a.act("clipboard"); len(got) < 6 || got != code {
		t.Errorf("the clipboard has %q instead of %q", got, code)
	}
	computer, login := a.asks(s, who)
	a.between("YES")
	a.keep("07-request")
	a.leave("YES")
	if got := computer.State(login); got != "approved" {
		t.Errorf("YES: %s", got)
	}
	a.find("Signed in")
	a.keep("08-approved")
	a.tap("Done")

	computer, login, ask := asked(t, s, who)
	if ask.Match == nil {
		t.Fatal("a second request in ten minutes has no number")
	}
	a.find("Type the number shown")
	a.keep("09-number")
	a.number(*ask.Match)
	if got := computer.State(login); got != "approved" {
		t.Errorf("the number: %s", got)
	}
	a.find("Signed in")
	a.tap("Done")
	computer, login, _ = asked(t, s, who)
	a.find("NO, this is not me")
	a.leave("NO, this is not me")
	if got := computer.State(login); got != "denied" {
		t.Errorf("NO: %s", got)
	}
	a.find("Sign-in refused")
	a.keep("10-denied")
}

// What the bars of a phone cover of its window: status above, gestures below.
const barTop, barBottom = 28, 24

// between waits until words, and all else, stand between the bars.
func (a *android) between(words string) {
	a.t.Helper()
	all, ok := a.seen(func(all []node) bool {
		_, there := with(all, words)
		return there && !slices.ContainsFunc(all, func(n node) bool { return n.y < barTop || n.y+n.h > a.high-barBottom })
	})
	if !ok {
		a.t.Fatalf("not between the bars: %v", all)
	}
}

// number types a number. The keys take nothing at first, from a thumb that was there
// before them.
func (a *android) number(digits string) {
	a.t.Helper()
	a.find("Digits typed: 0")
	for i, d := range digits {
		if i == 0 {
			a.tapUntil(string(d), func(all []node) bool { _, none := with(all, "Digits typed: 0"); return !none })
			continue
		}
		a.tap(string(d))
	}
}

func digitsOf(text string) string {
	return strings.Map(func(r rune) rune {
		if r >= '0' && r <= '9' {
			return r
		}
		return -1
	}, text)
}

func TestAndroidKeepsItsAccountsOverAKill(t *testing.T) {
	a, _, who := linkedAndroid(t)
	a.kill()
	a.start()
	a.act("create")
	a.find(who.User)
	if _, err := os.Stat(filepath.Join(a.home, "no_backup", "kauth", "vault.db")); err != nil {
		t.Error(err)
	}
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
	t.Parallel()
	a := newAndroid(t)
	a.looked = true
	a.start()
	a.act("keystore holds")
	a.act("create")
	// A figure that is kept, and held to no limit: the machine is shared (make bench-android).
	first := fmt.Sprintf("The first frame after %s s, of which %s s are the start of the simulation itself.\n", a.until("! drawn ", 0), a.until("! ready ", 0))
	write(t, "android/first-frame.txt", []byte(first))
	a.until("! keystore holds", 0) // what is drawn first waits for no key
	a.act("keystore works")
	a.find("Log in from a computer") // and the key was still waited for
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
	t.Parallel()
	_, _, c := demo(t)
	a := newAndroid(t)
	a.start()
	a.act("first %s", c.Offer().Link)
	a.act("create")
	a.find("Authorize")
	a.keep("21-link")
	a.act("back")
	a.find("Log in from a computer")
	a.act("back")
	a.until("! activity destroyed", 0)
	a.act("recents") // with the address that started it, which was heard
	a.find("Log in from a computer")
	a.tap("Log in from a computer")
	a.find("Choose “kAuth app”")
	a.act("intent %s", c.Offer().Link)
	a.find("Authorize")
}

func TestAndroidKeepsAVaultWhoseKeystoreFailsForAMoment(t *testing.T) {
	t.Parallel()
	a, _, who := at(t, linked, "keystore moment")
	a.find("Try again")
	a.keep("40-keystore-moment")
	for _, line := range a.said("! ") {
		if strings.HasPrefix(line, "keystore deletes") {
			t.Error(line)
		}
	}
	a.act("keystore works")
	a.tap("Try again")
	a.find(who.User)
}
