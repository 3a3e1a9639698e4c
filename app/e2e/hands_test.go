//go:build window

package e2e

import (
	"fmt"
	"image"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"
)

var ten = []string{"Alpha", "Bravo", "Charlie", "Delta", "Echo", "Foxtrot", "Golf", "Hotel", "India", "Juliett"}

// hands are a window on a vault with ten accounts. The command line says afterwards
// in which order they are.
type hands struct {
	*display
	cmd         *exec.Cmd
	vault, pass string
}

func (h *hands) cli(args ...string) string {
	h.t.Helper()
	out, err := exec.Command(made(h.t, "kauth-cli"), append([]string{"--vault", h.vault, "--passphrase-file", h.pass}, args...)...).CombinedOutput()
	if err != nil {
		h.t.Fatalf("%q: %v %s", args, err, out)
	}
	return string(out)
}

// lay opens a program and waits until the account at a place is drawn.
func lay(t *testing.T, program, title string, width, height int, drawn image.Point) *hands {
	h := &hands{display: newDisplay(t, "900x1300"), vault: filepath.Join(t.TempDir(), "vault"), pass: passphrase(t)}
	for _, name := range ten {
		h.cli("add", fmt.Sprintf("otpauth://totp/%s:anna?secret=JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP&issuer=%[1]s", name))
	}
	h.cmd = h.command(made(t, program), "--vault", h.vault, "--passphrase-file", h.pass, "--theme", "light", "--lang", "en")
	if err := h.cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = h.cmd.Process.Kill(); _ = h.cmd.Wait() })
	window := strings.Fields(string(h.do("xdotool", "search", "--sync", "--onlyvisible", "--name", title)))[0]
	h.do("xdotool", "windowmove", window, "0", "0", "windowsize", window, fmt.Sprint(width), fmt.Sprint(height))
	h.until(func() bool { // in its last corner too: the window gets its size while it is drawn
		page := h.picture(image.Rect(0, 0, width, height))
		return !pale(page, drawn) && !dark(page, drawn) && pale(page, image.Pt(width-3, height-3))
	})
	return h
}

// left waits until that order is kept, by a copy of the vault, closes the window at once,
// and wants it to be there.
func (h *hands) left(want ...string) {
	h.t.Helper()
	want = append(want, ten[len(want):]...)
	for end := time.Now().Add(patience); !slices.Equal(h.copied(), want) && time.Now().Before(end); {
		time.Sleep(200 * time.Millisecond)
	}
	_ = h.cmd.Process.Kill()
	_ = h.cmd.Wait()
	if got := order(h.cli("list")); !slices.Equal(got, want) {
		h.t.Errorf("the list is %q", got)
	}
}

// copied is the order in a copy of the vault, which the app has open; nil where it was
// copied in the middle of a change.
func (h *hands) copied() []string {
	h.t.Helper()
	at := filepath.Join(h.t.TempDir(), "copy")
	if os.CopyFS(at, os.DirFS(h.vault)) != nil {
		return nil
	}
	out, err := exec.Command(made(h.t, "kauth-cli"), "--vault", at, "--passphrase-file", h.pass, "list").Output()
	if err != nil {
		return nil
	}
	return order(string(out))
}

// order is that of the accounts in what the command line lists.
func order(list string) []string {
	return slices.Compact(regexp.MustCompile(strings.Join(ten, "|")).FindAllString(list, -1))
}

// TestAFingerScrollsAndMovesARowOnThePhonesDriver: phones' driver gives a movement to
// what it touched first, which no other test shows.
func TestAFingerScrollsAndMovesARowOnThePhonesDriver(t *testing.T) {
	avatar := image.Pt(52, 148) // of the first row, at 1.4 times the size
	h := lay(t, "kauth-simulator", "^App$", 546, 1182, avatar)
	h.held(avatar, image.Pt(52, 620))                // below the fourth
	h.finger(image.Pt(200, 900), image.Pt(200, 200)) // a quick movement scrolls and moves nothing
	h.left("Bravo", "Charlie", "Delta", "Alpha")
}

func TestTheMouseAndTheKeyboardMoveRowsInTheRealWindow(t *testing.T) {
	avatar := image.Pt(40, 106)
	h := lay(t, "kauth", "^kAuth$", 390, 844, avatar)
	h.finger(avatar, image.Pt(40, 443))
	for _, key := range []string{"Down", "Down", "alt+Down", "Escape"} {
		h.do("xdotool", "key", key)
		time.Sleep(300 * time.Millisecond)
	}
	h.left("Bravo", "Delta", "Charlie", "Alpha")
}

// pale tells the page's ground, or a card.
func pale(page image.Image, at image.Point) bool {
	r, g, b, _ := page.At(at.X, at.Y).RGBA()
	return min(r, g, b) > 0xE000
}

// dark tells the display where no window is drawn.
func dark(page image.Image, at image.Point) bool {
	r, g, b, _ := page.At(at.X, at.Y).RGBA()
	return max(r, g, b) < 0x2000
}

func (d *display) until(f func() bool) {
	d.t.Helper()
	for end := time.Now().Add(patience); !f(); time.Sleep(200 * time.Millisecond) {
		if time.Now().After(end) {
			d.t.Fatal("it never came")
		}
	}
}

// finger touches a place and goes to another at once. One program does both: on a slow
// machine the start of a second takes as long as a long press.
func (d *display) finger(from, to image.Point) {
	d.t.Helper()
	d.do("xdotool", append(down(from), along(from, to)...)...)
	d.lift()
}

// held touches a place, and goes to another a long press after the app has shown that.
func (d *display) held(from, to image.Point) {
	d.t.Helper()
	seen := func() float64 {
		return brightness(d.picture(image.Rect(0, 0, from.X+20, from.Y+20)), from.X-20, from.Y-20, 40)
	}
	before := seen()
	d.until(func() bool { // the frames that were on their way are there
		last := before
		before = seen()
		return before == last
	})
	d.do("xdotool", down(from)...)
	d.until(func() bool { return seen() != before })
	time.Sleep(2 * time.Second) // what is shown first may be the finger alone
	d.do("xdotool", along(from, to)...)
	d.lift()
}

func (d *display) lift() {
	d.t.Helper()
	time.Sleep(200 * time.Millisecond) // not a fling
	d.do("xdotool", "mouseup", "1")
	time.Sleep(300 * time.Millisecond)
}

// down and along are what xdotool has to do.
func down(at image.Point) []string {
	return []string{"mousemove", fmt.Sprint(at.X), fmt.Sprint(at.Y), "mousedown", "1"}
}

func along(from, to image.Point) (all []string) {
	for i := 1; i <= 12; i++ {
		p := from.Add(to.Sub(from).Mul(i).Div(12))
		all = append(all, "mousemove", fmt.Sprint(p.X), fmt.Sprint(p.Y))
	}
	return all
}
