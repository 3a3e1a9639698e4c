package screen

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"

	"kauth/app/widgets"
)

// listKeys are the keys of the list that come with another one held down.
var listKeys = []struct {
	key  fyne.KeyName
	with fyne.KeyModifier
	do   func(*home)
}{
	{fyne.KeyF, fyne.KeyModifierShortcutDefault, func(l *home) { l.in.Search(true) }},
	{fyne.KeyR, fyne.KeyModifierShortcutDefault, func(l *home) { l.in.Refresh() }},
	{fyne.KeyUp, fyne.KeyModifierAlt, func(l *home) { l.shift(-1) }},
	{fyne.KeyDown, fyne.KeyModifierAlt, func(l *home) { l.shift(1) }},
	{fyne.KeyReturn, fyne.KeyModifierAlt, (*home).menu},
}

func (s *Shell) shortcut(do func(*home)) {
	if l := s.list(); l != nil {
		do(l)
	}
}

// listen takes the keys that nothing on a page has taken, and the window's width.
func (s *Shell) listen() {
	c := s.w.Canvas()
	c.SetOnTypedKey(s.key)
	c.SetOnTypedRune(s.rune)
	for _, k := range listKeys {
		c.AddShortcut(&desktop.CustomShortcut{KeyName: k.key, Modifier: k.with}, func(fyne.Shortcut) { s.shortcut(k.do) })
	}
	wide, last := false, fyne.Size{}
	s.stage.resized = func(size fyne.Size) {
		if far(size, last) {
			last = size
			s.app.Turned()
		}
		if now := size.Width >= widgets.WideFrom; now != wide {
			wide = now
			s.app.Wide(now)
		}
	}
}

// Typed takes a digit that did not come by the window, as if it had. It is called on the
// window's goroutine.
func (s *Shell) Typed(digit rune) {
	if f := s.w.Canvas().Focused(); f != nil {
		f.TypedRune(digit)
		return
	}
	s.rune(digit)
}

// far tells another size from a layout that is done anew, which the headless phone does
// with a window a unit larger, and from what rounding makes: neither moves anything from
// under a hand.
func far(a, b fyne.Size) bool {
	const moved = 2
	return max(a.Width-b.Width, b.Width-a.Width, a.Height-b.Height, b.Height-a.Height) >= moved
}

// list is the list of accounts where it is in sight and nothing lies over it, or nil.
func (s *Shell) list() *home {
	if s.shown.Over {
		return nil
	}
	for _, o := range seenOf(s.shown) {
		if h, ok := s.sight.pages[o.Page].(*home); ok {
			return h
		}
	}
	return nil
}
