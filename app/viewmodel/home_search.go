package viewmodel

// Search opens or closes the search field.
func (h *Home) Search(on bool) {
	h.app.do(func() {
		h.searching = on
		if !on {
			h.query = ""
		}
	})
}

// Query filters by name, company and account.
func (h *Home) Query(q string) { h.app.do(func() { h.query = q }) }

// Type searches for what is typed while the keyboard is not in the search field.
func (h *Home) Type(r rune) {
	h.app.do(func() {
		if h.inSight() && (h.searching || r != ' ') {
			h.searching, h.query, h.typed = true, h.query+string(r), h.typed+1
		}
	})
}

func (h *Home) back() {
	if h.searching {
		h.searching, h.query = false, ""
	}
}
