package screen

import (
	"fyne.io/fyne/v2"

	"kauth/app/look"
	"kauth/app/text"
	"kauth/app/viewmodel"
	"kauth/app/widgets"
)

// settings has the language, the appearance, the clock and what protects the vault.
type settings struct {
	c                      context
	in                     *viewmodel.Settings
	page                   *widgets.Page
	protection, clock      *widgets.Rows
	protectionTitle        *widgets.Text
	languages, appearances *widgets.Rows
}

func newSettings(c context, in *viewmodel.Settings) page {
	t := c.t
	s := &settings{
		c: c, in: in, protection: widgets.NewRows(), clock: widgets.NewRows(),
		languages: widgets.NewRows(), appearances: widgets.NewRows(),
		protectionTitle: widgets.NewText(widgets.Section, t.T("settings.protection")),
	}
	s.page = widgets.NewPage(widgets.PageSpec{
		Bar: widgets.NewBackBar(t.T("settings.bar"), t.T("action.back"), c.app.Back),
		Body: []fyne.CanvasObject{
			s.protectionTitle, s.protection,
			widgets.NewText(widgets.Section, t.T("settings.language")), s.languages,
			widgets.NewText(widgets.Section, t.T("settings.appearance")), s.appearances,
			widgets.NewText(widgets.Section, t.T("settings.clock")), s.clock,
		},
		Margin: look.Margin, Gap: 10,
	})
	return s
}

func (s *settings) object() fyne.CanvasObject { return s.page }

func (s *settings) update(st viewmodel.State) {
	x, t := st.(viewmodel.SettingsState), s.c.t
	protected := x.Keyring || x.Passphrase
	s.protectionTitle.Hidden, s.protection.Hidden = !protected, !protected
	if x.Keyring {
		s.protection.Set(widgets.Row{Icon: "key", Value: t.T("settings.keyring")})
	} else {
		s.protection.Set(widgets.Row{Icon: "lock", Value: t.T("settings.passphrase")})
	}
	languages := []widgets.Row{s.choice(t.T("settings.language.system"), "", x.Look.Language, s.in.Language)}
	for _, code := range text.Languages() {
		languages = append(languages, s.choice(text.New(code).T("language.name"), code, x.Look.Language, s.in.Language))
	}
	s.languages.Set(languages...)
	s.appearances.Set(
		s.choice(t.T("settings.appearance.system"), "", x.Look.Appearance, s.in.Appearance),
		s.choice(t.T("settings.appearance.light"), "light", x.Look.Appearance, s.in.Appearance),
		s.choice(t.T("settings.appearance.dark"), "dark", x.Look.Appearance, s.in.Appearance),
	)
	s.clock.Set(s.clockRow(x))
	s.page.Settle()
}

func (s *settings) choice(name, code, chosen string, pick func(string)) widgets.Row {
	return widgets.Row{Value: name, Chosen: code == chosen, Compact: true, NoArrow: true, Tapped: func() { pick(code) }}
}

func (s *settings) clockRow(x viewmodel.SettingsState) widgets.Row {
	t := s.c.t
	r := widgets.Row{Icon: "clock", Value: t.T("settings.clock"), Pill: t.T("settings.clock.instep"), Tone: widgets.OK}
	switch {
	case !x.ClockKnown:
		r.Pill, r.Tone = t.T("settings.clock.unknown"), widgets.Neutral
	case x.ClockOff && x.Ahead > 0:
		r.Pill, r.Tone = t.T("settings.clock.ahead", "time", text.Span(x.Ahead)), widgets.Warn
	case x.ClockOff:
		r.Pill, r.Tone = t.T("settings.clock.behind", "time", text.Span(x.Ahead)), widgets.Warn
	}
	return r
}
