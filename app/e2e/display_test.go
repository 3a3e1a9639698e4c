//go:build window

package e2e

import (
	"bytes"
	"fmt"
	"image"
	"image/draw"
	"image/png"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"time"
)

func (d *display) picture(size image.Rectangle) image.Image {
	d.t.Helper()
	raw := d.do("import", "-window", "root", "-crop", fmt.Sprintf("%dx%d+0+0", size.Dx(), size.Dy()), "+repage", "png:-")
	img, err := png.Decode(bytes.NewReader(raw))
	if err != nil {
		d.t.Fatal(err)
	}
	return img
}

func (d *display) click(x, y float32) {
	d.t.Helper()
	d.do("xdotool", "mousemove", fmt.Sprint(int(x)), fmt.Sprint(int(y)))
	d.do("xdotool", "click", "1")
}

func (d *display) typing(text string) {
	d.t.Helper()
	d.do("xdotool", "type", "--delay", "40", text)
}

// paste has another program offer a picture on the clipboard.
func (d *display) paste(data []byte) {
	d.t.Helper()
	name := filepath.Join(d.t.TempDir(), "copied.png")
	if err := os.WriteFile(name, data, 0o600); err != nil {
		d.t.Fatal(err)
	}
	cmd := d.command("xclip", "-selection", "clipboard", "-t", "image/png", "-i", name)
	if err := cmd.Run(); err != nil {
		d.t.Fatal(err)
	}
	d.t.Cleanup(func() { _ = exec.Command("pkill", "-f", name).Run() })
}

// unlike is the share of 10 x 10 cells, in percent, whose brightness differs: the
// window's letters are drawn by OpenGL and the headless phone's in software, which
// differ at their edges but not in where they stand.
func unlike(a, b image.Image) float64 {
	if a.Bounds().Size() != b.Bounds().Size() {
		return 100
	}
	const cell, differs = 10, 14
	off, n := 0, 0
	for y := 0; y+cell <= a.Bounds().Dy(); y += cell {
		for x := 0; x+cell <= a.Bounds().Dx(); x += cell {
			if n++; math.Abs(brightness(a, x, y, cell)-brightness(b, x, y, cell)) > differs {
				off++
			}
		}
	}
	return 100 * float64(off) / float64(n)
}

func brightness(img image.Image, x0, y0, cell int) float64 {
	sum := 0.0
	for y := y0; y < y0+cell; y++ {
		for x := x0; x < x0+cell; x++ {
			r, g, b, _ := img.At(img.Bounds().Min.X+x, img.Bounds().Min.Y+y).RGBA()
			sum += float64(r+g+b) / 3 / 257
		}
	}
	return sum / float64(cell*cell)
}

// desk is the real window and a headless phone beside it that does the same with an
// account of its own: it says where each button is, and what the window must show.
type desk struct {
	*display
	twin  *phone
	steps int
	log   *bytes.Buffer
	large float64 // how much more may differ where letters are large: names and codes do
}

var windowSize = image.Rect(0, 0, 390, 844)

// alike is the share under which two pictures show the same screen: the accounts'
// names and codes differ. The page of backup codes is full of letters that do.
func alike(screen string) float64 {
	switch screen {
	case "codes":
		return 8
	case "detail": // the code is large, and the account's picture has other initials
		return 8
	case "confirm": // a large picture of the account's initials, on its own color
		return 4
	case "moving", "moved": // six large digits
		return 4
	}
	return 2
}

// step waits until the window shows what the twin does, and keeps the picture.
func (d *desk) step(screen, what string) {
	d.t.Helper()
	d.say("%s", what)
	img, off := d.shows(screen)
	var buf bytes.Buffer
	if err := png.Encode(&buf, img); err != nil {
		d.t.Fatal(err)
	}
	d.steps++
	write(d.t, filepath.Join("window", fmt.Sprintf("%02d-%s.png", d.steps, screen)), buf.Bytes())
	if off >= alike(screen)+d.large {
		write(d.t, filepath.Join("window", fmt.Sprintf("%02d-%s-wanted.png", d.steps, screen)), d.twin.get("/screen.png?scale=1"))
		d.t.Fatalf("the window does not show %q: %.1f %% of it differ", screen, off)
	}
}

// shows waits for a screen, and gives what the window shows and how far it is from that.
func (d *desk) shows(screen string) (img image.Image, off float64) {
	d.t.Helper()
	d.twin.see(screen)
	off = 100
	for deadline := time.Now().Add(patience); time.Now().Before(deadline); time.Sleep(200 * time.Millisecond) {
		want, err := png.Decode(bytes.NewReader(d.twin.get("/screen.png?scale=1")))
		if err != nil {
			d.t.Fatal(err)
		}
		img = d.picture(windowSize)
		if off = unlike(img, want); off < alike(screen)+d.large {
			return img, off
		}
	}
	return img, off
}

// ready waits until a button looks in the window as it does on the twin: one that is not
// enabled yet takes no click. One that has the mouse on it may never look the same.
func (d *desk) ready(it item) {
	d.t.Helper()
	box := image.Rect(int(it.X), int(it.Y), int(it.X+it.W), int(it.Y+it.H)).Intersect(windowSize)
	part := func(img image.Image) image.Image {
		out := image.NewRGBA(image.Rectangle{Max: box.Size()})
		draw.Draw(out, out.Bounds(), img, img.Bounds().Min.Add(box.Min), draw.Src)
		return out
	}
	for deadline := time.Now().Add(patience / 6); time.Now().Before(deadline); time.Sleep(200 * time.Millisecond) {
		want, err := png.Decode(bytes.NewReader(d.twin.get("/screen.png?scale=1")))
		if err != nil {
			d.t.Fatal(err)
		}
		if unlike(part(d.picture(windowSize)), part(want)) < 20 {
			return
		}
	}
}

// tap clicks in the window where the twin has the button, and taps the twin's.
func (d *desk) tap(button string) {
	d.t.Helper()
	d.say("   tap %q", button)
	d.twin.enabled("?", button)
	for _, it := range d.twin.tree().Items {
		if it.Kind == "button" && it.Text == button {
			d.ready(it)
			d.click(it.X+it.W/2, it.Y+it.H/2)
			d.twin.tap(button)
			return
		}
	}
	d.t.Fatalf("no button %q", button)
}

func (d *desk) say(format string, a ...any) {
	line := fmt.Sprintf(format, a...)
	d.t.Log(line)
	fmt.Fprintln(d.log, line)
	write(d.t, "transcript.txt", d.log.Bytes())
}
