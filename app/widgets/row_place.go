package widgets

import (
	"fyne.io/fyne/v2"

	"kauth/app/look"
)

const (
	rowEdge   = 16
	rowGap    = 14
	rowCircle = 32
)

// circleSize grows with the text for a while: the number in it must fit.
func (r *row) circleSize() float32 { return rowCircle * min(look.Scale(), 1.4) }

func (r *row) pad() float32 {
	if r.is.Compact {
		return 8
	}
	return 14
}

// left is where the words begin.
func (r *row) left() float32 {
	switch {
	case r.is.Sign || r.is.Number > 0:
		return rowEdge + r.circleSize() + rowGap
	case r.is.Icon != "":
		return rowEdge + look.IconSize + rowGap
	}
	return rowEdge
}

// ends are the widths of what stands at the end: words or a pill, and a sign.
func (r *row) ends(width float32) (words, sign float32) {
	if r.is.Trailing != "" {
		words = min(r.trailing.natural()+1, (width-r.left())*0.45)
	} else if r.is.Pill != "" {
		words = r.pill.minWidth()
	}
	switch {
	case r.is.Switch != NoSwitch:
		sign = switchWidth
	case r.hasEnd():
		sign = look.IconSize
	}
	return words, sign
}

// room is the width of the words in the middle. Where the longest of them would break
// beside the words at the end, those go below.
func (r *row) room(width float32) (room float32, below bool) {
	words, sign := r.ends(width)
	room = width - r.left() - rowEdge
	if sign > 0 {
		room -= sign + rowGap
	}
	if words == 0 {
		return room, false
	}
	if beside := room - words - rowGap; beside >= r.key.longest() && beside >= r.value.longest() {
		return beside, false
	}
	return room, true
}

// endHeight is the height of what stands at the end or below.
func (r *row) endHeight(width float32) float32 {
	switch {
	case r.is.Trailing != "":
		return r.trailing.heightFor(width)
	case r.is.Pill != "":
		return r.pill.heightFor(width)
	}
	return 0
}

func (r *row) heightFor(width float32) float32 {
	room, below := r.room(width)
	words, _ := r.ends(width)
	least := float32(look.RowHeight)
	if r.is.Compact {
		least = look.Touch
	}
	text := r.key.heightFor(room) + r.value.heightFor(room)
	if below {
		text += r.endHeight(room) + 4
	} else {
		text = max(text, r.endHeight(words))
	}
	return max(least, text+2*r.pad())
}

func (r *row) minWidth() float32 { return 220 }

func (r *row) place(s fyne.Size) {
	put(r.area, 0, 0, s.Width, s.Height)
	side := r.circleSize()
	put(r.circle, rowEdge, (s.Height-side)/2, side, side)
	r.circle.CornerRadius = side / 2
	m := r.number.MinSize()
	put(r.number, rowEdge+(side-m.Width)/2, (s.Height-m.Height)/2, m.Width, m.Height)
	w := r.left() - rowEdge - rowGap
	put(r.image, rowEdge, (s.Height-w)/2, max(w, 0), max(w, 0))

	x := s.Width - rowEdge
	words, sign := r.ends(s.Width)
	if sign > 0 {
		x -= sign
		put(r.end, x, (s.Height-sign)/2, sign, sign)
		put(r.toggle, x, (s.Height-switchHeight)/2, switchWidth, switchHeight)
		x -= rowGap
	}
	room, below := r.room(s.Width)
	top, bottom := r.key, r.value
	if r.is.ValueFirst {
		top, bottom = r.value, r.key
	}
	one, two, three := top.heightFor(room), bottom.heightFor(room), float32(0)
	if below {
		three = r.endHeight(room) + 4
	}
	y := (s.Height - one - two - three) / 2
	put(top, r.left(), y, room, one)
	put(bottom, r.left(), y+one, room, two)
	if below {
		r.placeEnd(r.left(), y+one+two+4, room, min(words, room), three-4)
		return
	}
	high := r.endHeight(words)
	r.placeEnd(x-words, (s.Height-high)/2, words, words, high)
}

func (r *row) placeEnd(x, y, words, pill, high float32) {
	put(r.trailing, x, y, max(words, pill), high)
	put(r.pill, x, y, pill, high)
}
