package screen

import (
	"fyne.io/fyne/v2"

	"kauth/app/widgets"
)

// focused is the row that the keyboard is on, or that is open beside the list; -1 for none.
func (h *home) focused() int {
	for i := range h.s.Rows {
		if r, ok := h.list.Row(i).(*widgets.AccountRow); ok && r.Focused() {
			return i
		}
	}
	if h.s.Selected != "" {
		return h.place(h.s.Selected)
	}
	return -1
}

// step puts the keyboard on the next row, or the one before.
func (h *home) step(by int) {
	if len(h.s.Rows) == 0 {
		return
	}
	to := min(max(h.focused()+by, 0), len(h.s.Rows)-1)
	h.reveal(to)
	if r, ok := h.list.Row(to).(*widgets.AccountRow); ok {
		h.c.w.Canvas().Focus(r.Entrance())
	}
}

// reveal scrolls until all of a row is in the window.
func (h *home) reveal(i int) {
	above, below := h.page.Beyond(h.list, h.list.Top(i), h.list.Top(i+1))
	switch {
	case above > 0:
		h.page.ScrollTo(max(h.page.Scrolled()-above-8, 0))
	case below > 0:
		h.page.ScrollTo(h.page.Scrolled() + below + 8)
	}
}

// key takes the keys that move in the list, and says whether this is one.
func (h *home) key(e *fyne.KeyEvent) bool {
	by := 0
	switch e.Name {
	case fyne.KeyUp:
		by = -1
	case fyne.KeyDown:
		by = 1
	case fyne.KeyF5:
		h.in.Refresh()
		return true
	default:
		return false
	}
	h.step(by)
	if h.wide {
		h.in.Step(by)
	}
	return true
}

// shift moves the row that the keyboard is on: Alt and an arrow.
func (h *home) shift(by int) {
	if at := h.focused(); at >= 0 && h.s.Movable {
		if to := at + by; to >= 0 && to < len(h.s.Rows) {
			h.follow, h.followTo = h.s.Rows[at].ID, to
			h.in.Move(h.follow, by)
		}
	}
}

// menu opens that of the row that the keyboard is on.
func (h *home) menu() {
	if at := h.focused(); at >= 0 {
		h.in.Menu(h.s.Rows[at].ID)
	}
}

// followed keeps the keyboard on a row that it has moved.
func (h *home) followed() {
	at := h.place(h.follow)
	if at >= 0 && at == h.followTo {
		h.follow = ""
		h.reveal(at)
		if r, ok := h.list.Row(at).(*widgets.AccountRow); ok {
			h.c.w.Canvas().Focus(r.Entrance())
		}
	}
}

// first copies the code of the first account that was found: Enter in the search.
func (h *home) first() {
	if len(h.s.Rows) > 0 && h.s.Query != "" {
		h.in.Copy(h.s.Rows[0].ID)
	}
}
