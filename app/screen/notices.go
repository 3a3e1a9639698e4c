package screen

import (
	"fyne.io/fyne/v2"

	"kauth/app/look"
	"kauth/app/viewmodel"
	"kauth/app/widgets"
)

// notices has what is shown beside the window, and whether the app stays when it is
// closed.
type notices struct {
	c          context
	in         *viewmodel.Notices
	page       *widgets.Page
	told       *widgets.Banner
	allow      *widgets.Banner // leads to what lets the system show them
	show, tray *widgets.Rows
}

func newNotices(c context, in *viewmodel.Notices) page {
	n := &notices{c: c, in: in, show: widgets.NewRows(), tray: widgets.NewRows()}
	n.told = widgets.NewBanner(widgets.Info, "info", "", "", nil)
	n.told.Hide()
	n.allow = widgets.NewBanner(widgets.Warn, "bell", c.t.T("allow.banner"), c.t.T("allow.banner.sentence"), in.Allow)
	n.allow.Hide()
	n.page = widgets.NewPage(widgets.PageSpec{
		Bar:    widgets.NewBackBar(c.t.T("notices.bar"), c.t.T("action.back"), c.app.Back),
		Body:   []fyne.CanvasObject{n.told, n.allow, n.show, n.tray},
		Margin: look.Margin, Gap: 14,
	})
	return n
}

func (n *notices) object() fyne.CanvasObject { return n.page }

func (n *notices) update(st viewmodel.State) {
	s, t := st.(viewmodel.NoticesState), n.c.t
	switch {
	case s.Known && !s.Shown:
		n.told.Set(widgets.Warn, "bell", t.T("notices.none.title"), t.T("notices.none.sentence"))
	case s.Known && !s.Choices:
		n.told.Set(widgets.Info, "info", t.T("notices.plain.title"), t.T("notices.plain.sentence"))
	}
	n.told.Hidden = !s.Known || s.Choices
	n.allow.Hidden = !s.Known || !s.Barred
	rows := []widgets.Row{n.choice("bell", "notices.on", s.On, n.in.Show)}
	if s.On {
		rows = append(rows, n.choice("eye", "notices.hide", s.Hide, n.in.HideDetails))
	}
	n.show.Set(rows...)
	n.tray.Set(n.choice("lap", "notices.tray", s.Stay, n.in.Stay))
	n.tray.Hidden = !s.Tray
	n.page.Settle()
}

func (n *notices) choice(icon, key string, on bool, change func(bool)) widgets.Row {
	return switchRow(n.c, icon, key, on, change)
}

// switchRow is a row that switches, with what that means below.
func switchRow(c context, icon, key string, on bool, change func(bool)) widgets.Row {
	said := "switch.off"
	if on {
		said = "switch.on"
	}
	return widgets.Row{
		Icon: icon, Value: c.t.T(key), Key: c.t.T(key + ".more"), ValueFirst: true,
		Switch: widgets.SwitchOf(on), Said: c.t.T(said), Tapped: func() { change(!on) },
	}
}

// noticesRow leads here from the settings.
func noticesRow(s *settings, _ viewmodel.SettingsState) (widgets.Row, bool) {
	return widgets.Row{Icon: "bell", Value: s.c.t.T("notices.bar"), Tapped: s.in.Notices}, true
}
