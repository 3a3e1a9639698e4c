package widgets

import (
	"bytes"
	"flag"
	"image"
	"image/png"
	"os"
	"path/filepath"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"kauth/app/look"
)

var update = flag.Bool("update", false, "write the pictures instead of comparing")

// views are the themes and text scales that each picture is made in.
var views = []struct {
	name       string
	appearance look.Appearance
	scale      float32
}{{"light", look.LightOnly, 1}, {"dark", look.DarkOnly, 1}, {"large", look.LightOnly, 2}}

// gallery has all controls on pages like those of the mock-ups.
var gallery = map[string]func() *Page{
	"home": galleryHome, "challenge": galleryChallenge, "number": galleryNumber, "codes": galleryCodes, "detail": galleryDetail,
	"welcome": galleryWelcome, "rows": galleryRows, "result": galleryResult, "fields": galleryFields, "scan": galleryScan,
}

func TestControlsLookAsTheyWereApproved(t *testing.T) {
	for name, build := range gallery {
		for _, v := range views {
			t.Run(name+"-"+v.name, func(t *testing.T) {
				a := test.NewApp()
				a.Settings().SetTheme(look.NewTheme(v.appearance, v.scale))
				compare(t, name+"-"+v.name, capture(build(), fyne.NewSize(390, 844)))
			})
		}
	}
}

func capture(p *Page, size fyne.Size) image.Image {
	w := test.NewWindow(p)
	defer w.Close()
	w.SetPadded(false)
	w.Resize(size)
	p.Settle()
	return w.Canvas().Capture()
}

func TestAChangeOfThemeReachesEverything(t *testing.T) {
	for name, build := range gallery {
		a := test.NewApp()
		a.Settings().SetTheme(look.NewTheme(look.LightOnly, 2))
		p := build()
		w := test.NewWindow(p)
		w.SetPadded(false)
		w.Resize(fyne.NewSize(390, 844))
		a.Settings().SetTheme(look.NewTheme(look.DarkOnly, 1))
		p.Refresh()
		got, want := w.Canvas().Capture(), capture(build(), fyne.NewSize(390, 844))
		if n := differing(got, want); n > 100 {
			t.Errorf("%s: %d pixels are not as on a page made in the dark", name, n)
			write(t, filepath.Join(t.ArtifactDir(), name+".png"), got)
		}
		w.Close()
	}
}

// compare lets a tenth of a percent of the pixels differ by more than a little:
// rounding is not the same on every processor.
func compare(t *testing.T, name string, got image.Image) {
	t.Helper()
	path := filepath.Join("testdata", name+".png")
	if *update {
		write(t, path, got)
		return
	}
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	want, err := png.Decode(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	if got.Bounds() != want.Bounds() {
		t.Fatalf("%v, was %v", got.Bounds(), want.Bounds())
	}
	if n, all := differing(got, want), got.Bounds().Dx()*got.Bounds().Dy(); n*1000 > all {
		t.Errorf("%d of %d pixels differ from %s; look at both, then -update", n, all, path)
	}
}

func differing(a, b image.Image) int {
	n := 0
	for y := range a.Bounds().Dy() {
		for x := range a.Bounds().Dx() {
			r1, g1, b1, _ := a.At(x, y).RGBA()
			r2, g2, b2, _ := b.At(x, y).RGBA()
			if far(r1, r2) || far(g1, g2) || far(b1, b2) {
				n++
			}
		}
	}
	return n
}

func far(a, b uint32) bool { return max(a, b)-min(a, b) > 0x1800 }

func write(t *testing.T, path string, img image.Image) {
	t.Helper()
	var b bytes.Buffer
	if err := png.Encode(&b, img); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, b.Bytes(), 0o644); err != nil {
		t.Fatal(err)
	}
}
