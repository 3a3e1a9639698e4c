//go:build android || ios || mobile

package widgets

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/mobile"
)

// On a phone Fyne gives a movement to whatever was touched that follows touches, and
// a page whose rows are buttons would not scroll. So what is pressed hands it on.

var (
	_ fyne.Draggable         = (*press)(nil)
	_ fyne.SecondaryTappable = (*press)(nil)
)

// slide is the movement of the finger on a press that it is still on.
var slide struct {
	of *press
	by fyne.Position
	on bool // it has gone so far that it does not tap
}

// Dragged implements fyne.Draggable.
func (p *press) Dragged(e *fyne.DragEvent) {
	along := rollOf(p.self)
	if !flung(e) {
		if slide.of != p {
			slide.of, slide.by, slide.on = p, fyne.Position{}, false
		}
		slide.by = slide.by.AddXY(e.Dragged.DX, e.Dragged.DY)
		if !slide.on && slide.by.X*slide.by.X+slide.by.Y*slide.by.Y < tapSlop*tapSlop {
			return
		}
		slide.on = true
		p.set(&p.down, false)
	}
	if along != nil {
		along.dragBy(e.Dragged.DY, flung(e))
	}
}

// DragEnd implements fyne.Draggable. It may come late, as a grip's.
func (p *press) DragEnd() {
	trembled := p.came && slide.of == p && !slide.on && !slide.by.IsZero()
	p.came = false
	if slide.of == p {
		slide.of = nil
	}
	p.set(&p.down, false)
	if trembled {
		p.self.(fyne.Tappable).Tapped(&fyne.PointEvent{})
	} else if along := rollOf(p.self); along != nil {
		along.dragDone()
	}
}

// TappedSecondary implements fyne.SecondaryTappable. Fyne takes a finger that stays 300 ms
// for another gesture, which a button does not have: a slow hand presses too, and so does a
// quick one on a phone that is busy. It has to have come down here: Fyne asks only where it
// went up, and a request may have slid in under a finger that was there long before.
func (p *press) TappedSecondary(e *fyne.PointEvent) {
	if p.came {
		p.self.(fyne.Tappable).Tapped(e)
	}
}

// TouchDown implements mobile.Touchable, and begins to count a long press.
func (g *grip) TouchDown(e *mobile.TouchEvent) {
	g.row.drag = drag{begun: clock()}
	g.area.TouchDown(e)
}

// Dragged hands a movement over the page's ground on.
func (g *ground) Dragged(e *fyne.DragEvent) { g.page.dragBy(e.Dragged.DY, flung(e)) }

// DragEnd ends it.
func (g *ground) DragEnd() { g.page.dragDone() }
