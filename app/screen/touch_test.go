package screen

import (
	"strings"
	"testing"

	"fyne.io/fyne/v2"

	"kauth/app/look"
)

func TestEveryControlHasANameAndRoomForAFinger(t *testing.T) {
	for _, v := range []view{light, large} {
		e := newEasel(t, v)
		for _, s := range shots() {
			_, controls := everything(e.show(s).object(), phone)
			for _, c := range controls {
				a, ok := c.object.(fyne.Accessible)
				if !ok || a.AccessibilityLabel() == "" {
					t.Errorf("%s, %s: %T has no name", s.name, v.name, c.object)
				}
				if c.whole.w < look.Touch || c.whole.h < look.Touch && !typed(c.object) {
					t.Errorf("%s, %s: %s is %v by %v", s.name, v.name, called(c.object), c.whole.w, c.whole.h)
				}
			}
		}
	}
}

// TestWhatAnswersARequestIsNeverScrolledAway is for who has large letters, or trouble.
func TestWhatAnswersARequestIsNeverScrolledAway(t *testing.T) {
	for _, v := range []view{light, german, french, large} {
		e := newEasel(t, v)
		no, yes := e.c.t.T("challenge.no"), e.c.t.T("challenge.yes")
		for _, s := range requestShots {
			if !strings.HasPrefix(s.name, "challenge") {
				continue
			}
			_, controls := everything(e.show(s).object(), phone)
			found := 0
			for _, c := range controls {
				if label := c.object.(fyne.Accessible).AccessibilityLabel(); label == no || label == yes {
					found++
					if !c.all() {
						t.Errorf("%s, %s: only %v of %v of %s is in the window", s.name, v.name, c.shown, c.whole, label)
					}
				}
			}
			if found != 2 {
				t.Errorf("%s, %s: %d answers", s.name, v.name, found)
			}
		}
	}
}

// TestEveryKeyOfTheNumberIsInTheWindow is for who has large letters, a small phone, or both:
// digits that have to be scrolled to take longer than a request lives.
func TestEveryKeyOfTheNumberIsInTheWindow(t *testing.T) {
	sizes := []fyne.Size{phone, fyne.NewSize(360, 640)}
	for _, v := range []view{light, german, french, large, {"de_large", "de", look.LightOnly, 2}} {
		e := newEasel(t, v)
		wanted := map[string]bool{e.c.t.T("challenge.notme"): true, e.c.t.T("action.delete"): true}
		for _, key := range "1234567890" {
			wanted[string(key)] = true
		}
		for _, s := range requestShots {
			if !strings.HasPrefix(s.name, "number") {
				continue
			}
			for _, size := range sizes {
				s.size = size
				_, controls := everything(e.show(s).object(), size)
				found := 0
				for _, c := range controls {
					if label := c.object.(fyne.Accessible).AccessibilityLabel(); wanted[label] {
						found++
						if !c.all() {
							t.Errorf("%s, %s, %v: only %v of %v of %s is in the window", s.name, v.name, size, c.shown, c.whole, label)
						}
					}
				}
				if found != len(wanted) {
					t.Errorf("%s, %s, %v: %d keys", s.name, v.name, size, found)
				}
			}
		}
	}
}

// TestAProblemLeavesTheMainButtonInReach holds at the usual text size.
func TestAProblemLeavesTheMainButtonInReach(t *testing.T) {
	for _, v := range []view{light, german, french} {
		e := newEasel(t, v)
		for name, button := range map[string]string{
			"confirm-retry": "confirm.go", "confirm-final": "confirm.again", "digits-problem": "action.retry", "codes-problem": "action.retry",
			"codes-not-sent": "action.done", "number-problem": "challenge.notme", "remove-problem": "remove.go",
			"server-problem": "action.continue", "browser-problem": "browser.again", "manual-problem": "manual.address.add",
		} {
			label, ok := e.c.t.T(button), false
			for _, c := range controlsOf(e, name) {
				ok = ok || c.object.(fyne.Accessible).AccessibilityLabel() == label && c.all()
			}
			if !ok {
				t.Errorf("%s, %s: %q is not in the window", name, v.name, label)
			}
		}
	}
}

func controlsOf(e *easel, name string) []seen {
	for _, s := range shots() {
		if s.name == name {
			_, controls := everything(e.show(s).object(), phone)
			return controls
		}
	}
	return nil
}
