package screen

import (
	"fyne.io/fyne/v2"

	"kauth/app/look"
	"kauth/app/viewmodel"
	"kauth/app/widgets"
)

// trashView lists what was removed.
type trashView struct {
	c           context
	in          *viewmodel.TrashPage
	page        *widgets.Page
	title, more *widgets.Text
	rest        *widgets.Text
	notice      *notice
	list        *widgets.Rows
	empty       *widgets.Button
}

func trashRow(s *settings, x viewmodel.SettingsState) (widgets.Row, bool) {
	t := s.c.t
	return widgets.Row{Icon: "trash", Value: t.T("trash.bar"), Key: t.T("trash.row"), ValueFirst: true, Tapped: s.in.Trash}, x.Trash
}

func newTrash(c context, in *viewmodel.TrashPage) page {
	t := c.t
	p := &trashView{c: c, in: in, notice: newNotice(c), list: widgets.NewRows()}
	p.title, p.more = widgets.NewText(widgets.Title, ""), widgets.NewText(widgets.Body, "")
	p.rest = widgets.NewText(widgets.Label, "")
	p.empty = widgets.NewButton(widgets.Secondary, t.T("trash.empty"), in.Empty)
	p.page = widgets.NewPage(widgets.PageSpec{
		Bar:    widgets.NewBackBar(t.T("trash.bar"), t.T("action.back"), c.app.Back),
		Body:   []fyne.CanvasObject{p.title, p.more, p.notice.object(), p.list, p.rest},
		Foot:   []fyne.CanvasObject{p.empty},
		Margin: look.TextMargin, Gap: 14,
	})
	return p
}

func (p *trashView) object() fyne.CanvasObject { return p.page }

func (p *trashView) update(st viewmodel.State) {
	s, t := st.(viewmodel.TrashState), p.c.t
	nothing := s.Known && len(s.Items) == 0
	title, more := "trash.title", "trash.sentence"
	if nothing {
		title, more = "trash.nothing", "trash.nothing.sentence"
	}
	p.title.Set(t.T(title))
	p.more.Set(t.T(more))
	p.notice.set(s.Problem)
	var rows []widgets.Row
	for _, i := range s.Items {
		rows = append(rows, p.row(i))
	}
	p.list.Set(rows...)
	p.list.Hidden, p.empty.Hidden, p.rest.Hidden = len(rows) == 0, len(rows) == 0, s.More == 0
	p.rest.Set(t.N("trash.more", s.More))
	p.page.Toast(toast(t, s.Toast))
	p.page.Settle()
}

// row says in its key what a reader of the screen hears too: whose, and how long.
func (p *trashView) row(i viewmodel.TrashItem) widgets.Row {
	t, title, key := p.c.t, i.Title, dotted(i.Label, p.c.t.N("trash.days", i.Days))
	if title == "" || title == i.Label {
		title, key = i.Label, t.N("trash.days", i.Days)
	}
	if title == "" {
		title = t.T("unread.nameless")
	}
	return widgets.Row{Value: title, Key: key, ValueFirst: true, Tapped: func() { p.in.Open(i.ID) }}
}

// dotted joins what is there of two texts.
func dotted(a, b string) string {
	if a == "" {
		return b
	}
	return a + " · " + b
}
