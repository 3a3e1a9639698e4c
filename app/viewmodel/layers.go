package viewmodel

import "kauth/core"

// Layer is a page that is seen besides the one on top: under a sheet, or the list
// beside an account.
type Layer struct {
	Page    int
	State   State
	Intents any
}

// sheet is a page that lies over the one below it, which stays in sight.
type sheet interface {
	page
	over()
}

// Wide says whether the window has room for two pages side by side.
func (a *App) Wide(on bool) { a.do(func() { a.l.wide = on }) }

// layers are the pages in sight below the one on top, the nearest first. The stack
// alone decides what is open; a wide window only shows more of it.
func (a *App) layers() []Layer {
	var out []Layer
	for i := len(a.stack) - 1; i > 0; i-- {
		below := a.stack[i-1]
		_, over := a.stack[i].page.(sheet)
		_, list := below.page.(*Home)
		if _, account := a.stack[i].page.(*Detail); !over && !(account && list && a.l.wide) {
			break
		}
		out = append(out, Layer{Page: below.id, State: below.state(), Intents: below.page})
	}
	return out
}

// beside is the account that is open beside the list, or under a sheet there.
func (h *Home) beside() *Detail {
	for i, s := range h.app.stack {
		if s.page == page(h) && i+1 < len(h.app.stack) {
			d, _ := h.app.stack[i+1].page.(*Detail)
			return d
		}
	}
	return nil
}

// show opens an account in the place of one that is open beside the list.
func (h *Home) show(d *Detail) {
	if old := h.beside(); old != nil {
		h.app.swap(old, d)
		return
	}
	h.app.push(d)
}

// back closes the search beside it first: it is what was opened last.
func (d *Detail) back() {
	for i, s := range d.app.stack {
		if s.page != page(d) || i == 0 {
			continue
		}
		if h, ok := d.app.stack[i-1].page.(*Home); ok && d.app.l.wide && h.searching {
			h.back()
			return
		}
	}
	d.app.pop(d)
}

// Step opens the account after the one that is open, or before: -1.
func (h *Home) Step(by int) {
	h.app.do(func() {
		n := len(h.rows())
		if n == 0 || !h.app.l.wide {
			return
		}
		to := 0
		if d := h.beside(); d != nil {
			to = min(max(h.place(d.account.ID)+by, 0), n-1)
		}
		h.open(h.listed.rows[to].ID)
	})
}

// place is where an account is in the list, or -1.
func (h *Home) place(id core.AccountID) int {
	for i := range h.rows() {
		if h.listed.rows[i].ID == id {
			return i
		}
	}
	return -1
}
