package widgets

import (
	"fyne.io/fyne/v2"

	"kauth/app/look"
)

// pageLayout puts the body at the top and the foot at the bottom of what scrolls. Where
// both do not fit, a foot that is low enough is pinned: what a person has to press must
// not go out of reach because something long stands above it.
type pageLayout struct {
	is          *PageSpec
	body, foot  *fyne.Container
	width, room float32 // of the part that scrolls
	pinned      bool    // the foot is the page's, outside of what scrolls
	beside      bool    // the foot stands to the right of the body
}

// besideWidth is the least width for a foot beside the body, besideEdge the room above
// and below both then: a window like that is low.
const (
	besideWidth = 560
	besideEdge  = 16
)

// pinShare is the most of a page that a pinned foot usually takes.
const pinShare = 0.45

// fit takes the room below the bar, and says whether the foot has to move.
func (l *pageLayout) fit(width, room float32) bool {
	was := l.pinned
	l.width, l.room, l.pinned, l.beside = width, room, false, false
	foot := l.footHeight()
	if l.is.Beside && foot > 0 && width >= besideWidth && l.height() > room+0.5 {
		l.beside = true
		return was
	}
	l.pinned = foot > 0 && l.is.FAB == nil && l.height() > room+0.5 && foot <= l.most(room)-l.is.Bottom
	if l.pinned {
		l.room = room - foot - l.is.Bottom - l.is.Gap
	}
	return l.pinned != was
}

// most is what a pinned foot and the edge below it may take.
func (l *pageLayout) most(room float32) float32 {
	if l.is.Leaves > 0 {
		return room - l.is.Leaves - l.is.Gap
	}
	return room * pinShare
}

func (l *pageLayout) inside() (x, w float32) {
	if l.beside {
		whole := min(l.width, 2*look.MaxContent)
		return (l.width-whole)/2 + l.is.Margin, whole/2 - 2*l.is.Margin
	}
	x, w = column(l.width)
	return x + l.is.Margin, w - 2*l.is.Margin
}

func (l *pageLayout) footHeight() float32 {
	_, w := l.inside()
	return heightFor(l.foot, w)
}

// bottom keeps the last block clear of the round button.
func (l *pageLayout) bottom() float32 {
	if l.pinned {
		return l.is.Gap
	}
	if l.is.FAB != nil {
		return max(l.is.Bottom, look.FABSize+32+look.Gap)
	}
	return l.is.Bottom
}

func (l *pageLayout) height() float32 {
	_, w := l.inside()
	if l.beside {
		return max(heightFor(l.body, w), l.footHeight()) + 2*besideEdge
	}
	high := l.is.Top + heightFor(l.body, w) + l.bottom()
	if foot := l.footHeight(); foot > 0 && !l.pinned {
		high += foot + l.is.Gap
	}
	return high
}

// MinSize implements fyne.Layout.
func (l *pageLayout) MinSize([]fyne.CanvasObject) fyne.Size {
	if l.width <= 0 {
		return fyne.NewSize(0, 0)
	}
	return fyne.NewSize(0, max(l.height(), l.room))
}

// Layout implements fyne.Layout.
func (l *pageLayout) Layout(_ []fyne.CanvasObject, s fyne.Size) {
	if l.width <= 0 {
		return
	}
	x, w := l.inside()
	if l.beside {
		body, foot := heightFor(l.body, w), l.footHeight()
		put(l.body, x, (s.Height-body)/2, w, body)
		put(l.foot, x+w+2*l.is.Margin, (s.Height-foot)/2, w, foot)
		return
	}
	end := s.Height - l.bottom()
	if foot := l.footHeight(); !l.pinned {
		put(l.foot, x, end-foot, w, foot)
		if foot > 0 {
			end -= foot + l.is.Gap
		}
	}
	put(l.body, x, l.is.Top, w, end-l.is.Top)
}
