//go:build window

package e2e

import (
	"bytes"
	"image"
	"image/png"
	"strings"
	"testing"
	"time"
)

// TestThePhonesDriverShowsTheSameApp runs the app on the driver that phones have
// (-tags mobile), which draws at 1.4 times the size on a desk and waits for a first one.
func TestThePhonesDriverShowsTheSameApp(t *testing.T) {
	d := newDisplay(t, "900x1800")
	cmd := d.command(made(t, "kauth-simulator"), "--vault", t.TempDir(), "--passphrase-file", passphrase(t), "--theme", "light", "--lang", "en")
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = cmd.Process.Kill(); _ = cmd.Wait() })
	window := strings.Fields(string(d.do("xdotool", "search", "--sync", "--onlyvisible", "--name", "^App$")))[0]
	d.do("xdotool", "windowmove", window, "0", "0")
	d.do("xdotool", "windowsize", window, "546", "1182")
	twin := newPhone(t, t.TempDir(), "--theme", "light", "--lang", "en")
	twin.see("welcome")
	want, err := png.Decode(bytes.NewReader(twin.get("/screen.png?scale=1.4")))
	if err != nil {
		t.Fatal(err)
	}
	var img image.Image
	best := 100.0
	for deadline := time.Now().Add(patience); time.Now().Before(deadline) && best > alike("welcome"); time.Sleep(300 * time.Millisecond) {
		img = d.picture(image.Rect(0, 0, 546, 1182))
		best = unlike(img, want)
	}
	var buf bytes.Buffer
	if err := png.Encode(&buf, img); err != nil {
		t.Fatal(err)
	}
	write(t, "window/simulator-welcome.png", buf.Bytes())
	if best > alike("welcome") {
		t.Errorf("the phone's driver shows something else: %.1f %% of it differ", best)
	}
}
