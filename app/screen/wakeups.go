package screen

import (
	"fyne.io/fyne/v2"

	"kauth/app/look"
	"kauth/app/viewmodel"
	"kauth/app/widgets"
	"kauth/core/wake"
)

// wakeups has who wakes this device while kAuth is closed, and how that stands.
type wakeups struct {
	c                context
	in               *viewmodel.WakeupsPage
	page             *widgets.Page
	told             *widgets.Banner
	on, by           *widgets.Rows
	byTitle, privacy *widgets.Text
	again            *widgets.Button
}

// wakeupsRow leads here from the settings.
func wakeupsRow(s *settings, x viewmodel.SettingsState) (widgets.Row, bool) {
	return widgets.Row{Icon: "bolt", Value: s.c.t.T("wakeups.bar"), Tapped: s.in.Wakeups}, x.Wakeups
}

func newWakeups(c context, in *viewmodel.WakeupsPage) page {
	t := c.t
	w := &wakeups{c: c, in: in, on: widgets.NewRows(), by: widgets.NewRows()}
	w.told = widgets.NewBanner(widgets.Info, "info", "", "", nil)
	w.byTitle = widgets.NewText(widgets.Section, t.T("wakeups.by"))
	w.privacy = widgets.NewText(widgets.Small, t.T("wakeups.privacy"))
	w.again = widgets.NewButton(widgets.Secondary, t.T("wakeups.again"), in.Again)
	w.page = widgets.NewPage(widgets.PageSpec{
		Bar:    widgets.NewBackBar(t.T("wakeups.bar"), t.T("action.back"), c.app.Back),
		Body:   []fyne.CanvasObject{w.told, w.on, w.byTitle, w.by, w.privacy},
		Foot:   []fyne.CanvasObject{w.again},
		Margin: look.Margin, Gap: 14,
	})
	return w
}

func (w *wakeups) object() fyne.CanvasObject { return w.page }

func (w *wakeups) update(st viewmodel.State) {
	s, t := st.(viewmodel.WakeupsState), w.c.t
	tone, icon, title, sentence := wakeupsTold(s)
	w.told.Set(tone, icon, t.T(title), t.T(sentence))
	w.told.Hidden = !s.Known || !s.On
	w.on.Set(switchRow(w.c, "bolt", "wakeups.on", s.On, w.in.Turn))
	var rows []widgets.Row
	for _, name := range s.Services {
		r := widgets.Row{Icon: "bell", Value: name, Chosen: name == s.Chosen, NoArrow: true, Tapped: func() { w.in.Choose(name) }}
		if r.Chosen {
			r.Said = t.T("settings.chosen")
		}
		rows = append(rows, r)
	}
	w.by.Set(rows...)
	w.by.Hidden = !s.On || len(rows) == 0
	w.byTitle.Hidden = w.by.Hidden
	w.again.Hidden = !s.Known || !s.On || !s.Linked || s.State == wake.Stands || s.State == wake.Asked
	w.page.Settle()
}

// wakeupsTold is the banner: the keys of its words.
func wakeupsTold(s viewmodel.WakeupsState) (tone widgets.Tone, icon, title, sentence string) {
	switch {
	case s.State == wake.Failed:
		return widgets.Warn, "warn", "wakeups.failed.title", "wakeups.failed." + string(s.Why)
	case s.Linked && s.State == wake.Gone:
		return widgets.Warn, "warn", "wakeups.gone.title", "wakeups.gone.sentence"
	case s.Linked && s.State == wake.Stands:
		return widgets.OK, "check", "wakeups.stands.title", "wakeups.stands.sentence"
	case s.Linked && s.State == wake.Asked:
		return widgets.Info, "info", "wakeups.asked.title", "wakeups.asked.sentence"
	case len(s.Services) == 0:
		return widgets.Info, "info", "wakeups.none.title", "wakeups.none.sentence"
	}
	return widgets.Info, "info", "wakeups.unlinked.title", "wakeups.unlinked.sentence"
}
