package widgets

import (
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
)

// moving is an item on its way to another place in the list.
type moving struct {
	on       bool
	item, to int
	dy       float32
}

// Lift moves an item by so much from its place; the others make room. It gives the
// place that the item would have now.
func (l *List) Lift(item int, dy float32) int {
	l.measure(l.Size().Width)
	if item < 0 || item >= l.length {
		return -1
	}
	high := l.tops[item+1] - l.tops[item]
	dy = min(max(dy, -l.tops[item]), l.tops[l.length]-high-l.tops[item])
	top := l.tops[item] + dy // an edge that has passed the middle of a neighbor takes its place
	to := item
	for to > 0 && top < (l.tops[to-1]+l.tops[to]-l.is.Gap)/2 {
		to--
	}
	for to < l.length-1 && top+high-l.is.Gap > (l.tops[to+1]+l.tops[to+2]-l.is.Gap)/2 {
		to++
	}
	l.moving = moving{true, item, to, dy}
	l.put()
	l.raise()
	canvas.Refresh(l)
	return to
}

// Drop lets the item go: what shows the new order comes from who has it.
func (l *List) Drop() (from, to int) {
	m := l.moving
	l.moving = moving{}
	l.put()
	l.parts = l.rows
	canvas.Refresh(l)
	return m.item, m.to
}

// Lifted is where the item that is on its way is drawn, from the list's own top.
func (l *List) Lifted() (top, bottom float32) {
	m := l.moving
	return l.tops[m.item] + m.dy, l.tops[m.item+1] + m.dy - l.is.Gap
}

// shift is how far an item is from its place.
func (l *List) shift(i int) float32 {
	m := l.moving
	if !m.on {
		return 0
	}
	high := l.tops[m.item+1] - l.tops[m.item]
	switch {
	case i == m.item:
		return m.dy
	case i > m.item && i <= m.to:
		return -high
	case i < m.item && i >= m.to:
		return high
	}
	return 0
}

// raise draws the lifted row over the others.
func (l *List) raise() {
	row := l.Row(l.moving.item)
	if row == nil {
		return
	}
	l.parts = append(slices.DeleteFunc(slices.Clone(l.rows), func(o fyne.CanvasObject) bool { return o == row }), row)
}

// Beyond is how much of a part of a list is above what the window shows, or below.
func (p *Page) Beyond(l *List, top, bottom float32) (above, below float32) {
	y := p.inner.body.Position().Y + l.Position().Y - p.scroll.Offset.Y
	above, below = -(y + top), y+bottom-p.scroll.Size().Height
	if most := p.content.MinSize().Height - p.scroll.Size().Height - p.scroll.Offset.Y; below > most {
		below = max(most, 0) // the end of the page
	}
	return above, below
}
