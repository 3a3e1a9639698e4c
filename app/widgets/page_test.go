package widgets

import (
	"strings"
	"testing"

	"fyne.io/fyne/v2"
)

func TestAFootStaysInReachUnderALongBody(t *testing.T) {
	dress()
	long := NewText(Body, "short")
	yes := NewButton(Yes, "YES", nothing)
	p := NewPage(PageSpec{Body: []fyne.CanvasObject{long}, Foot: []fyne.CanvasObject{yes}})
	w := begin(t, p)
	place := func() fyne.Position { return fyne.CurrentApp().Driver().AbsolutePositionForObject(yes) }
	want := place()
	for _, text := range []string{strings.Repeat("a long story ", 300), "short", strings.Repeat("another ", 500)} {
		long.Set(text)
		p.Settle()
		if got := place(); got != want {
			t.Errorf("the foot is at %v under %d letters, was at %v", got, len(text), want)
		}
	}
	w.Resize(fyne.NewSize(390, 150))
	p.Settle()
	if p.inner.pinned || len(p.content.Objects) != 3 {
		t.Error("a foot that would leave no room for the body does not scroll along")
	}
}
