package widgets

import (
	"image"
	"path/filepath"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"kauth/app/golden"
	"kauth/app/look"
)

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
				golden.Compare(t, filepath.Join("testdata", name+"-"+v.name+".png"), capture(build(), fyne.NewSize(390, 844)))
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
		if n := golden.Differing(got, want); n > 100 {
			t.Errorf("%s: %d pixels are not as on a page made in the dark", name, n)
			golden.Write(t, filepath.Join(t.ArtifactDir(), name+".png"), got)
		}
		w.Close()
	}
}
