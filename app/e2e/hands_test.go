//go:build window

package e2e

import (
	"fmt"
	"image"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"
)

// TestAFingerScrollsAndMovesARowOnThePhonesDriver: phones' driver gives a movement to
// what it touched first, which no other test shows. The command line says what came of it.
func TestAFingerScrollsAndMovesARowOnThePhonesDriver(t *testing.T) {
	vault, pass := filepath.Join(t.TempDir(), "vault"), passphrase(t)
	cli := func(args ...string) string {
		out, err := exec.Command(made(t, "kauth-cli"), append([]string{"--vault", vault, "--passphrase-file", pass}, args...)...).CombinedOutput()
		if err != nil {
			t.Fatalf("%q: %v %s", args, err, out)
		}
		return string(out)
	}
	names := []string{"Alpha", "Bravo", "Charlie", "Delta", "Echo", "Foxtrot", "Golf", "Hotel", "India", "Juliett"}
	for _, name := range names {
		cli("add", fmt.Sprintf("otpauth://totp/%s:anna?secret=JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP&issuer=%[1]s", name))
	}
	d := newDisplay(t, "900x1300")
	cmd := d.command(made(t, "kauth-simulator"), "--vault", vault, "--passphrase-file", pass, "--theme", "light", "--lang", "en")
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = cmd.Process.Kill(); _ = cmd.Wait() })
	window := strings.Fields(string(d.do("xdotool", "search", "--sync", "--onlyvisible", "--name", "^App$")))[0]
	d.do("xdotool", "windowmove", window, "0", "0", "windowsize", window, "546", "1182")
	avatar := image.Pt(52, 148) // of the first row, at 1.4 times the size
	d.until(func() bool { return !pale(d, avatar) })
	time.Sleep(time.Second) // the window gets its size while it is drawn

	d.finger(avatar, image.Pt(52, 620), 2*time.Second)  // held, then moved below the third
	d.finger(image.Pt(200, 900), image.Pt(200, 200), 0) // a quick movement scrolls and moves nothing
	time.Sleep(time.Second)
	_ = cmd.Process.Kill()
	_ = cmd.Wait()
	got := regexp.MustCompile(strings.Join(names, "|")).FindAllString(cli("list"), -1)
	if want := append([]string{"Bravo", "Charlie", "Delta", "Alpha"}, names[4:]...); !slices.Equal(slices.Compact(got), want) {
		t.Errorf("the list is %q", got)
	}
}

// pale tells the page's ground, or a card.
func pale(d *display, at image.Point) bool {
	r, g, b, _ := d.picture(image.Rect(0, 0, at.X+1, at.Y+1)).At(at.X, at.Y).RGBA()
	return min(r, g, b) > 0xE000
}

func (d *display) until(f func() bool) {
	d.t.Helper()
	for end := time.Now().Add(patience); !f(); time.Sleep(200 * time.Millisecond) {
		if time.Now().After(end) {
			d.t.Fatal("it never came")
		}
	}
}

// finger goes from one place to another, after it has rested for a while.
func (d *display) finger(from, to image.Point, rest time.Duration) {
	d.t.Helper()
	move := func(p image.Point) { d.do("xdotool", "mousemove", fmt.Sprint(p.X), fmt.Sprint(p.Y)) }
	move(from)
	d.do("xdotool", "mousedown", "1")
	time.Sleep(rest)
	for i := 1; i <= 12; i++ {
		move(from.Add(to.Sub(from).Mul(i).Div(12)))
	}
	time.Sleep(200 * time.Millisecond) // not a fling
	d.do("xdotool", "mouseup", "1")
	time.Sleep(300 * time.Millisecond)
}
