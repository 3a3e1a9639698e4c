package screen

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/dialog"

	"kauth/app/look"
	"kauth/app/viewmodel"
	"kauth/app/widgets"
	"kauth/core"
)

// activityChoice chooses whose activity is shown.
type activityChoice struct {
	c    context
	in   *viewmodel.ActivityChoice
	page *widgets.Page
	rows *widgets.Rows
}

func newActivityChoice(c context, in *viewmodel.ActivityChoice) page {
	p := &activityChoice{c: c, in: in, rows: widgets.NewRows()}
	p.page = widgets.NewPage(widgets.PageSpec{
		Bar:    widgets.NewBackBar(c.t.T("activity.account"), c.t.T("action.back"), c.app.Back),
		Body:   []fyne.CanvasObject{p.rows},
		Margin: look.Margin,
	})
	return p
}

func (p *activityChoice) object() fyne.CanvasObject { return p.page }

func (p *activityChoice) update(st viewmodel.State) {
	s := st.(viewmodel.ActivityChoiceState)
	row := func(id core.AccountID, title, label string) widgets.Row {
		r := widgets.Row{Value: title, Key: label, ValueFirst: true, NoArrow: true, Tapped: func() { p.in.Choose(id) }}
		if s.Chosen == id {
			r.Chosen, r.Said = true, p.c.t.T("settings.chosen")
		}
		return r
	}
	rows := []widgets.Row{row("", p.c.t.T("activity.all"), "")}
	for _, a := range s.Accounts {
		if a.Title == a.Label {
			a.Label = ""
		}
		rows = append(rows, row(a.ID, a.Title, a.Label))
	}
	p.rows.Set(rows...)
	p.page.Settle()
}

// activityExport says what will be in the file, and writes it.
type activityExport struct {
	c           context
	page        *widgets.Page
	scope       *widgets.Text
	notice      *notice
	table, json *widgets.Button
}

// exportName is what the file is called unless the person says otherwise.
const exportName = "kauth-activity"

func newActivityExport(c context, in *viewmodel.ActivityExport) page {
	t := c.t
	p := &activityExport{c: c, notice: newNotice(c), scope: widgets.NewText(widgets.Body, "")}
	save := func(ending string) func() {
		return func() {
			d := dialog.NewFileSave(func(w fyne.URIWriteCloser, err error) {
				if err == nil && w != nil {
					in.Save(w, ending == ".csv")
				}
			}, c.w)
			d.SetFileName(exportName + ending)
			d.Show()
		}
	}
	p.table = widgets.NewButton(widgets.Primary, t.T("activity.export.table"), save(".csv"))
	p.json = widgets.NewButton(widgets.Secondary, t.T("activity.export.json"), save(".json"))
	p.page = widgets.NewPage(widgets.PageSpec{
		Bar: widgets.NewBackBar(t.T("activity.export"), t.T("action.back"), c.app.Back),
		Body: []fyne.CanvasObject{
			p.scope,
			widgets.NewBanner(widgets.Warn, "warn", t.T("activity.export.warn.title"), t.T("activity.export.warn.sentence"), nil),
			p.notice.object(),
		},
		Foot:   []fyne.CanvasObject{p.table, p.json},
		Margin: look.TextMargin, Gap: 16,
	})
	return p
}

func (p *activityExport) object() fyne.CanvasObject { return p.page }

func (p *activityExport) update(st viewmodel.State) {
	s, t := st.(viewmodel.ActivityExportState), p.c.t
	p.scope.Set(t.T("activity.export.all"))
	if s.Account != "" {
		p.scope.Set(t.T("activity.export.whose", "account", s.Account))
	}
	p.notice.set(s.Problem)
	p.table.SetEnabled(!s.Busy)
	p.json.SetEnabled(!s.Busy)
	p.page.Toast(toast(t, s.Toast))
	p.page.Settle()
}
