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
	more   *fyne.Container // the other banners, where the person asked for them
	fold   *widgets.Button // how many they are
	shown  []viewmodel.Banner
	empty  *fyne.Container
	none   *widgets.Text
	list   *widgets.List
	s      viewmodel.HomeState
	open   bool // the search field is shown
	typed  int  // the State's, of keys typed beside the field
	check  *widgets.Text
	lifted core.AccountID // the account that is on its way to another place
	// liftedFrom is how far the page was scrolled when it was lifted.
	liftedFrom float32
	follow     core.AccountID // the account that was moved by the keyboard
	followTo   int
	wide       bool // what is opened is beside the list
}

func newHome(c context, in *viewmodel.Home) page {
	t := c.t
	h := &home{c: c, in: in}
	h.search = widgets.NewField("", t.T("home.search"))
	h.search.OnChanged = in.Query
	h.search.OnSubmit = func(string) { h.first() }
	h.search.Hide()
	h.banner = widgets.NewBanner(widgets.Info, "bell", "", "", in.OpenBanner)
	h.banner.Hide()
	h.fold = widgets.NewButton(widgets.TextOnly, "", func() { in.Unfold(!h.s.Unfolded) })
	h.fold.Hide()
	h.more = widgets.VStack(look.Gap)
	h.more.Hide()
	h.check = widgets.NewText(widgets.Label, "").Centered()
	h.check.Hide()
	h.none = widgets.NewText(widgets.Body, "").Centered()
	h.empty = widgets.VStack(16, widgets.Space(40), widgets.Centered(widgets.NewBigIcon(widgets.Neutral, "find")), h.none,
		widgets.NewButton(widgets.TextOnly, t.T("home.all"), func() { in.Search(false) }))
	h.empty.Hide()
	h.list = widgets.NewList(widgets.ListSpec{Gap: look.Gap, Make: h.row, Show: h.showRow, Height: h.rowHeight, Seen: in.Sees})
	find := widgets.NewIconButton("find", t.T("action.search"), func() { in.Search(!h.open) })
	gear := widgets.NewIconButton("gear", t.T("action.settings"), in.Settings)
	h.page = widgets.NewPage(widgets.PageSpec{
		Bar:    widgets.NewBar(t.T("home.bar"), find, gear),
		Body:   []fyne.CanvasObject{h.search, h.check, h.banner, h.more, h.fold, h.list, h.empty},
		FAB:    widgets.NewFAB(t.T("home.add"), in.Add),
		Margin: look.Margin, Gap: look.Gap,
		Pull: widgets.Pull{Words: t.T("home.pull"), Ready: t.T("home.pull.ready"), Do: in.Refresh},
	})
	return h
}

func (h *home) object() fyne.CanvasObject { return h.page }

func (h *home) update(st viewmodel.State) {
	s := st.(viewmodel.HomeState)
	fresh := !same(s.Rows, h.s.Rows)
	h.s = s
	settle := h.setBanners(s)
	settle = h.setCheck(s.Check) || settle
	if h.open != s.Searching || h.typed != s.Typed {
		h.open, h.search.Hidden, h.typed, settle = s.Searching, !s.Searching, s.Typed, true
		h.page.Settle() // the field has its place before it gets the keyboard
		h.seek(s.Query)
	}
	if fresh {
		h.list.SetLength(len(s.Rows))
		h.unlift() // what is under the finger may be another account by now
		settle = true
	}
	h.list.Update()
	if nothing := len(s.Rows) == 0 && s.Query != ""; nothing || h.empty.Visible() {
		h.none.Set(h.c.t.T("home.nothing", "query", s.Query))
		h.empty.Hidden, settle = !nothing, true
	}
	say(h.c.t, h.page, s.Toast, s.Undo, h.in.Undo)
	if settle {
		h.page.Settle()
	}
	h.followed()
}

// wider says whether what is opened is shown beside the list.
func (h *home) wider(on bool) { h.wide = on }

// seek opens the search field with what is looked for already, or closes it.
func (h *home) seek(query string) {
	changed := h.search.OnChanged
	h.search.OnChanged = nil
	h.search.SetText(query)
	h.search.OnChanged = changed
	if h.open {
		h.c.w.Canvas().Focus(h.search.Entry())
		h.search.CursorToEnd()
	} else {
		h.c.w.Canvas().Unfocus()
	}
}

// same tells that two States share their rows, which are never written to.
func same(a, b []viewmodel.AccountRow) bool {
	return len(a) == len(b) && (len(a) == 0 || &a[0] == &b[0])
}

func (h *home) row() fyne.CanvasObject { return widgets.NewAccountRow(widgets.Account{}) }

func (h *home) showRow(o fyne.CanvasObject, i int) {
	o.(*widgets.AccountRow).Set(h.account(h.s.Rows[i], h.s.Code(i)))
}

// rowHeight is called for each account: what it needs is what the height depends on.
func (h *home) rowHeight(i int, width float32) float32 {
	r := &h.s.Rows[i]
	return widgets.AccountHeight(widgets.Account{Label: r.Label, Note: h.note(r), Mark: h.mark(r)}, width)
}

func (h *home) account(r viewmodel.AccountRow, code viewmodel.CodeView) widgets.Account {
	t := h.c.t
	if r.Unread && r.Title == "" {
		r.Title = t.T("unread.nameless")
	}
	a := widgets.Account{
		Title: r.Title, Label: r.Label, Identity: r.Identity, Code: code.Digits,
		Seconds: code.Seconds, Fraction: code.Fraction, Last: code.Last, Pending: r.Pending, Counter: r.Counter,
		Note:      h.note(&r),
		Mark:      h.mark(&r),
		OpenLabel: t.T("home.open", "account", r.Title+" "+r.Label),
		CopyLabel: t.T("home.copy", "code", widgets.Spell(code.Digits)),
		Copy:      func() { h.in.Copy(r.ID) },
		Open:      func() { h.in.Open(r.ID) },
		Menu:      func() { h.in.Menu(r.ID) },
		Selected:  r.ID == h.s.Selected && r.ID != "",
		SwipeCopy: t.T("action.copy"), SwipeMenu: t.T("home.more"),
	}
	if a.Selected {
		a.OpenLabel += ", " + t.T("settings.chosen")
	}
	if a.Mark != "" {
		a.OpenLabel += ", " + a.Mark
	}
	if code.Hidden {
		a.CopyLabel = t.T("home.reveal", "account", r.Title+" "+r.Label)
	}
	if h.s.Movable && len(h.s.Rows) > 1 {
		a.Lift, a.Drop = func(dy float32) { h.lift(r.ID, dy) }, h.drop
	}
	if r.Unread {
		a.Copy, a.Lift, a.Drop, a.Pending = nil, nil, nil, true
	}
	if code.Last {
		a.Next = code.Next
	}
	return a
}

// mark says under an account's names that requests do not reach this phone.
func (h *home) mark(r *viewmodel.AccountRow) string {
	if !r.Silent {
		return ""
	}
	return h.c.t.T("again.mark")
}

// note stands in the place of a code.
func (h *home) note(r *viewmodel.AccountRow) string {
	switch {
	case r.Pending:
		return h.c.t.T("home.pending") + " · " + h.c.t.T("home.pending.more")
	case r.Counter:
		return h.c.t.T("home.counter")
	case r.Unread:
		return h.c.t.T("home.unread")
	}
	return ""
}
