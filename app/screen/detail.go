package screen

import (
	"fyne.io/fyne/v2"

	"kauth/app/look"
	"kauth/app/viewmodel"
	"kauth/app/widgets"
)

// detail is one account, its code large.
type detail struct {
	c       context
	in      *viewmodel.Detail
	page    *widgets.Page
	bar     *widgets.Bar
	ring    *widgets.Ring
	code    *widgets.CodeText
	next    *widgets.Text
	copy    *widgets.Button
	facts   *widgets.Rows
	actions *widgets.Rows
	note    *widgets.Text
	notice  *notice
	fixed   viewmodel.DetailState // what the rows were made from
}

func newDetail(c context, in *viewmodel.Detail) page {
	t := c.t
	d := &detail{c: c, in: in, ring: widgets.NewRing(96), facts: widgets.NewRows(), actions: widgets.NewRows(), notice: newNotice(c)}
	d.bar = widgets.NewBackBar("", t.T("action.back"), c.app.Back)
	d.code = widgets.NewCodeText(look.SizeBigCode, "").Centered()
	d.next = widgets.NewText(widgets.Label, "").Centered()
	d.copy = widgets.NewButton(widgets.Primary, t.T("detail.copy"), in.Copy)
	d.note = widgets.NewText(widgets.Label, t.T("detail.note"))
	card := widgets.NewCard(widgets.VStack(12, widgets.Space(0), widgets.Centered(d.ring), d.code, d.next, d.copy))
	d.page = widgets.NewPage(widgets.PageSpec{
		Bar:    d.bar,
		Body:   []fyne.CanvasObject{card, d.notice.object(), d.facts, d.actions, d.note},
		Margin: look.Margin, Gap: 14,
	})
	return d
}

func (d *detail) object() fyne.CanvasObject { return d.page }

func (d *detail) update(st viewmodel.State) {
	s, t := st.(viewmodel.DetailState), d.c.t
	d.code.Set(s.Code.Digits)
	if s.Counter {
		d.code.Set("••• •••")
	}
	d.ring.Set(s.Code.Seconds, s.Code.Fraction, s.Code.Last)
	d.next.Set("")
	if s.Code.Next != "" {
		d.next.Set(t.T("detail.next") + "  " + s.Code.Next)
	}
	d.page.Toast(toast(t, s.Toast))
	fixed := s
	fixed.Code, fixed.Toast, fixed.Problem = viewmodel.CodeView{}, "", nil
	if fixed == d.fixed {
		return
	}
	d.fixed = fixed
	d.ring.Hidden, d.next.Hidden = s.Counter, s.Counter
	if s.Counter {
		d.copy.Set(t.T("detail.new"))
	}
	d.bar.Set(s.Title)
	d.notice.set(s.Problem)
	d.facts.Set(d.factRows(s)...)
	d.actions.Set(d.actionRows(s)...)
	d.note.Hidden = s.Server == ""
	d.page.Settle()
}

func (d *detail) factRows(s viewmodel.DetailState) []widgets.Row {
	t := d.c.t
	rows := []widgets.Row{{Key: t.T("detail.account"), Value: s.Label}}
	added := t.T("detail.added")
	switch s.Requests {
	case viewmodel.RequestsNone:
	case viewmodel.RequestsWork:
		rows = append(rows, requestsRow(d.c, "detail.requests.working", widgets.OK))
	case viewmodel.RequestsOffline:
		rows = append(rows, requestsRow(d.c, "detail.requests.offline", widgets.Warn))
	default:
		rows = append(rows, requestsRow(d.c, "detail.requests.trouble", widgets.Danger))
	}
	if s.Server != "" {
		rows = append(rows, widgets.Row{Icon: "net", Key: t.T("confirm.server"), Value: s.Server})
		added = t.T("detail.linked")
	}
	return append(rows, widgets.Row{Icon: "clock", Key: added, Value: t.Date(s.Linked.In(d.c.now().Location()))})
}

func requestsRow(c context, pill string, tone widgets.Tone) widgets.Row {
	return widgets.Row{Icon: "bell", Key: c.t.T("detail.requests"), Value: c.t.T("detail.requests.here"), Pill: c.t.T(pill), Tone: tone}
}

func (d *detail) actionRows(s viewmodel.DetailState) []widgets.Row {
	t := d.c.t
	var rows []widgets.Row
	if s.Server != "" {
		rows = append(rows, widgets.Row{Icon: "clock", Value: t.T("detail.activity"), Tapped: d.in.Activity})
	}
	return append(rows,
		widgets.Row{Icon: "edit", Value: t.T("detail.rename"), Tapped: d.in.Rename},
		widgets.Row{Icon: "trash", Value: t.T("detail.remove"), Danger: true, Tapped: d.in.Remove})
}

// rename takes a name of the person's own.
type rename struct {
	c      context
	page   *widgets.Page
	field  *widgets.Field
	notice *notice
}

func newRename(c context, in *viewmodel.Rename, s viewmodel.RenameState) page {
	t := c.t
	r := &rename{c: c, notice: newNotice(c), field: widgets.NewField(t.T("rename.field"), s.Default)}
	r.field.SetText(s.Name)
	submit := func() { in.Submit(r.field.Text()) }
	r.field.OnSubmit = func(string) { submit() }
	r.page = widgets.NewPage(widgets.PageSpec{
		Bar:    widgets.NewBackBar(t.T("rename.bar"), t.T("action.back"), c.app.Back),
		Body:   []fyne.CanvasObject{r.notice.object(), r.field, widgets.NewText(widgets.Label, t.T("rename.note"))},
		Foot:   []fyne.CanvasObject{widgets.NewButton(widgets.Primary, t.T("action.save"), submit)},
		Margin: look.TextMargin, Gap: look.Gap,
	})
	return r
}

func (r *rename) object() fyne.CanvasObject { return r.page }

func (r *rename) focus() fyne.Focusable { return r.field.Entry() }

func (r *rename) update(st viewmodel.State) {
	s := st.(viewmodel.RenameState)
	r.notice.set(s.Problem)
	r.page.Settle()
}

// remove asks before an account leaves this phone.
type remove struct {
	c           context
	page        *widgets.Page
	title, more *widgets.Text
	notice      *notice
	manager     *widgets.Button
	goOn        *widgets.Button
}

func newRemove(c context, in *viewmodel.Remove) page {
	t := c.t
	r := &remove{c: c, notice: newNotice(c)}
	r.title = widgets.NewText(widgets.Title, "").Centered()
	r.more = widgets.NewText(widgets.Body, "").Centered()
	r.manager = widgets.NewButton(widgets.Primary, t.T("remove.manager"), in.Manager)
	r.goOn = widgets.NewButton(widgets.No, t.T("remove.go"), in.Confirm)
	r.page = widgets.NewPage(widgets.PageSpec{
		Bar: widgets.NewBackBar(t.T("remove.bar"), t.T("action.back"), c.app.Back),
		Body: []fyne.CanvasObject{
			widgets.Spring(), widgets.Centered(widgets.NewBigIcon(widgets.Danger, "trash")), r.title, r.more, r.notice.object(), widgets.Spring(),
		},
		Foot:   []fyne.CanvasObject{r.manager, r.goOn, widgets.NewButton(widgets.TextOnly, t.T("remove.keep"), in.Cancel)},
		Margin: look.WideMargin, Gap: 16,
	})
	return r
}

func (r *remove) object() fyne.CanvasObject { return r.page }

func (r *remove) update(st viewmodel.State) {
	s, t := st.(viewmodel.RemoveState), r.c.t
	name := s.Label
	if name == "" {
		name = s.Title
	}
	r.title.Set(t.T("remove.title", "account", name))
	r.more.Set(t.T("remove.code"))
	if s.Linked {
		r.more.Set(t.T("remove.linked"))
	}
	r.manager.Hidden = !s.Linked
	r.goOn.SetBusy(s.Busy)
	r.notice.set(s.Problem)
	r.page.Settle()
}
