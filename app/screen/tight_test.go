package screen

import (
	"fmt"
	"strings"
	"testing"

	"fyne.io/fyne/v2"

	"kauth/app/look"
	"kauth/app/text"
)

// TestEveryKeyOfANumberIsInSightOnASmallPhone is for who has large letters: a phone of
// 360 x 640, and what a status bar and a bar of gestures leave of it.
func TestEveryKeyOfANumberIsInSightOnASmallPhone(t *testing.T) {
	sizes := []fyne.Size{fyne.NewSize(360, 640), fyne.NewSize(360, 592)}
	for _, language := range text.Languages() {
		for _, scale := range []float32{1, 1.5, 2} {
			e := newEasel(t, view{"", language, look.LightOnly, scale})
			pages := 0
			for _, s := range shots() {
				if !s.size.IsZero() || !strings.HasPrefix(s.name, "digits-") && !strings.HasPrefix(s.name, "number") {
					continue
				}
				pages++
				for _, s.size = range sizes {
					keysInSight(t, fmt.Sprintf("%s in %s at %v %% in %v", s.name, language, scale*100, s.size), e, s)
				}
			}
			if pages < 8 {
				t.Fatalf("only %d pages have keys for a number", pages)
			}
		}
	}
}

func keysInSight(t *testing.T, where string, e *easel, s shot) {
	t.Helper()
	_, controls := everything(e.show(s).object(), s.size)
	keys := 0
	for _, c := range controls {
		if name := c.object.(fyne.Accessible).AccessibilityLabel(); len(name) == 1 {
			keys++
			if !c.all() || c.whole.h < look.Touch {
				t.Errorf("%s: the key %s shows %v of %v", where, name, c.shown, c.whole)
			}
		}
	}
	if keys != 10 {
		t.Errorf("%s: %d keys", where, keys)
	}
}
