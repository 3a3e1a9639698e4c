//go:build harness

package e2e

import (
	"bytes"
	"fmt"
	"image"
	"image/color"
	"image/png"
)

// scanGround is behind the page that scans, in both themes (docs: look.Scrim).
var scanGround = color.NRGBA{0x1A, 0x20, 0x29, 0xFF}

// strips holds that the page's ground goes on under the system's bars, whose signs are
// light over a dark one, and keeps the picture.
func (a *android) strips(name string, ground color.NRGBA) {
	a.t.Helper()
	a.until("! bars over dark", 0)
	a.act("dark no") // as it was; Fyne has them by the system's theme at each change
	if all := a.said("! bars over "); all[len(all)-1] != "dark" {
		a.t.Errorf("after a change of the system's the signs are as over a %s ground", all[len(all)-1])
	}
	a.keep(name)
	shot := a.screen()
	for _, y := range []int{barTop / 2, a.high - barBottom/2} {
		for _, x := range []int{4, a.wide / 2, a.wide - 4} {
			if got := color.NRGBAModel.Convert(shot.At(x, y)); got != ground {
				a.t.Errorf("%s: %v under a bar at %d, %d, and %v on the page", name, got, x, y, ground)
			}
		}
	}
}

// screen is what the phone shows.
func (a *android) screen() image.Image {
	a.t.Helper()
	a.look()
	raw, err := a.d.command("import", "-window", "root", "-crop", fmt.Sprintf("%dx%d+0+0", a.wide, a.high), "+repage", "png:-").Output()
	if !a.looked {
		_, _ = a.try("look no")
	}
	if err != nil {
		a.t.Fatal(err)
	}
	shot, err := png.Decode(bytes.NewReader(raw))
	if err != nil {
		a.t.Fatal(err)
	}
	return shot
}
