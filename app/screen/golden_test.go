package screen

import (
	"os"
	"path/filepath"
	"runtime/debug"
	"testing"

	"kauth/app/golden"
	"kauth/app/look"
)

// The golden pictures. Every state is drawn light and dark, in English and in German,
// at 100 and at 200 %; the main state of each screen in all eight ways that these make.
// That leaves out what only the product of two would show in a state beside the main
// one, and keeps the suite to a minute and the repository small. What does not fit is
// found by the fit tests, which go through all languages, sizes and widths.
var (
	everyState = []view{light, dark, {"de_large", "de", look.LightOnly, 2}}
	mainStates = []view{
		german, large, {"de_dark", "de", look.DarkOnly, 1}, {"dark_large", "en", look.DarkOnly, 2}, {"de_dark_large", "de", look.DarkOnly, 2},
	}
)

// A fifth of the time of drawing went into collecting one picture after the other.
func init() { debug.SetGCPercent(400) }

func TestScreensLookAsTheyWereApproved(t *testing.T) {
	for _, v := range everyState {
		paint(t, v, func(shot) bool { return true })
	}
}

func TestMainStatesLookAsTheyWereApprovedInEveryView(t *testing.T) {
	for _, v := range mainStates {
		paint(t, v, func(s shot) bool { return s.main })
	}
}

func paint(t *testing.T, v view, wanted func(shot) bool) {
	e := newEasel(t, v)
	for _, s := range shots() {
		if s.foreign || !wanted(s) {
			continue
		}
		t.Run(s.name+"-"+v.name, func(t *testing.T) {
			golden.Compare(t, picture(s, v), e.draw(s))
		})
	}
}

func picture(s shot, v view) string { return filepath.Join("testdata", s.name+"-"+v.name+".png") }

func TestNoPictureIsLeftOver(t *testing.T) {
	wanted := map[string]bool{}
	for _, s := range shots() {
		for _, v := range everyState {
			wanted[picture(s, v)] = !s.foreign
		}
		for _, v := range mainStates {
			wanted[picture(s, v)] = s.main && !s.foreign
		}
	}
	files, err := filepath.Glob("testdata/*.png")
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range files {
		if !wanted[f] {
			t.Errorf("%s is the picture of no state", f)
		}
	}
}

// TestEveryScreenHasAMainState keeps a new screen from being drawn in three ways alone.
func TestEveryScreenHasAMainState(t *testing.T) {
	seen := map[string]bool{}
	for _, s := range shots() {
		name := s.state.Screen()
		seen[name] = seen[name] || s.main
	}
	for name, ok := range seen {
		if !ok {
			t.Errorf("no state of %s is a main one", name)
		}
	}
}

func TestNoTwoStatesShareAPicture(t *testing.T) {
	seen := map[string]bool{}
	for _, s := range shots() {
		if seen[s.name] {
			t.Errorf("two states are called %s", s.name)
		}
		seen[s.name] = true
	}
}

// TestThePicturesAreSmall is for who clones the repository.
func TestThePicturesAreSmall(t *testing.T) {
	total := int64(0)
	files, _ := filepath.Glob("testdata/*.png")
	for _, f := range files {
		info, err := os.Stat(f)
		if err != nil {
			t.Fatal(err)
		}
		total += info.Size()
	}
	if most := int64(len(files)) * 16e3; total > most || total > 26e6 {
		t.Errorf("%d pictures have %d bytes: more than 16 kB each, or 26 MB", len(files), total)
	}
}
