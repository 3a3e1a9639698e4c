package screen

import (
	"kauth/app/viewmodel"
	"kauth/app/widgets"
)

// windowRow switches whether screenshots show the app. A system that cannot hide a window
// has no such row.
func windowRow(s *settings, x viewmodel.SettingsState) (widgets.Row, bool) {
	t := s.c.t
	return widgets.Row{
		Icon: "img", Value: t.T("settings.window"), Key: t.T("settings.window.more"), ValueFirst: true, Switch: widgets.SwitchOf(x.HideWindow),
		NoArrow: true, Tapped: func() { s.in.HideWindow(!x.HideWindow) },
	}, x.CanHide
}
