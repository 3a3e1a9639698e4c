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
