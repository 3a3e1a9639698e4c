//go:build mobile

package widgets

import (
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/mobile"
	"fyne.io/fyne/v2/test"

	"kauth/app/look"
)

func TestAFingerOnAButtonScrollsThePageAndOneThatTremblesTaps(t *testing.T) {
	test.NewApp().Settings().SetTheme(look.NewTheme(look.LightOnly, 1))
	tapped := 0
	b := NewButton(Primary, "Go on", func() { tapped++ })
	p := NewPage(PageSpec{Body: []fyne.CanvasObject{b, Space(2000)}})
	w := test.NewWindow(p)
	t.Cleanup(w.Close)
	w.Resize(fyne.NewSize(390, 844))
	p.Settle()
	move := func(dy float32) {
		b.TouchDown(&mobile.TouchEvent{})
		for range 10 {
			b.Dragged(&fyne.DragEvent{Dragged: fyne.Delta{DY: dy / 10}})
		}
		b.DragEnd()
	}
	if move(5); tapped != 1 || p.Scrolled() != 0 {
		t.Errorf("tapped %d times, scrolled %v", tapped, p.Scrolled())
	}
	if move(-200); tapped != 1 || p.Scrolled() < 190 {
		t.Errorf("tapped %d times, scrolled %v", tapped, p.Scrolled())
	}
}

func TestASlowFingerPressesToo(t *testing.T) {
	test.NewApp().Settings().SetTheme(look.NewTheme(look.LightOnly, 1))
	tapped := 0
	b := NewButton(Primary, "Go on", func() { tapped++ })
	slowly := func() {
		b.TouchDown(&mobile.TouchEvent{})
		b.TouchUp(&mobile.TouchEvent{})
		var o fyne.CanvasObject = b
		o.(fyne.SecondaryTappable).TappedSecondary(&fyne.PointEvent{})
	}
	if slowly(); tapped != 1 {
		t.Errorf("tapped %d times", tapped)
	}
	b.SetEnabled(false)
	if slowly(); tapped != 1 {
		t.Error("it took a press while it was off")
	}
}

// A request may slide in under a finger that came down long before it.
func TestAFingerThatCameDownElsewherePressesNothing(t *testing.T) {
	test.NewApp().Settings().SetTheme(look.NewTheme(look.LightOnly, 1))
	tapped := 0
	b := NewButton(Primary, "YES", func() { tapped++ })
	up := func(what string) {
		t.Helper()
		b.TouchUp(&mobile.TouchEvent{})
		b.TappedSecondary(&fyne.PointEvent{})
		b.Dragged(&fyne.DragEvent{Dragged: fyne.NewDelta(1, 1)}) // it trembles
		b.DragEnd()
		if tapped != 0 {
			t.Errorf("%s: it was pressed", what)
			tapped = 0
		}
	}
	up("no finger came down here")
	b.TouchDown(&mobile.TouchEvent{})
	b.TouchCancel(&mobile.TouchEvent{})
	up("the one that came down here has left")
	b.TouchDown(&mobile.TouchEvent{})
	b.SetEnabled(false)
	b.SetEnabled(true)
	up("it was off in between")
}
