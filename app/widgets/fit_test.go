package widgets

import (
	"fmt"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/test"
	"fyne.io/fyne/v2/widget"

	"kauth/app/look"
)

// texts calls f with each visible text and its place in o.
func texts(o fyne.CanvasObject, at fyne.Position, f func(*canvas.Text, fyne.Position)) {
	if !o.Visible() {
		return
	}
	at = at.Add(o.Position())
	switch t := o.(type) {
	case *canvas.Text:
		f(t, at)
	case *fyne.Container:
		for _, c := range t.Objects {
			texts(c, at, f)
		}
	case *container.Scroll:
		texts(t.Content, at, f)
	case *entry, *widget.Entry: // scrolls inside
	case fyne.Widget:
		for _, c := range test.WidgetRenderer(t).Objects() {
			texts(c, at, f)
		}
	}
}

func TestNoTextLeavesThePageAtAnyScaleOrWidth(t *testing.T) {
	a := test.NewApp()
	for _, scale := range []float32{1, 1.3, 2} {
		a.Settings().SetTheme(look.NewTheme(look.LightOnly, scale))
		for name, build := range gallery {
			p := build()
			w := test.NewWindow(p)
			w.SetPadded(false)
			for _, width := range []float32{320, 390, 900} {
				w.Resize(fyne.NewSize(width, 844))
				p.Settle()
				texts(p, fyne.Position{}, func(text *canvas.Text, at fyne.Position) {
					if right := at.X + text.MinSize().Width; at.X < 0 || right > width+0.5 {
						t.Errorf("%s at %v %% in %v: %q goes from %v to %v", name, scale*100, width, text.Text, at.X, right)
					}
				})
			}
			w.Close()
		}
	}
}

func TestBlocksOfAPageDoNotOverlap(t *testing.T) {
	a := test.NewApp()
	for _, scale := range []float32{1, 2} {
		a.Settings().SetTheme(look.NewTheme(look.LightOnly, scale))
		for name, build := range gallery {
			p := build()
			w := test.NewWindow(p)
			w.SetPadded(false)
			w.Resize(fyne.NewSize(390, 700))
			p.Settle()
			end := float32(0)
			for _, stack := range []*fyne.Container{p.inner.body, p.inner.foot} {
				if p.inner.pinned {
					end = 0 // the body scrolls behind its own edge
				}
				for _, o := range stack.Objects {
					top := stack.Position().Y + o.Position().Y
					if top < end-0.5 {
						t.Errorf("%s at %v %%: a block begins at %v, the one before ends at %v", name, scale*100, top, end)
					}
					end = top + o.Size().Height
				}
			}
			w.Close()
		}
	}
}

func TestWrappingLosesNoLetter(t *testing.T) {
	measure := func(s string) float32 { return float32(len([]rune(s))) }
	for _, text := range []string{
		"", " ", "one", "one two three", "averyveryverylongword and more", "a\nb", "小林花子はここにいます", "👩‍👩‍👧‍👦👩‍👩‍👧‍👦👩‍👩‍👧‍👦", "e\u0301e\u0301e\u0301e\u0301e\u0301e\u0301e\u0301e\u0301",
	} {
		for width := range 12 {
			lines := wrap(text, float32(width), measure)
			if got := squeeze(strings.Join(lines, "")); got != squeeze(text) {
				t.Errorf("%q in %d became %q", text, width, lines)
			}
		}
	}
}

func squeeze(s string) string { return strings.Join(strings.Fields(s), "") }

func TestShorteningKeepsBothEndsAndFits(t *testing.T) {
	measure := func(s string) float32 { return float32(len([]rune(s))) }
	for in, want := range map[string]string{
		"anna@assoziation.ch": "anna@…on.ch", "short": "short", "👩‍👩‍👧‍👦abcdefghijklm👩‍👩‍👧‍👦": "",
	} {
		got := shorten(in, 11, measure)
		if measure(got) > 11 || (want != "" && got != want) {
			t.Errorf("%q became %q (%v)", in, got, measure(got))
		}
	}
}

func TestNamesOfAnyScriptKeepTheRowHeight(t *testing.T) {
	dress()
	want := NewAccountRow(Account{Title: "GitHub", Label: "annam", Code: "913 008"}).heightFor(358)
	for _, name := range []string{"🔥🔥🔥", "小林花子", "דנה כהן", "ก็ที่นี่", strings.Repeat("long ", 40)} {
		t.Run(fmt.Sprint(len(name)), func(t *testing.T) {
			if got := NewAccountRow(Account{Title: name, Label: name, Code: "913 008"}).heightFor(358); got != want {
				t.Errorf("%q: %v, want %v", name, got, want)
			}
		})
	}
}
