package widgets

import (
	"fyne.io/fyne/v2"

	"kauth/app/look"
)

// pageLayout puts the body at the top and the foot at the bottom of what scrolls.
type pageLayout struct {
	is          *PageSpec
	body, foot  *fyne.Container
	width, room float32 // of the part that scrolls
}

func (l *pageLayout) inside() (x, w float32) {
	x, w = column(l.width)
	return x + l.is.Margin, w - 2*l.is.Margin
}

func (l *pageLayout) footHeight() float32 {
	_, w := l.inside()
	return heightFor(l.foot, w)
}

// bottom keeps the last block clear of the round button.
func (l *pageLayout) bottom() float32 {
	if l.is.FAB != nil {
		return max(l.is.Bottom, look.FABSize+32+look.Gap)
	}
	return l.is.Bottom
}

func (l *pageLayout) height() float32 {
	_, w := l.inside()
	high := l.is.Top + heightFor(l.body, w) + l.bottom()
	if foot := l.footHeight(); foot > 0 {
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
	foot := l.footHeight()
	end := s.Height - l.bottom()
	put(l.foot, x, end-foot, w, foot)
	if foot > 0 {
		end -= foot + l.is.Gap
	}
	put(l.body, x, l.is.Top, w, end-l.is.Top)
}
