package widgets

import "fyne.io/fyne/v2"

// tell says what may be seen soon: as much again on either side, so that nothing has
// to be said at each step, and what comes into sight is ready.
func (l *List) tell(first, end int) {
	if l.is.Seen == nil || first >= l.told[0] && end <= l.told[1] {
		return
	}
	more := end - first
	l.told = [2]int{max(first-more, 0), min(end+more, l.length)}
	l.is.Seen(l.told[0], l.told[1])
}

// leave takes the keyboard off a row that will show something else.
func leave(row fyne.CanvasObject) {
	c := canvasOf(row)
	if c == nil || c.Focused() == nil {
		return
	}
	if focused, ok := c.Focused().(fyne.CanvasObject); ok && within(row, focused) {
		c.Unfocus()
	}
}

// within tells whether o is what is looked for, or holds it.
func within(o, wanted fyne.CanvasObject) bool {
	if o == wanted {
		return true
	}
	switch t := o.(type) {
	case drawn:
		for _, child := range t.objects() {
			if within(child, wanted) {
				return true
			}
		}
	case *fyne.Container:
		for _, child := range t.Objects {
			if within(child, wanted) {
				return true
			}
		}
	}
	return false
}

// CreateRenderer implements fyne.Widget.
func (l *List) CreateRenderer() fyne.WidgetRenderer { return render(l) }

func (l *List) heightFor(width float32) float32 {
	switch width {
	case l.width:
	case l.asked[0]:
		return l.asked[1]
	case l.Size().Width:
		l.measure(width)
	default:
		l.asked = [2]float32{width, l.sum(width)}
		return l.asked[1]
	}
	return max(l.tops[l.length]-l.is.Gap, 0)
}

func (l *List) sum(width float32) float32 {
	high := l.is.Gap * float32(max(l.length-1, 0))
	for i := range l.length {
		high += l.is.Height(i, width)
	}
	return high
}

func (l *List) minWidth() float32 { return 240 }

// style forgets the heights: the text scale may be another.
func (l *List) style() { l.forget() }

func (l *List) place(fyne.Size) { l.fill() }

// see tells the lists in the body which part of them is in the window.
func (p *Page) see() {
	from := p.scroll.Offset.Y
	see(p.inner.body, p.inner.body.Position().Y, from, from+p.scroll.Size().Height)
	if p.OnMoved != nil {
		p.OnMoved()
	}
}

func see(o fyne.CanvasObject, y, from, to float32) {
	switch t := o.(type) {
	case *List:
		t.sight(from-y, to-y)
	case *fyne.Container:
		for _, child := range t.Objects {
			if child.Visible() {
				see(child, y+child.Position().Y, from, to)
			}
		}
	}
}
