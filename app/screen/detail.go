package screen

import (
	"fyne.io/fyne/v2"

	"kauth/app/look"
	"kauth/app/viewmodel"
	"kauth/app/widgets"
	"kauth/core"
)

// detail is one account, its code large.
type detail struct {
	c       context
	in      *viewmodel.Detail
	page    *widgets.Page
	bar     *widgets.Bar
	ring    *widgets.Ring
	timing  []fyne.CanvasObject // what a code has that ends by itself
	code    *widgets.CodeText
	next    *widgets.Quiet
	copy    *widgets.Button
	facts   *widgets.Rows
	actions *widgets.Rows
	note    *widgets.Text
	notice  *notice
	mend    *widgets.Button
	silent  *silent
	line    *fyne.Container       // of the next code
	gap     fyne.CanvasObject     // where there is none
	fixed   viewmodel.DetailState // what the rows were made from
	problem viewmodel.Problem     // and the banner
}

func newDetail(c context, in *viewmodel.Detail) page {
	t := c.t
	d := &detail{c: c, in: in, ring: widgets.NewRing(96), facts: widgets.NewRows(), actions: widgets.NewRows(), notice: newNotice(c)}
	d.bar = widgets.NewBackBar("", t.T("action.back"), c.app.Back)
	d.code = widgets.NewCodeText(look.SizeBigCode, "").Centered()
	d.next = widgets.NewQuiet(widgets.Label, in.CopyNext)
	d.copy = widgets.NewButton(widgets.Primary, t.T("detail.copy"), in.Copy)
	d.note = widgets.NewText(widgets.Label, t.T("detail.note"))
	d.gap, d.line = widgets.Space(16), widgets.Centered(d.next)
	d.gap.Hide()
	d.mend = widgets.NewButton(widgets.Secondary, "", in.Mend)
	d.mend.Hide()
	d.silent = newSilent(c, in)
	ring := widgets.Centered(d.ring)
	d.timing = []fyne.CanvasObject{ring}
	card := widgets.NewCard(widgets.VStack(0, widgets.VStack(12, widgets.Space(0), ring, d.code), d.line, d.gap, d.copy))
	d.page = widgets.NewPage(widgets.PageSpec{
		Bar:    d.bar,
		Body:   []fyne.CanvasObject{card, d.silent.card, d.notice.object(), d.mend, d.facts, d.actions, d.note},
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
	if s.Code.Next != "" {
		d.next.Set(t.T("detail.next")+"  "+s.Code.Next, t.T("rowmenu.next")+", "+widgets.Spell(s.Code.Next))
	}
	d.next.Hidden = s.Code.Next == ""
	if none := s.Code.Next == "" && !s.Code.Hidden; none == d.line.Visible() { // a hidden one keeps its room
		if d.line.Hidden = none; none {
			d.gap.Show()
		} else {
			d.gap.Hide()
		}
		d.page.Settle()
	}
	d.code.Say("")
	if s.Code.Hidden {
		d.code.Say(t.T("detail.hidden"))
	}
	d.page.Toast(toast(t, s.Toast))
	fixed := s
	fixed.Code, fixed.Toast, fixed.Problem = viewmodel.CodeView{Hidden: s.Code.Hidden}, "", nil
	var problem viewmodel.Problem
	if s.Problem != nil {
		problem = *s.Problem
	}
	if fixed == d.fixed && problem == d.problem {
		return
	}
	d.fixed, d.problem = fixed, problem
	if s.Counter {
		for _, o := range d.timing {
			o.Hide()
		}
		d.copy.Set(t.T("detail.new"))
	}
	if !s.Counter {
		d.copy.Set(t.T(copyKey(s.Code.Hidden)))
	}
	if d.mend.Hidden = s.Mend == "" || s.Silence != "" || s.Quiet; !d.mend.Hidden {
		d.mend.Set(t.T(mendKey(s.Mend)))
		d.mend.SetBusy(s.Asking)
	}
	d.bar.Set(s.Title)
	d.notice.set(s.Problem)
	if d.silent.set(s); s.Silence != "" {
		d.notice.set(nil) // the card says it
	}
	d.facts.Set(d.factRows(s)...)
	d.actions.Set(d.actionRows(s)...)
	d.note.Hidden = s.Server == ""
	d.page.Settle()
}

func (d *detail) factRows(s viewmodel.DetailState) []widgets.Row {
	t := d.c.t
	rows := []widgets.Row{{Key: t.T("detail.account"), Value: s.Label}}
	added := t.T("detail.added")
	if s.Requests != viewmodel.RequestsNone {
		tone := widgets.Danger
		switch s.Requests {
		case viewmodel.RequestsWork:
			tone = widgets.OK
		case viewmodel.RequestsOffline, viewmodel.RequestsPaused:
			tone = widgets.Warn
		}
		rows = append(rows, requestsRow(d.c, "detail.requests."+string(s.Requests), tone))
	}
	if s.Server != "" {
		rows = append(rows, widgets.Row{Icon: "net", Key: t.T("confirm.server"), Value: s.Server})
		added = t.T("detail.linked")
	}
	if key, ok := keyRows[s.Key]; ok && s.Silence != viewmodel.SilenceKey {
		rows = append(rows, widgets.Row{Icon: "key", Key: t.T("detail.key"), Value: t.T(key)})
	}
	return append(rows, widgets.Row{Icon: "clock", Key: added, Value: t.Date(s.Linked.In(d.c.now().Location()))})
}

// keyRows say where the key is that answers requests.
var keyRows = map[core.KeyLevel]string{
	core.InSoftware: "detail.key.software", core.InTEE: "detail.key.tee",
	core.InEnclave: "detail.key.enclave", core.InStrongBox: "detail.key.strongbox",
}

func requestsRow(c context, pill string, tone widgets.Tone) widgets.Row {
	return widgets.Row{Icon: "bell", Key: c.t.T("detail.requests"), Value: c.t.T("detail.requests.here"), Pill: c.t.T(pill), Tone: tone}
}

func (d *detail) actionRows(s viewmodel.DetailState) []widgets.Row {
	t := d.c.t
	var rows []widgets.Row
	if s.Server != "" && s.Silence != viewmodel.SilenceRestored {
		rows = append(rows, widgets.Row{Icon: "clock", Value: t.T("detail.activity"), Tapped: d.in.Activity},
			widgets.Row{Icon: "find", Value: t.T("check.row"), Tapped: d.in.Check})
	}
	if s.Server != "" {
		rows = append(rows, widgets.Row{Icon: "phone", Value: t.T("lost.row"), Tapped: d.in.Lost})
	}
	return append(rows,
		widgets.Row{Icon: "edit", Value: t.T("detail.rename"), Tapped: d.in.Rename},
		widgets.Row{Icon: "img", Value: t.T("detail.share"), Tapped: d.in.Share},
		widgets.Row{Icon: "trash", Value: t.T("detail.remove"), Danger: true, Tapped: d.in.Remove})
}

func copyKey(hidden bool) string {
	if hidden {
		return "detail.reveal"
	}
	return "detail.copy"
}

func mendKey(m viewmodel.CheckMend) string {
	if m == viewmodel.MendFind {
		return "check.row"
	}
	return "check.mend." + string(m)
}
