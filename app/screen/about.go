package screen

import (
	"fyne.io/fyne/v2"

	"kauth/app/look"
	"kauth/app/viewmodel"
	"kauth/app/widgets"
)

// about says which app this is, what it keeps to itself, and on whose work it stands.
type about struct {
	c        context
	page     *widgets.Page
	version  *widgets.Text
	licenses *widgets.Rows
}

func newAbout(c context) page {
	t := c.t
	p := &about{c: c, version: widgets.NewText(widgets.Label, "").Centered(), licenses: widgets.NewRows()}
	promises := widgets.NewRows(
		widgets.Row{Icon: "off", Value: t.T("about.quiet"), Plain: true},
		widgets.Row{Icon: "key", Value: t.T("about.keys"), Plain: true},
		widgets.Row{Icon: "globe", Value: t.T("about.servers"), Plain: true},
	)
	p.page = widgets.NewPage(widgets.PageSpec{
		Bar: widgets.NewBackBar(t.T("about.bar"), t.T("action.back"), c.app.Back),
		Body: []fyne.CanvasObject{
			widgets.Centered(widgets.NewLogo(64)),
			widgets.NewText(widgets.Title, t.T("app.name")).Centered(), p.version,
			widgets.NewSection(t.T("about.promises")), promises,
			widgets.NewSection(t.T("about.licenses")), p.licenses,
		},
		Margin: look.Margin, Gap: 10,
	})
	return p
}

func (p *about) object() fyne.CanvasObject { return p.page }

func (p *about) update(st viewmodel.State) {
	s := st.(viewmodel.AboutState)
	p.version.Set(p.c.t.T("about.version", "version", s.Version))
	rows := make([]widgets.Row, len(s.Licenses))
	for i, l := range s.Licenses {
		rows[i] = widgets.Row{Value: l.Name, Key: l.Terms, ValueFirst: true, Compact: true}
	}
	p.licenses.Set(rows...)
	p.page.Settle()
}
