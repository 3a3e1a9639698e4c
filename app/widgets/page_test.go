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

func TestAFootStandsBesideTheBodyInALowWideWindow(t *testing.T) {
	dress()
	words := NewText(Body, strings.Repeat("a story ", 40))
	keys := NewKeypad("Delete", nil, nil).Round("Enter", nil)
	p := NewPage(PageSpec{Body: []fyne.CanvasObject{words}, Foot: []fyne.CanvasObject{keys}, Beside: true})
	w := begin(t, p)
	where := func(o fyne.CanvasObject) fyne.Position {
		return fyne.CurrentApp().Driver().AbsolutePositionForObject(o)
	}
	for _, x := range []struct {
		width, height float32
		beside        bool
	}{{844, 390, true}, {1200, 420, true}, {390, 844, false}, {1200, 900, false}} {
		w.Resize(fyne.NewSize(x.width, x.height))
		p.Settle()
		body, foot := where(words), where(keys)
		if got := foot.X >= body.X+words.Size().Width; got != x.beside {
			t.Errorf("%v x %v: the keys are at %v, the words at %v, %v wide", x.width, x.height, foot, body, words.Size().Width)
		}
		if x.beside && (foot.Y < 0 || foot.Y+keys.Size().Height > x.height || foot.X+keys.Size().Width > x.width) {
			t.Errorf("%v x %v: the keys leave the window", x.width, x.height)
		}
	}
}

// A phone's keyboard comes up after the tap that asked for it.
func TestAFieldThatIsTypedInStaysAboveTheKeyboard(t *testing.T) {
	dress()
	var fields []fyne.CanvasObject
	for range 7 {
		fields = append(fields, NewField("A name", ""))
	}
	w := begin(t, NewPage(PageSpec{Bar: NewBackBar("Fields", "Back", nothing), Body: fields}))
	w.Resize(fyne.NewSize(390, 844))
	for _, at := range []int{6, 4, 0} {
		f := fields[at].(*Field)
		w.Canvas().Focus(f.Entry())
		w.Resize(fyne.NewSize(390, 524))
		top := fyne.CurrentApp().Driver().AbsolutePositionForObject(f).Y
		if bottom := top + f.Size().Height; top < 40 || bottom > 524 {
			t.Errorf("field %d is from %v to %v", at, top, bottom)
		}
		w.Resize(fyne.NewSize(390, 844))
	}
}

func TestALowerWindowDoesNotGoBackToAButton(t *testing.T) {
	dress()
	b := NewButton(Primary, "Go on", nothing)
	p := NewPage(PageSpec{Body: []fyne.CanvasObject{Space(1200), b, Space(1200)}})
	w := begin(t, p)
	w.Resize(fyne.NewSize(390, 844))
	w.Canvas().Focus(b)
	p.ScrollToTop()
	if w.Resize(fyne.NewSize(390, 524)); p.Scrolled() != 0 {
		t.Errorf("scrolled to %v", p.Scrolled())
	}
}

func TestABannerThatAppearsIsBroughtIntoSight(t *testing.T) {
	dress()
	b := NewBanner(Warn, "warn", "It went wrong", "Try again.", nil)
	b.Hide()
	p := NewPage(PageSpec{Body: []fyne.CanvasObject{Space(1200), b, Space(1200)}})
	begin(t, p)
	for _, from := range []float32{0, 1300} {
		b.Hide()
		p.Settle()
		p.ScrollTo(from)
		b.Appear()
		p.Settle()
		top := fyne.CurrentApp().Driver().AbsolutePositionForObject(b).Y
		if bottom := top + b.Size().Height; top < 0 || bottom > p.Size().Height {
			t.Errorf("from %v: it is from %v to %v of %v", from, top, bottom, p.Size().Height)
		}
		p.ScrollTo(from)
		if p.Settle(); p.Scrolled() != from {
			t.Error("it comes again")
		}
	}
}
