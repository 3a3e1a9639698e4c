package drive

import (
	"errors"
	"fmt"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/mobile"
)

var errNothing = errors.New("nothing there takes a tap")

// free is a point of an item that no other control covers: its middle, where it can
// be. An account's row, for example, has the code to copy in its middle.
func free(all []Item, it Item) (x, y float32) {
	for _, at := range [][2]float32{{.5, .5}, {.1, .5}, {.9, .5}, {.5, .1}, {.5, .9}} {
		x, y = it.X+it.W*at[0], it.Y+it.H*at[1]
		if top, ok := hit(all, x, y); ok && top.object == it.object {
			return x, y
		}
	}
	return it.X + it.W/2, it.Y + it.H/2
}

// hit is the topmost control at a point.
func hit(all []Item, x, y float32) (Item, bool) {
	return last(all, func(it Item) bool {
		return it.Kind != "text" && it.InView && x >= it.X && y >= it.Y && x < it.X+it.W && y < it.Y+it.H
	})
}

// tapAt does what a finger does at a point: focus, touch, tap.
func tapAt(c fyne.Canvas, x, y float32) (Item, error) {
	it, ok := hit(items(c), x, y)
	if !ok {
		return Item{}, errNothing
	}
	return it, tap(c, it, fyne.NewPos(x, y))
}

// tapText taps what bears a text: a control of exactly that name first, then one
// that contains it, then whatever lies under such a text. What is scrolled out of
// sight is scrolled into it, as a person would.
func tapText(c fyne.Canvas, text string) (Item, error) {
	exact := func(it Item) bool { return it.Text == text || it.Label == text }
	part := func(it Item) bool { return strings.Contains(it.Text, text) || strings.Contains(it.Label, text) }
	for _, fits := range []func(Item) bool{exact, part} {
		for _, control := range []bool{true, false} {
			if it, ok := last(items(c), func(it Item) bool { return (it.Kind != "text") == control && fits(it) }); ok {
				it = reveal(c, it)
				x, y := free(items(c), it)
				return tapAt(c, x, y)
			}
		}
	}
	return Item{}, fmt.Errorf("no %q on the screen", text)
}

func last(all []Item, fits func(Item) bool) (Item, bool) {
	for i := len(all) - 1; i >= 0; i-- {
		if fits(all[i]) {
			return all[i], true
		}
	}
	return Item{}, false
}

// reveal scrolls until the middle of an item is in view, and says where it is then.
func reveal(c fyne.Canvas, it Item) Item {
	for _, s := range it.scrolls {
		at := fyne.CurrentApp().Driver().AbsolutePositionForObject(s)
		middle := it.Y + it.H/2 - at.Y
		if middle < 0 || middle > s.Size().Height {
			s.ScrollToOffset(fyne.NewPos(s.Offset.X, s.Offset.Y+middle-s.Size().Height/2))
		}
	}
	if now, ok := last(items(c), func(n Item) bool { return n.object == it.object }); ok {
		return now
	}
	return it
}

func tap(c fyne.Canvas, it Item, at fyne.Position) error {
	rel := fyne.NewPos(at.X-it.X, at.Y-it.Y)
	f, focusable := it.object.(fyne.Focusable)
	switch {
	case it.Disabled:
		return nil
	case focusable && it.Kind == "field":
		c.Focus(f)
	default:
		c.Unfocus()
	}
	if t, ok := it.object.(mobile.Touchable); ok {
		e := &mobile.TouchEvent{PointEvent: fyne.PointEvent{AbsolutePosition: at, Position: rel}}
		t.TouchDown(e)
		t.TouchUp(e)
	}
	if t, ok := it.object.(fyne.Tappable); ok {
		t.Tapped(&fyne.PointEvent{AbsolutePosition: at, Position: rel})
	}
	return nil
}

// typeText types into what has the focus, or into the canvas as a hardware
// keyboard does.
func typeText(c fyne.Canvas, text string) error {
	for _, r := range text {
		switch f := c.Focused(); {
		case r == '\n':
			pressKey(c, fyne.KeyReturn)
		case f != nil:
			f.TypedRune(r)
		case c.OnTypedRune() != nil:
			c.OnTypedRune()(r)
		default:
			return errors.New("nothing has the focus: tap a field first")
		}
	}
	return nil
}

func pressKey(c fyne.Canvas, name fyne.KeyName) {
	e := &fyne.KeyEvent{Name: name}
	switch f := c.Focused(); {
	case name == fyne.KeyTab:
		c.FocusNext()
	case name == "Shift+Tab":
		c.FocusPrevious()
	case f != nil && name != mobile.KeyBack && name != fyne.KeyEscape:
		f.TypedKey(e)
	case c.OnTypedKey() != nil:
		c.OnTypedKey()(e)
	}
}
