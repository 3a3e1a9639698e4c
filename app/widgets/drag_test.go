package widgets

import (
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"kauth/app/look"
)

// hand is a row on a page, and what was done with it.
type hand struct {
	t    *testing.T
	page *Page
	row  *AccountRow
	done []string
	dy   float32
}

func grasp(t *testing.T, finger, movable bool) *hand {
	t.Helper()
	test.NewApp().Settings().SetTheme(look.NewTheme(look.LightOnly, 1))
	usual := touch
	touch = func() bool { return finger }
	t.Cleanup(func() { touch = usual })
	h := &hand{t: t}
	did := func(what string) func() { return func() { h.done = append(h.done, what) } }
	is := Account{Title: "Infomaniak", Code: "482 913", Copy: did("copy"), Open: did("open"), Menu: did("menu"), SwipeCopy: "Copy", SwipeMenu: "More"}
	if movable {
		is.Lift, is.Drop = func(dy float32) { h.dy = dy }, did("drop")
	}
	h.row = NewAccountRow(is)
	h.page = NewPage(PageSpec{Body: []fyne.CanvasObject{h.row, Space(2000)}, Pull: Pull{Words: "Pull", Ready: "Let go", Do: did("pull")}})
	w := test.NewWindow(h.page)
	t.Cleanup(w.Close)
	w.SetPadded(false)
	w.Resize(fyne.NewSize(390, 844))
	h.page.Settle()
	return h
}

// move drags the row in steps, as a driver does, and lets go.
func (h *hand) move(dx, dy float32) {
	for range 10 {
		h.row.open.Dragged(&fyne.DragEvent{Dragged: fyne.Delta{DX: dx / 10, DY: dy / 10}})
	}
	h.row.open.DragEnd()
}

func (h *hand) did(want ...string) {
	h.t.Helper()
	if len(h.done) != len(want) || len(want) > 0 && h.done[0] != want[0] {
		h.t.Errorf("it did %q, not %q", h.done, want)
	}
	h.done = nil
}

func TestARowThatIsSwipedCopiesOrOpensItsMenuAndNothingElse(t *testing.T) {
	for _, finger := range []bool{true, false} {
		h := grasp(t, finger, true)
		h.move(100, 10)
		h.did("copy")
		h.move(-100, 10)
		h.did("menu")
		h.move(60, 0) // let go too early
		h.did()
		if h.row.aside != 0 || h.row.ground.inner.Position().X > 2 {
			t.Error("the row stays aside")
		}
	}
}

func TestAHandThatTremblesTapsAndOneThatHoldsOpensTheMenu(t *testing.T) {
	h := grasp(t, true, true)
	h.move(4, 3)
	h.did("open")
	h.row.drag.begun = clock().Add(-time.Second)
	h.move(4, 3)
	h.did("menu")
}

func TestAFingerScrollsAndAHeldRowMoves(t *testing.T) {
	h := grasp(t, true, true)
	h.move(0, -200)
	if h.did(); h.page.Scrolled() != 200 || h.dy != 0 {
		t.Errorf("scrolled %v, moved %v", h.page.Scrolled(), h.dy)
	}
	h.row.drag.begun = clock().Add(-time.Second)
	h.move(0, 150)
	if h.did("drop"); h.dy != 150 || h.page.Scrolled() != 200 {
		t.Errorf("scrolled %v, moved %v", h.page.Scrolled(), h.dy)
	}
	fixed := grasp(t, true, false)
	fixed.row.drag.begun = clock().Add(-time.Second)
	fixed.move(0, -150)
	if fixed.did(); fixed.page.Scrolled() != 150 {
		t.Errorf("a list in another order: scrolled %v", fixed.page.Scrolled())
	}
}

func TestTheMouseMovesARow(t *testing.T) {
	h := grasp(t, false, true)
	h.move(0, 150)
	if h.did("drop"); h.dy != 150 {
		t.Errorf("moved %v", h.dy)
	}
}

func TestAPageThatIsPulledFarEnoughAsks(t *testing.T) {
	h := grasp(t, true, false)
	h.move(0, 100)
	h.did()
	h.move(0, 180)
	h.did("pull")
	if h.page.pulled.by != 0 || h.page.scroll.Position().Y != 0 {
		t.Error("the page stays down")
	}
	h.page.ScrollTo(400)
	h.move(0, 180)
	if h.did(); h.page.Scrolled() != 220 {
		t.Errorf("scrolled to %v", h.page.Scrolled())
	}
}

func TestARowIsLetGoWhereTheFingerLeftItAndAFlingDoesNothingMore(t *testing.T) {
	h := grasp(t, true, true)
	fling := &fyne.DragEvent{Dragged: fyne.Delta{DX: 200, DY: 200}}
	fling.AbsolutePosition = fyne.NewPos(10, 10)
	h.row.drag.begun = clock().Add(-time.Second)
	h.row.open.Dragged(&fyne.DragEvent{Dragged: fyne.Delta{DY: 150}})
	h.row.open.Dragged(fling)
	if h.did("drop"); h.dy != 150 {
		t.Errorf("moved %v", h.dy)
	}
	h.row.open.Dragged(fling)
	h.row.open.DragEnd()
	h.did()
	h.row.open.Dragged(&fyne.DragEvent{Dragged: fyne.Delta{DX: 20}})
	h.row.open.Dragged(fling)
	h.row.drag = drag{begun: clock()} // touched again
	h.row.open.DragEnd()              // and only now the end of what was
	h.did()
}
