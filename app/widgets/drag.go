package widgets

import (
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
)

const (
	tapSlop   = 8                      // a finger that moves less has tapped
	swipeFar  = 72                     // a row that is let go here does what it says
	swipeMost = 132                    // and goes no further
	holdTime  = 300 * time.Millisecond // what Fyne takes for a long press
)

// clock is time.Now, but for tests of a long press.
var clock = time.Now

// dragMode is what a finger on a row turned out to do.
type dragMode int

const (
	undecided dragMode = iota
	swiping            // sideways: what the row can do at once
	lifting            // to another place in the list
	scrolling          // the page
	ended              // the finger has left; Fyne still tells of a fling
)

// drag is one movement of a finger or the mouse over a row.
type drag struct {
	mode   dragMode
	dx, dy float32
	begun  time.Time // of the touch; zero: a mouse
	roll   roll
}

// grip is an area of an account's row: it can be tapped, held, dragged and swiped.
type grip struct {
	area
	row *AccountRow
}

func newGrip(row *AccountRow, radius float32, tapped func()) *grip {
	g := &grip{row: row}
	g.begin(g, "", radius, tapped)
	g.parts = []fyne.CanvasObject{g.veil, g.ring}
	g.ExtendBaseWidget(g)
	return g
}

var (
	_ fyne.SecondaryTappable = (*grip)(nil)
	_ fyne.Draggable         = (*grip)(nil)
)

// CreateRenderer implements fyne.Widget.
func (g *grip) CreateRenderer() fyne.WidgetRenderer { return render(g) }

// TypedKey implements fyne.Focusable: the menu key opens the row's menu.
func (g *grip) TypedKey(e *fyne.KeyEvent) {
	if e.Name == desktop.KeyMenu {
		g.TappedSecondary(nil)
		return
	}
	g.area.TypedKey(e)
}

// TappedSecondary implements fyne.SecondaryTappable: a long press, or the other button.
func (g *grip) TappedSecondary(*fyne.PointEvent) { call(g.row.is.Menu) }

// Dragged implements fyne.Draggable.
func (g *grip) Dragged(e *fyne.DragEvent) {
	r, d := g.row, &g.row.drag
	if flung(e) && d.mode != scrolling {
		if d.mode != undecided { // where it was let go, and not a second later
			g.end()
			r.drag.mode = ended
		}
		return
	}
	d.dx, d.dy = d.dx+e.Dragged.DX, d.dy+e.Dragged.DY
	if d.mode == undecided {
		if d.dx*d.dx+d.dy*d.dy < tapSlop*tapSlop {
			return
		}
		d.mode = r.decide()
		g.set(&g.down, false) // it is not pressed any more
		d.roll = rollOf(r)
	}
	switch d.mode {
	case swiping:
		r.swipe(d.dx)
	case lifting:
		call2(r.is.Lift, d.dy)
	case scrolling:
		if d.roll != nil {
			d.roll.dragBy(e.Dragged.DY, flung(e))
		}
	}
}

// DragEnd implements fyne.Draggable. On a phone it may come late, after a fling, when
// the finger has touched again: that has not tapped yet.
func (g *grip) DragEnd() { g.end() }

func (g *grip) end() {
	r, d := g.row, g.row.drag
	r.drag = drag{}
	g.MouseOut() // wherever the pointer is now
	switch d.mode {
	case undecided:
		switch trembled := d.dx != 0 || d.dy != 0; {
		case trembled && d.held():
			call(r.is.Menu)
		case trembled:
			g.Tapped(&fyne.PointEvent{})
		}
	case swiping:
		r.swipe(0)
		if d.dx >= swipeFar && r.is.Copy != nil {
			r.is.Copy()
		} else if d.dx <= -swipeFar {
			call(r.is.Menu)
		}
	case lifting:
		call(r.is.Drop)
	case scrolling:
		if d.roll != nil {
			d.roll.dragDone()
		}
	}
}

// decide takes a movement for what it is: sideways a swipe; up or down with the mouse,
// or after a long press, another place in the list; else the page scrolls.
func (r *AccountRow) decide() dragMode {
	d := r.drag
	switch {
	case d.held() && r.is.Lift != nil:
		return lifting
	case d.dx*d.dx > d.dy*d.dy:
		return swiping
	case !touch() && r.is.Lift != nil:
		return lifting
	}
	return scrolling
}

// held tells a long press.
func (d drag) held() bool {
	return touch() && !d.begun.IsZero() && clock().Sub(d.begun) >= holdTime
}

// touch tells a phone; a variable for tests of one.
var touch = func() bool { return fyne.CurrentDevice().IsMobile() }

// flung tells the movement that Fyne goes on with after the finger has left a phone's
// screen: it alone has a place in the window there.
func flung(e *fyne.DragEvent) bool { return touch() && !e.AbsolutePosition.IsZero() }

func call2(f func(float32), by float32) {
	if f != nil {
		f(by)
	}
}

// swipe moves the row aside, over the word for what it will do.
func (r *AccountRow) swipe(dx float32) {
	if dx > 0 && r.is.Copy == nil || dx < 0 && r.is.Menu == nil {
		dx = 0
	}
	r.aside = min(max(dx, -swipeMost), swipeMost)
	hide(r.toCopy, r.aside <= 0)
	hide(r.toMenu, r.aside >= 0)
	changed(r)
}
