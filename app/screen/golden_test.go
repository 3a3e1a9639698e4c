package screen

import (
	"path/filepath"
	"testing"

	"kauth/app/golden"
)

func TestScreensLookAsTheyWereApproved(t *testing.T) {
	for _, v := range []view{light, dark} {
		paint(t, v, func(shot) bool { return true })
	}
}

func TestMainStatesLookAsTheyWereApprovedInOtherLanguagesAndLarge(t *testing.T) {
	for _, v := range []view{german, french, large} {
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
			golden.Compare(t, filepath.Join("testdata", s.name+"-"+v.name+".png"), e.draw(s))
		})
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
