package screen

import (
	"io"
	"os"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/dialog"
	"fyne.io/fyne/v2/storage"

	"kauth/app/look"
	"kauth/app/viewmodel"
	"kauth/app/widgets"
)

// leave takes all codes to another app: a form is chosen, then a password where there is
// one, and a place.
type leave struct {
	c            context
	in           *viewmodel.Leave
	s            viewmodel.LeaveState
	page         *widgets.Page
	title, more  *widgets.Text
	linked       *widgets.Text
	warning      *widgets.Banner
	forms        *widgets.Rows
	first, again *widgets.Field
	notice       *notice
	choose, done *widgets.Button
}

func leaveRow(s *settings, _ viewmodel.SettingsState) (widgets.Row, bool) {
	t := s.c.t
	return widgets.Row{Icon: "up", Value: t.T("leave.bar"), Key: t.T("leave.row"), ValueFirst: true, Tapped: s.in.Leave}, true
}

func newLeave(c context, in *viewmodel.Leave) page {
	t := c.t
	p := &leave{c: c, in: in, notice: newNotice(c)}
	p.title, p.more = widgets.NewText(widgets.Title, ""), widgets.NewText(widgets.Body, "")
	p.linked = widgets.NewText(widgets.Body, t.T("leave.linked"))
	p.warning = widgets.NewBanner(widgets.Warn, "warn", t.T("leave.warn.title"), t.T("leave.warn.sentence"), nil)
	row := func(icon, key string, kind viewmodel.LeaveKind) widgets.Row {
		return widgets.Row{Icon: icon, Value: t.T(key), Key: t.T(key + ".more"), ValueFirst: true, Tapped: func() { in.Choose(kind) }}
	}
	p.forms = widgets.NewRows(
		row("lock", "leave.sealed", viewmodel.LeaveSealed), row("camera", "leave.codes", viewmodel.LeaveCodes),
		row("file", "leave.addresses", viewmodel.LeaveAddresses), row("file", "leave.aegis", viewmodel.LeaveAegis),
	)
	p.first = widgets.NewField(t.T("leave.password"), "").Password(t.T("unlock.show"))
	p.again = widgets.NewField(t.T("unlock.again"), "").Password(t.T("unlock.show"))
	p.again.OnSubmit = func(string) { p.where() }
	p.choose = widgets.NewButton(widgets.Primary, t.T("leave.choose"), p.where)
	p.done = widgets.NewButton(widgets.Primary, t.T("leave.done"), in.Done)
	p.page = widgets.NewPage(widgets.PageSpec{
		Bar:    widgets.NewBackBar(t.T("leave.bar"), t.T("action.back"), c.app.Back),
		Body:   []fyne.CanvasObject{p.title, p.more, p.warning, p.notice.object(), p.forms, p.first, p.again, p.linked},
		Foot:   []fyne.CanvasObject{p.choose, p.done},
		Margin: look.TextMargin, Gap: 14,
	})
	return p
}

func (p *leave) object() fyne.CanvasObject { return p.page }

func (p *leave) update(st viewmodel.State) {
	s, t := st.(viewmodel.LeaveState), p.c.t
	p.s = s
	sealed, chosen, wrote := s.Kind == viewmodel.LeaveSealed, s.Kind != "", s.Wrote > 0
	title, more := "leave.title", "leave.sentence"
	switch {
	case wrote && sealed:
		title, more = "leave.wrote", "leave.wrote.sealed"
	case wrote:
		title, more = "leave.wrote", "leave.wrote.plain"
	case sealed:
		title, more = "leave.sealed", "leave.sealed.sentence"
	case s.Kind == viewmodel.LeaveAegis:
		title, more = "leave.aegis", "leave.plain.sentence"
	case s.Kind == viewmodel.LeaveAddresses:
		title, more = "leave.addresses", "leave.plain.sentence"
	}
	p.title.Set(t.T(title))
	if p.more.Set(t.T(more)); wrote {
		p.title.Set(t.N(title, s.Wrote))
	}
	p.warning.Hidden, p.forms.Hidden = wrote || sealed, chosen
	p.linked.Hidden = s.Linked == 0
	p.first.Hidden, p.again.Hidden = !sealed || wrote, !sealed || wrote
	p.first.SetError("")
	p.again.SetError("")
	if s.Short {
		p.first.SetError(t.T("unlock.short"))
	}
	if s.Differ {
		p.again.SetError(t.T("unlock.differ"))
	}
	p.notice.set(s.Problem)
	p.choose.Hidden, p.done.Hidden = !chosen || wrote, !wrote
	p.choose.SetBusy(s.Busy)
	p.page.Settle()
}

// where asks for a place once the password will do. What is written is for this person
// alone, as far as the system has it.
func (p *leave) where() {
	name := "kauth-codes.txt"
	if p.s.Kind != viewmodel.LeaveAddresses {
		name = "kauth-codes.json"
	}
	p.in.Check(p.first.Text(), p.again.Text(), func() {
		fyne.Do(func() {
			d := dialog.NewFileSave(func(w fyne.URIWriteCloser, err error) {
				if err != nil || w == nil {
					return
				}
				if w.URI().Scheme() == "file" {
					_ = os.Chmod(w.URI().Path(), 0o600)
				}
				p.in.Save(p.first.Text(), p.again.Text(), io.WriteCloser(w), func() { _ = storage.Delete(w.URI()) })
			}, p.c.w)
			d.SetFileName(name)
			d.Show()
		})
	})
}
