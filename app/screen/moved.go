package screen

import (
	"fyne.io/fyne/v2"

	"kauth/app/look"
	"kauth/app/viewmodel"
	"kauth/app/widgets"
)

// moved says on the old phone where its account went, and what that means here.
type moved struct {
	c           context
	page        *widgets.Page
	title, more *widgets.Text
	rows        *widgets.Rows
	notMe       *widgets.Button
}

func newMoved(c context, in *viewmodel.Moved) page {
	t := c.t
	m := &moved{c: c, rows: widgets.NewRows()}
	m.title = widgets.NewText(widgets.Headline, "").Centered()
	m.more = widgets.NewText(widgets.Body, "").Centered()
	m.notMe = widgets.NewButton(widgets.TextOnly, t.T("moved.notme"), in.NotMe)
	m.page = widgets.NewPage(widgets.PageSpec{
		Body: []fyne.CanvasObject{
			widgets.Spring(), widgets.Centered(widgets.NewBigIcon(widgets.OK, "check")), m.title, m.more,
			widgets.Space(4), m.rows, widgets.Spring(),
		},
		Foot:   []fyne.CanvasObject{widgets.NewButton(widgets.Primary, t.T("action.done"), in.Done), m.notMe},
		Margin: look.WideMargin, Gap: 16,
	})
	return m
}

func (m *moved) object() fyne.CanvasObject { return m.page }

func (m *moved) update(st viewmodel.State) {
	s, t := st.(viewmodel.MovedState), m.c.t
	to := newerPhone(t, s.To)
	m.title.Set(t.T("moved.title", "to", to))
	m.more.Set(t.T("moved.sentence", "account", owner(s.Issuer, s.Label)))
	rows := []widgets.Row{
		{Icon: "bell", Value: t.T("moved.requests", "to", to), Plain: true},
		{Icon: "key", Value: t.T("moved.codes"), Plain: true},
		{Icon: "shield", Value: t.T("moved.backup"), Plain: true},
	}
	if s.Left > 0 {
		rows = append(rows, widgets.Row{Icon: "phone", Value: t.N("moved.left", s.Left), Plain: true})
	}
	m.rows.Set(rows...)
	m.notMe.Hidden = !s.Undo
	m.page.Settle()
}
