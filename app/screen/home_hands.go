package screen

import (
	"slices"

	"kauth/app/viewmodel"
	"kauth/app/widgets"
	"kauth/core"
)

// setCheck says that the servers are asked, or when they were, and tells whether that
// line came or went.
func (h *home) setCheck(s viewmodel.RefreshState) bool {
	t, words := h.c.t, ""
	switch {
	case s.Busy:
		words = t.T("home.checking")
	case s.Problem != nil:
		words = t.T("home.unchecked")
	case !s.At.IsZero():
		words = t.T("home.checked", "time", t.Clock(s.At.In(h.c.now().Location())))
	}
	was := h.check.Visible()
	h.check.Set(words)
	h.check.Hidden = words == ""
	return was != h.check.Visible() || words != ""
}

// edge is how near to the top or the foot of the list a row is moved before it scrolls.
const edge = 24

// lift moves an account along under the finger.
func (h *home) lift(id core.AccountID, dy float32) {
	at := h.place(id)
	if at < 0 {
		return
	}
	if h.lifted != id {
		h.lifted, h.liftedFrom = id, h.page.Scrolled()
		if r, ok := h.list.Row(at).(*widgets.AccountRow); ok {
			r.Lifted(true)
		}
	}
	h.list.Lift(at, dy+h.page.Scrolled()-h.liftedFrom)
	top, bottom := h.list.Lifted()
	switch above, below := h.page.Beyond(h.list, top-edge, bottom+edge); {
	case above > 0:
		h.page.ScrollTo(max(h.page.Scrolled()-above, 0))
	case below > 0:
		h.page.ScrollTo(h.page.Scrolled() + below)
	}
}

// drop lets it go where it is.
func (h *home) drop() {
	id := h.lifted
	h.unlift()
	if from, to := h.list.Drop(); id != "" && from != to {
		h.in.Move(id, to-from)
	}
}

// unlift ends the movement: no row is marked any more.
func (h *home) unlift() {
	h.lifted = ""
	for i := range h.s.Rows {
		if r, ok := h.list.Row(i).(*widgets.AccountRow); ok {
			r.Lifted(false)
		}
	}
}

func (h *home) place(id core.AccountID) int {
	return slices.IndexFunc(h.s.Rows, func(r viewmodel.AccountRow) bool { return r.ID == id })
}
