package screen

import (
	"kauth/app/viewmodel"
	"kauth/core"
)

func init() { moreShots = append(moreShots, func() []shot { return hardwareShots }) }

var hardwareShots = []shot{
	{name: "detail-key-chip", state: account(func(s *viewmodel.DetailState) { s.Key = core.InStrongBox }), page: detailPage},
	{name: "detail-key-gone", state: account(func(s *viewmodel.DetailState) {
		s.Key, s.Requests, s.Problem, s.Silence, s.Mend = core.InStrongBox, viewmodel.RequestsOff, problemOf(core.SignerGone, ""), viewmodel.SilenceKey, viewmodel.MendLink
	}), page: detailPage},
	{name: "settings-phone", state: viewmodel.SettingsState{Keyring: true, ClockKnown: true, CanHide: true, HideWindow: true}, page: settingsPage},
}
