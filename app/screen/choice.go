package screen

import (
	"fyne.io/fyne/v2"

	"kauth/app/look"
	"kauth/app/text"
	"kauth/app/viewmodel"
	"kauth/app/widgets"
)

// choice is a page of which one thing is chosen. What is chosen is taken at once.
type choice struct {
	page   *widgets.Page
	rows   *widgets.Rows
	names  []string
	codes  []string
	chosen func(viewmodel.State) string
	choose func(string)
	said   string // of the one that is chosen
}

func newChoice(c context, title string, choose func(string)) *choice {
	p := &choice{rows: widgets.NewRows(), choose: choose, said: c.t.T("settings.chosen")}
	p.page = widgets.NewPage(widgets.PageSpec{
		Bar:  widgets.NewBackBar(c.t.T(title), c.t.T("action.back"), c.app.Back),
		Body: []fyne.CanvasObject{p.rows}, Margin: look.Margin,
	})
	return p
}

// newLanguage names each language in its own words: who does not read the one that is
// shown finds theirs.
func newLanguage(c context, in *viewmodel.Language) page {
	p := newChoice(c, "settings.language", in.Choose)
	p.chosen = func(s viewmodel.State) string { return s.(viewmodel.LanguageState).Chosen }
	p.offer(c.t.T("settings.language.system"), "")
	for _, code := range text.Languages() {
		p.offer(text.New(code).T("language.name"), code)
	}
	return p
}

func newAppearance(c context, in *viewmodel.Appearance) page {
	p := newChoice(c, "settings.appearance", in.Choose)
	p.chosen = func(s viewmodel.State) string { return s.(viewmodel.AppearanceState).Chosen }
	for _, a := range []look.Appearance{look.System, look.LightOnly, look.DarkOnly} {
		p.offer(c.t.T(appearanceKey(string(a))), string(a))
	}
	return p
}

func appearanceKey(appearance string) string {
	switch look.Appearance(appearance) {
	case look.LightOnly:
		return "settings.appearance.light"
	case look.DarkOnly:
		return "settings.appearance.dark"
	}
	return "settings.appearance.system"
}

func (p *choice) offer(name, code string) {
	p.names, p.codes = append(p.names, name), append(p.codes, code)
}

func (p *choice) object() fyne.CanvasObject { return p.page }

func (p *choice) update(st viewmodel.State) {
	chosen := p.chosen(st)
	var rows []widgets.Row
	for i, code := range p.codes {
		r := widgets.Row{Value: p.names[i], NoArrow: true, Tapped: func() { p.choose(code) }}
		if code == chosen {
			r.Chosen, r.Said = true, p.said
		}
		rows = append(rows, r)
	}
	p.rows.Set(rows...)
	p.page.Settle()
}
