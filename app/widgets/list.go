package widgets

import (
	"slices"
	"sort"

	"fyne.io/fyne/v2"
)

// ListSpec is what a List is made of.
type ListSpec struct {
	Gap    float32
	Make   func() fyne.CanvasObject           // a row, to be shown again and again
	Show   func(row fyne.CanvasObject, i int) // has a row show item i
	Height func(i int, width float32) float32 // of item i, without a row for it
	Seen   func(first, end int)               // tells which items are about to be seen; may be nil
}

// List is any number of rows, of which only those in sight exist: it costs the same
// for ten and for a thousand. It stands in a Page's body, and scrolls with it.
type List struct {
	control
	is     ListSpec
	length int

	width float32    // that tops are for
	tops  []float32  // where each item begins, and where the next would
	asked [2]float32 // another width that was asked for, and the height there

	from, to float32 // in sight, from the list's own top
	first    int     // the item of rows[0]
	rows     []fyne.CanvasObject
	spare    []fyne.CanvasObject
	told     [2]int
	moving   moving
}

// NewList makes an empty one.
func NewList(is ListSpec) *List {
	l := &List{is: is}
	l.forget()
	l.ExtendBaseWidget(l)
	return l
}

// SetLength says how many items there are now. Their heights are taken again; a
// Page.Settle has to follow.
func (l *List) SetLength(n int) {
	l.length, l.moving = n, moving{}
	l.forget()
	l.told = [2]int{}
	l.fill()
}

// Update shows the items in sight as they are now.
func (l *List) Update() {
	for i, row := range l.rows {
		l.is.Show(row, l.first+i)
	}
}

// Top is where an item begins, from the list's own top.
func (l *List) Top(i int) float32 {
	l.measure(l.Size().Width)
	return l.tops[min(max(i, 0), l.length)]
}

// At is the item at a height from the list's own top.
func (l *List) At(y float32) int {
	l.measure(l.Size().Width)
	return min(max(l.after(y)-1, 0), max(l.length-1, 0))
}

// Row is what shows an item, or nil where it is out of sight.
func (l *List) Row(i int) fyne.CanvasObject {
	if i < l.first || i >= l.first+len(l.rows) {
		return nil
	}
	return l.rows[i-l.first]
}

// measure takes the heights of all items, once for a width.
func (l *List) measure(width float32) {
	if width == l.width {
		return
	}
	l.width, l.tops = width, slices.Grow(l.tops[:0], l.length+1)
	y := float32(0)
	for i := range l.length {
		l.tops = append(l.tops, y)
		y += l.is.Height(i, width) + l.is.Gap
	}
	l.tops = append(l.tops, y)
}

// forget has the heights taken again.
func (l *List) forget() { l.width, l.asked = -1, [2]float32{-1} }

// after counts the items that begin at y or above.
func (l *List) after(y float32) int {
	return sort.Search(l.length, func(i int) bool { return l.tops[i] > y })
}

// sight says which part of the list the window shows.
func (l *List) sight(from, to float32) {
	l.from, l.to = from, to
	l.fill()
}

// fill gives each item in sight a row, and one more at either end, so that the
// keyboard can go on to it.
func (l *List) fill() {
	width := l.Size().Width
	if width <= 0 || l.to <= l.from {
		return
	}
	l.measure(width)
	first := min(max(l.after(l.from)-2, 0), l.length)
	end := max(min(l.after(l.to)+1, l.length), first)
	if l.moving.on { // what is moved stays under the finger, however far it goes
		first, end = min(first, l.moving.item), max(end, l.moving.item+1)
	}
	if first != l.first || end != l.first+len(l.rows) {
		l.turn(first, end)
	}
	l.put()
	if l.moving.on {
		l.raise()
	}
	l.tell(first, end)
}

// turn keeps the rows that stay in sight, and shows the new items on those that left it.
func (l *List) turn(first, end int) {
	rows := make([]fyne.CanvasObject, end-first)
	for i, row := range l.rows {
		if at := l.first + i; at >= first && at < end {
			rows[at-first] = row
		} else {
			leave(row)
			l.spare = append(l.spare, row)
		}
	}
	for i := range rows {
		if rows[i] == nil {
			rows[i] = l.take()
			l.is.Show(rows[i], first+i)
		}
	}
	l.first, l.rows, l.parts = first, rows, rows
}

func (l *List) take() fyne.CanvasObject {
	n := len(l.spare)
	if n == 0 {
		return l.is.Make()
	}
	row := l.spare[n-1]
	l.spare = l.spare[:n-1]
	return row
}

func (l *List) put() {
	for i, row := range l.rows {
		y := l.tops[l.first+i]
		put(row, 0, y+l.shift(l.first+i), l.width, l.tops[l.first+i+1]-y-l.is.Gap)
	}
}
