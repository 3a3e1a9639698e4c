package screen

import (
	"fyne.io/fyne/v2"

	"kauth/app/look"
	"kauth/app/viewmodel"
	"kauth/app/widgets"
)

// settings lists what can be chosen, in sections. The rows are in settings_rows.go.
type settings struct {
	c     context
	in    *viewmodel.Settings
	page  *widgets.Page
	parts []settingsPart
}

// settingsPart is a section as it is drawn.
type settingsPart struct {
	is    settingsSection
	title *widgets.Text
	card  *widgets.Rows
	whole *fyne.Container
}

func newSettings(c context, in *viewmodel.Settings) page {
	s := &settings{c: c, in: in}
	var body []fyne.CanvasObject
	for _, is := range settingsSections {
		p := settingsPart{is: is, title: widgets.NewText(widgets.Section, c.t.T(is.title)), card: widgets.NewRows()}
		p.whole = widgets.VStack(10, widgets.Pad(p.title, 8, 4, 0, 4), p.card)
		s.parts, body = append(s.parts, p), append(body, p.whole)
	}
	s.page = widgets.NewPage(widgets.PageSpec{
		Bar:  widgets.NewBackBar(c.t.T("settings.bar"), c.t.T("action.back"), c.app.Back),
		Body: body, Margin: look.Margin, Gap: 10,
	})
	return s
}

func (s *settings) object() fyne.CanvasObject { return s.page }

func (s *settings) update(st viewmodel.State) {
	x := st.(viewmodel.SettingsState)
	for _, p := range s.parts {
		var rows []widgets.Row
		for _, row := range p.is.rows {
			if r, ok := row(s, x); ok {
				rows = append(rows, r)
			}
		}
		p.card.Set(rows...)
		p.whole.Hidden = len(rows) == 0
	}
	s.page.Settle()
}
