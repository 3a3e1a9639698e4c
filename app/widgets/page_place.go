package widgets

import (
	"fyne.io/fyne/v2"

	"kauth/app/look"
)

// column is the place of the content in a window: all of it, or the middle.
func column(width float32) (x, w float32) {
	w = min(width, look.MaxContent)
	return (width - w) / 2, w
}

func (p *Page) place(s fyne.Size) {
	if s.IsZero() {
		return
	}
	put(p.ground, 0, 0, s.Width, s.Height)
	x, w := column(s.Width)
	y := float32(0)
	if p.is.Bar != nil {
		y = heightFor(p.is.Bar, w)
		put(p.is.Bar, x, 0, w, y)
	}
	if p.inner.fit(s.Width, s.Height-y) {
		p.list()
	}
	put(p.scroll, 0, y, s.Width, p.inner.room)
	p.placePulled(y, x, w)
	if p.inner.pinned {
		left, wide := p.inner.inside()
		foot := p.inner.footHeight()
		put(p.inner.foot, left, s.Height-p.is.Bottom-foot, wide, foot)
	}
	p.content.Resize(fyne.NewSize(s.Width, p.content.MinSize().Height))
	p.under.Resize(p.content.Size())
	p.steady()
	if p.is.FAB != nil {
		put(p.is.FAB, x+w-20-look.FABSize, s.Height-32-look.FABSize, look.FABSize, look.FABSize)
	}
	p.placeToast(s, x, w)
	if before := p.high; s.Height != before {
		if p.high = s.Height; s.Height < before {
			p.shrunk()
		}
	}
	p.see()
}

// steady has the scroller follow its content's new size. Its own Refresh would draw all
// of the content again, fields that are hidden among it.
func (p *Page) steady() {
	if most := max(p.content.Size().Height-p.scroll.Size().Height, 0); p.scroll.Offset.Y > most {
		p.scroll.ScrollToOffset(fyne.NewPos(0, most))
		return
	}
	p.scroll.Base.Refresh()
}

func (p *Page) placeToast(s fyne.Size, x, w float32) {
	wide := min(p.toast.natural(), w-2*look.Margin)
	high := p.toast.heightFor(wide)
	y := s.Height - 32 - high
	if foot := p.inner.footHeight(); foot > 0 && foot+p.is.Bottom+12+high < s.Height {
		y = s.Height - p.is.Bottom - foot - 12 - high
	}
	left := x + (w-wide)/2
	if p.is.FAB != nil && left+wide > p.is.FAB.Position().X-8 {
		y = min(y, p.is.FAB.Position().Y-12-high) // long words stand over the button, not on it
	}
	put(p.toast, left, y, wide, high)
}
