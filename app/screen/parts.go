package screen

import (
	"strings"

	"fyne.io/fyne/v2"

	"kauth/app/look"
	"kauth/app/text"
	"kauth/app/viewmodel"
	"kauth/app/widgets"
)

// parts is an export from another phone: what was read of it, and what is missing.
type parts struct {
	c                 context
	page              *widgets.Page
	title, more       *widgets.Text
	missing, question *widgets.Banner
	rows              *widgets.Rows
	notice            *notice
	next, add, these  *widgets.Button
	leave, stay       *widgets.Button
}

func newParts(c context, in *viewmodel.Parts) page {
	t := c.t
	p := &parts{c: c, rows: widgets.NewRows(), notice: newNotice(c)}
	p.title = widgets.NewText(widgets.Title, "").Centered()
	p.more = widgets.NewText(widgets.Body, "").Centered()
	p.missing = widgets.NewBanner(widgets.Warn, "info", "", t.T("parts.missing.more"), nil)
	p.question = widgets.NewBanner(widgets.Danger, "warn", t.T("parts.leave"), t.T("parts.leave.more"), nil)
	p.next = widgets.NewButton(widgets.Primary, t.T("parts.next"), in.Next)
	p.add = widgets.NewButton(widgets.Primary, "", in.Add)
	p.these = widgets.NewButton(widgets.Secondary, t.T("parts.add.these"), in.Add)
	p.leave = widgets.NewButton(widgets.No, t.T("parts.leave.go"), in.Leave)
	p.stay = widgets.NewButton(widgets.Secondary, t.T("parts.leave.stay"), in.Stay)
	p.page = widgets.NewPage(widgets.PageSpec{
		Bar: widgets.NewBackBar(t.T("parts.bar"), t.T("action.back"), c.app.Back),
		Body: []fyne.CanvasObject{
			widgets.Space(4), widgets.VStack(4, p.title, p.more), p.missing, p.notice.object(), p.question, p.rows,
		},
		Foot:   []fyne.CanvasObject{p.next, p.add, p.these, p.leave, p.stay},
		Margin: look.TextMargin, Gap: 16,
	})
	return p
}

func (p *parts) object() fyne.CanvasObject { return p.page }

func (p *parts) update(st viewmodel.State) {
	s, t := st.(viewmodel.PartsState), p.c.t
	whole := len(s.Missing) == 0
	p.title.Set(t.N("parts.title", len(s.Rows)))
	p.more.Set(t.T("parts.all"))
	if s.New == 0 {
		p.more.Set(t.T("parts.none"))
	}
	p.more.Hidden = !whole && s.New > 0
	p.missing.Hidden = whole || s.Leaving
	p.missing.Set(widgets.Warn, "info", lacks(t, s.PartsProgress), t.T("parts.missing.more"))
	p.question.Hidden = !s.Leaving
	p.rows.Set(p.accounts(s.Rows)...)
	p.notice.set(s.Problem)
	p.add.Set(t.N("parts.add", s.New))
	for _, b := range []*widgets.Button{p.add, p.these} {
		b.SetBusy(s.Busy)
	}
	p.next.Hidden = whole || s.Leaving
	p.add.Hidden = !whole || s.Leaving || s.New == 0
	p.these.Hidden = whole || s.Leaving || s.New == 0
	p.leave.Hidden, p.stay.Hidden = !s.Leaving, !s.Leaving
	p.page.Settle()
}

// lacks names the parts that were not read yet: "Parts 1, 3 of 4 are still missing."
func lacks(t *text.Catalog, s viewmodel.PartsProgress) string {
	var numbers []string
	for _, n := range s.Missing {
		numbers = append(numbers, t.Number(n))
	}
	return t.N("parts.missing", len(s.Missing), "parts", strings.Join(numbers, ", "), "of", t.Number(s.Of))
}

// partsShown is more than people have; drawing all of two thousand rows takes seconds.
const partsShown = 100

func (p *parts) accounts(all []viewmodel.PartsRow) (rows []widgets.Row) {
	t := p.c.t
	for _, a := range all[:min(len(all), partsShown)] {
		row := widgets.Row{Icon: "key", Value: a.Title, Key: a.Label, ValueFirst: true}
		if a.Label == a.Title {
			row.Key = ""
		}
		switch {
		case a.Refused:
			row.Icon, row.Key = "warn", t.T("parts.refused")
		case a.Here:
			row.Icon, row.Key = "check", t.T("parts.here")
		}
		rows = append(rows, row)
	}
	if n := len(all) - partsShown; n > 0 {
		rows = append(rows, widgets.Row{Icon: "info", Value: t.N("parts.more", n), Plain: true})
	}
	return rows
}
