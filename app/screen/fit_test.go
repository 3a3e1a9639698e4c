package screen

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/test"

	"kauth/app/look"
	"kauth/app/text"
	"kauth/app/viewmodel"
	"kauth/app/widgets"
)

// box is a place in the window.
type box struct{ x, y, w, h float32 }

func (b box) within(c box) box {
	x, y := max(b.x, c.x), max(b.y, c.y)
	return box{x, y, min(b.x+b.w, c.x+c.w) - x, min(b.y+b.h, c.y+c.h) - y}
}

func (b box) empty() bool { return b.w <= 0 || b.h <= 0 }

// seen is what a person finds on a screen: its words, and what can be tapped. whole is
// its place, shown the part that is not scrolled away.
type seen struct {
	object       fyne.CanvasObject
	whole, shown box
}

// all tells that none of it is scrolled away.
func (s seen) all() bool { return s.shown.w > s.whole.w-0.5 && s.shown.h > s.whole.h-0.5 }

// survey walks all that is visible in o.
func survey(o fyne.CanvasObject, at fyne.Position, clip box, f func(seen)) {
	if !o.Visible() {
		return
	}
	at = at.Add(o.Position())
	size := o.Size()
	if t, ok := o.(*canvas.Text); ok {
		size = t.MinSize()
		if t.Text == "" {
			return
		}
	}
	b := box{at.X, at.Y, size.Width, size.Height}
	f(seen{o, b, b.within(clip)})
	switch t := o.(type) {
	case *fyne.Container:
		for _, c := range t.Objects {
			survey(c, at, clip, f)
		}
	case *container.Scroll:
		survey(t.Content, at, b.within(clip), f)
	case fyne.Widget:
		if typed(o) {
			return // scrolls inside
		}
		for _, c := range test.WidgetRenderer(t).Objects() {
			survey(c, at, clip, f)
		}
	}
}

// typed is a field's own part, which takes text.
func typed(o fyne.CanvasObject) bool { _, ok := o.(fyne.Shortcutable); return ok }

// everything that is seen of a page in a window of a size.
func everything(o fyne.CanvasObject, window fyne.Size) (texts, controls []seen) {
	survey(o, fyne.Position{}, box{0, 0, window.Width, window.Height}, func(s seen) {
		switch s.object.(type) {
		case *canvas.Text:
			texts = append(texts, s)
		case fyne.Tappable:
			controls = append(controls, s)
		}
	})
	return texts, controls
}

// windows are a small phone, the usual one, and one on its side.
var windows = []fyne.Size{fyne.NewSize(320, 480), phone, fyne.NewSize(900, 390)}

func TestNothingLeavesTheWindowInAnyLanguageSizeOrWidth(t *testing.T) {
	for _, language := range text.Languages() {
		for _, scale := range []float32{1, 1.5, 2} {
			e := newEasel(t, view{"", language, look.LightOnly, scale})
			for _, s := range shots() {
				p := e.show(s)
				for _, size := range windows {
					e.w.Resize(size)
					where := fmt.Sprintf("%s in %s at %v %% in %v", s.name, language, scale*100, size)
					texts, controls := everything(p.object(), e.w.Canvas().Size())
					inside(t, where, size.Width, append(texts, controls...))
					reachable(t, where, p.object(), size)
					apart(t, where, slices.DeleteFunc(texts, func(s seen) bool {
						// a moment over all else
						return strings.Contains(toasts(e.c.t), s.object.(*canvas.Text).Text)
					}))
				}
			}
		}
	}
}

func toasts(t *text.Catalog) string {
	return t.T("toast.copied") + " " + t.T("toast.revealed") + " " + t.T("toast.removed") + " " + t.T("toast.undo")
}

func inside(t *testing.T, where string, width float32, all []seen) {
	t.Helper()
	for _, s := range all {
		if s.whole.x < -0.5 || s.whole.x+s.whole.w > width+0.5 {
			t.Errorf("%s: %s goes from %v to %v", where, called(s.object), s.whole.x, s.whole.x+s.whole.w)
		}
	}
}

// reachable wants each thing in the window, or where scrolling brings it.
func reachable(t *testing.T, where string, o fyne.CanvasObject, window fyne.Size) {
	t.Helper()
	var scrolls []*container.Scroll
	survey(o, fyne.Position{}, box{0, 0, window.Width, window.Height}, func(s seen) {
		scroll, ok := s.object.(*container.Scroll)
		if !ok {
			return
		}
		scrolls = append(scrolls, scroll)
		if !s.all() || s.whole.h < 96 && scroll.Content.MinSize().Height > s.whole.h {
			t.Errorf("%s: what scrolls has %v of %v", where, s.shown, s.whole)
		}
		end := s.whole.y + scroll.Content.Size().Height
		survey(scroll.Content, fyne.NewPos(s.whole.x, s.whole.y), s.whole, func(in seen) {
			if bottom := in.whole.y + in.whole.h; bottom > end+0.5 {
				t.Errorf("%s: %s ends at %v, what scrolls at %v", where, called(in.object), bottom, end)
			}
		})
	})
	still(t, where, o, window, scrolls)
}

// still holds what does not scroll: all of it is in the window.
func still(t *testing.T, where string, o fyne.CanvasObject, window fyne.Size, scrolls []*container.Scroll) {
	t.Helper()
	inScroll := map[fyne.CanvasObject]bool{}
	for _, s := range scrolls {
		survey(s.Content, fyne.Position{}, box{}, func(in seen) { inScroll[in.object] = true })
	}
	texts, controls := everything(o, window)
	for _, s := range append(texts, controls...) {
		if !inScroll[s.object] && !s.all() {
			t.Errorf("%s: %s is cut: %v of %v", where, called(s.object), s.shown, s.whole)
		}
	}
}

// apart lets no words stand on others. Lines may touch: letters are less high than lines.
func apart(t *testing.T, where string, texts []seen) {
	t.Helper()
	thin := func(b box) box { return box{b.x + 1, b.y + b.h/4, b.w - 2, b.h / 2} }
	for i, a := range texts {
		for _, b := range texts[:i] {
			if !thin(a.whole).within(thin(b.whole)).empty() && !a.shown.within(b.shown).empty() {
				t.Errorf("%s: %s stands on %s", where, called(a.object), called(b.object))
			}
		}
	}
}

func called(o fyne.CanvasObject) string {
	switch t := o.(type) {
	case *canvas.Text:
		return fmt.Sprintf("%q", t.Text)
	case fyne.Accessible:
		return fmt.Sprintf("%T %q", o, t.AccessibilityLabel())
	}
	return fmt.Sprintf("%T", o)
}

// TestACodeIsNeverShortened looks for all of it, at every size and width.
func TestACodeIsNeverShortened(t *testing.T) {
	for _, scale := range []float32{1, 1.5, 2} {
		e := newEasel(t, view{"", "en", look.LightOnly, scale})
		for _, s := range shots() {
			codes := codesIn(s.state)
			if len(codes) == 0 {
				continue
			}
			p := e.show(s)
			for _, size := range windowsOf(s) {
				e.w.Resize(size)
				texts, _ := everything(p.object(), size)
				for _, code := range codes {
					if !slices.ContainsFunc(texts, func(s seen) bool { return s.object.(*canvas.Text).Text == code }) {
						t.Errorf("%s at %v %% in %v: %s is not there", s.name, scale*100, size, code)
					}
				}
			}
		}
	}
}

// windowsOf are the sizes that a shot is for: one of a wide window's two halves is no
// page by itself.
func windowsOf(s shot) []fyne.Size {
	if s.size.Width >= widgets.WideFrom {
		return []fyne.Size{s.size}
	}
	return windows
}

// codesIn are the codes that a State shows in any window: of a list, the first.
func codesIn(s viewmodel.State) []string {
	switch x := s.(type) {
	case viewmodel.DetailState:
		if x.Code.Digits != "" && !x.Counter {
			return []string{x.Code.Digits}
		}
	case viewmodel.HomeState:
		if len(x.Codes) > 0 && x.Codes[0].Digits != "" {
			return []string{x.Codes[0].Digits}
		}
	case viewmodel.CodesState:
		return x.Codes
	}
	return nil
}
