//go:build android || ios || mobile

package widgets

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/mobile"
)

// On a phone Fyne gives a movement to whatever was touched that follows touches, and
// a page whose rows are buttons would not scroll. So what is pressed hands it on.

var _ fyne.Draggable = (*press)(nil)

// Dragged implements fyne.Draggable.
func (p *press) Dragged(e *fyne.DragEvent) {
	p.set(&p.down, false)
	if along := rollOf(p.self); along != nil {
		along.dragBy(e.Dragged.DY, flung(e))
	}
}

// DragEnd implements fyne.Draggable.
func (p *press) DragEnd() {
	if along := rollOf(p.self); along != nil {
		along.dragDone()
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
