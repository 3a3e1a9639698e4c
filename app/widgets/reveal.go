package widgets

import "fyne.io/fyne/v2"

// reveal scrolls the pages around o until all of it is in sight: the keyboard may have
// gone on to a control that is scrolled away.
func reveal(o fyne.CanvasObject) {
	o = whole(o)
	c := fyne.CurrentApp().Driver().CanvasForObject(o)
	if c == nil || c.Content() == nil {
		return
	}
	if s, ok := c.Overlays().Top().(*Sheet); ok && holds(s, o) {
		s.reveal(o)
		return
	}
	top := fyne.CurrentApp().Driver().AbsolutePositionForObject(o).Y
	for _, p := range pagesAround(c.Content(), o) {
		from := fyne.CurrentApp().Driver().AbsolutePositionForObject(p.scroll).Y
		end := from + p.scroll.Size().Height
		switch bottom := top + o.Size().Height; {
		case top < from:
			p.ScrollTo(max(p.Scrolled()-(from-top)-revealRoom, 0))
		case bottom > end:
			p.ScrollTo(p.Scrolled() + min(bottom-end+revealRoom, top-from))
		}
	}
}

// whole is what is to be seen of what has the keyboard: a field with its name.
func whole(o fyne.CanvasObject) fyne.CanvasObject {
	if e, ok := o.(*entry); ok {
		return e.field
	}
	return o
}

// shrunk keeps a field that is typed in in sight in a page that has become lower: on a
// phone the keyboard itself takes the room. For a button there is none: whoever scrolled
// away from one stays there.
func (p *Page) shrunk() {
	c := fyne.CurrentApp().Driver().CanvasForObject(p)
	if c == nil {
		return
	}
	if e, ok := c.Focused().(*entry); ok && holds(p.scroll, e) {
		reveal(e)
	}
}

// appear brings what has appeared into sight.
func (p *Page) appear() {
	for _, o := range p.inner.body.Objects {
		if b, ok := o.(*Banner); ok && b.news && b.Visible() {
			b.news = false
			reveal(b)
		}
	}
}

// revealRoom is kept clear beside what was scrolled to.
const revealRoom = 16

// pagesAround are the pages in whose scrolling part target is, the outermost first.
func pagesAround(o, target fyne.CanvasObject) []*Page {
	if p, ok := o.(*Page); ok && holds(p.scroll, target) {
		return append([]*Page{p}, pagesAround(p.content, target)...)
	}
	for _, part := range parts(o) {
		if found := pagesAround(part, target); found != nil {
			return found
		}
	}
	return nil
}

// Holds tells whether target is o or on it.
func Holds(o, target fyne.CanvasObject) bool { return holds(o, target) }

func holds(o, target fyne.CanvasObject) bool {
	if o == target {
		return true
	}
	for _, part := range parts(o) {
		if holds(part, target) {
			return true
		}
	}
	return false
}
