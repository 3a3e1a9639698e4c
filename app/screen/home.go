package screen

import (
	"fyne.io/fyne/v2"

	"kauth/app/look"
	"kauth/app/viewmodel"
	"kauth/app/widgets"
	"kauth/core"
)

// home lists the accounts with their live codes.
type home struct {
	c      context
	in     *viewmodel.Home
	page   *widgets.Page
	search *widgets.Field
	banner *widgets.Banner
	empty  *fyne.Container
	none   *widgets.Text
	list   *fyne.Container
	rows   map[core.AccountID]*widgets.AccountRow
	order  []core.AccountID
	open   bool // the search field is shown
}

func newHome(c context, in *viewmodel.Home) page {
	t := c.t
	h := &home{c: c, in: in, rows: map[core.AccountID]*widgets.AccountRow{}}
	h.search = widgets.NewField("", t.T("home.search"))
	h.search.OnChanged = in.Query
	h.search.Hide()
	h.banner = widgets.NewBanner(widgets.Info, "bell", "", "", in.OpenBanner)
	h.banner.Hide()
	h.none = widgets.NewText(widgets.Body, "").Centered()
	h.empty = widgets.VStack(16, widgets.Space(40), widgets.Centered(widgets.NewBigIcon(widgets.Neutral, "find")), h.none)
	h.empty.Hide()
	h.list = widgets.VStack(look.Gap)
	find := widgets.NewIconButton("find", t.T("action.search"), func() { in.Search(!h.open) })
	gear := widgets.NewIconButton("gear", t.T("action.settings"), in.Settings)
	h.page = widgets.NewPage(widgets.PageSpec{
		Bar:    widgets.NewBar(t.T("home.bar"), find, gear),
		Body:   []fyne.CanvasObject{h.search, h.banner, h.list, h.empty},
		FAB:    widgets.NewFAB(t.T("home.add"), in.Add),
		Margin: look.Margin, Gap: look.Gap,
	})
	return h
}

func (h *home) object() fyne.CanvasObject { return h.page }

func (h *home) update(st viewmodel.State) {
	s := st.(viewmodel.HomeState)
	settle := h.setBanner(s.Banner)
	if h.open != s.Searching {
		h.open, h.search.Hidden, settle = s.Searching, !s.Searching, true
		h.seek(s.Query)
	}
	if h.setRows(s.Rows) {
		settle = true
	}
	if nothing := len(s.Rows) == 0 && s.Query != ""; nothing || h.empty.Visible() {
		h.none.Set(h.c.t.T("home.nothing", "query", s.Query))
		h.empty.Hidden, settle = !nothing, true
	}
	h.page.Toast(toast(h.c.t, s.Toast))
	if settle {
		h.page.Settle()
	}
}

// seek opens the search field with what is looked for already, or closes it.
func (h *home) seek(query string) {
	changed := h.search.OnChanged
	h.search.OnChanged = nil
	h.search.SetText(query)
	h.search.OnChanged = changed
	if h.open {
		h.c.w.Canvas().Focus(h.search.Entry())
	} else {
		h.c.w.Canvas().Unfocus()
	}
}

// setRows updates the rows in place, and says whether some came or went.
func (h *home) setRows(rows []viewmodel.AccountRow) bool {
	moved := len(rows) != len(h.order)
	for i, r := range rows {
		spec := h.account(r)
		if row, ok := h.rows[r.ID]; ok {
			row.Set(spec)
		} else {
			h.rows[r.ID], moved = widgets.NewAccountRow(spec), true
		}
		moved = moved || h.order[i] != r.ID
	}
	if !moved {
		return false
	}
	h.order, h.list.Objects = nil, nil
	for _, r := range rows {
		h.order = append(h.order, r.ID)
		h.list.Objects = append(h.list.Objects, h.rows[r.ID])
	}
	return true
}

func (h *home) account(r viewmodel.AccountRow) widgets.Account {
	t := h.c.t
	a := widgets.Account{
		Title: r.Title, Label: r.Label, Identity: r.Identity, Code: r.Code.Digits,
		Seconds: r.Code.Seconds, Fraction: r.Code.Fraction, Last: r.Code.Last, Pending: r.Pending, Counter: r.Counter,
		OpenLabel: t.T("home.open", "account", r.Title+" "+r.Label),
		CopyLabel: t.T("home.copy", "code", r.Code.Digits),
		Copy:      func() { h.in.Copy(r.ID) },
		Open:      func() { h.in.Open(r.ID) },
	}
	if r.Code.Last {
		a.Next = r.Code.Next
	}
	switch {
	case r.Pending:
		a.Note = t.T("home.pending") + " · " + t.T("home.pending.more")
	case r.Counter:
		a.Note = t.T("home.counter")
	}
	return a
}
