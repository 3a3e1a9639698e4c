package screen

import (
	"kauth/app/text"
	"kauth/app/viewmodel"
	"kauth/app/widgets"
)

// settingsRow makes a row of the settings from their state; not ok where there is
// nothing to show.
type settingsRow func(s *settings, x viewmodel.SettingsState) (row widgets.Row, ok bool)

// settingsSection is a card of rows under a title. One without rows is not shown.
type settingsSection struct {
	title string
	rows  []settingsRow
}

// settingsSections are all of the settings, in their order. A subject adds its row here
// and keeps the function in a file of its own.
var settingsSections = []settingsSection{
	{"settings.protection", []settingsRow{
		lockRow,
		hideRow,
		windowRow,
		keyRow,
	}},
	{"settings.data", []settingsRow{
		activityRow,
		foundRow,
		backupRow,
		importRow,
		leaveRow,
		trashRow,
	}},
	{"settings.app", []settingsRow{
		languageRow,
		appearanceRow,
		textSizeRow,
		motionRow,
		noticesRow,
		wakeupsRow,
		orderRow,
		clockRow,
	}},
	{"settings.help", []settingsRow{
		lostRow,
		checkSettingsRow,
		aboutRow,
	}},
}

// keyRow says what protects the vault, where the row of the lock does not.
func keyRow(s *settings, x viewmodel.SettingsState) (widgets.Row, bool) {
	if x.Keyring && x.LockKind == "" {
		return widgets.Row{Icon: "key", Value: s.c.t.T("settings.keyring")}, true
	}
	return widgets.Row{Icon: "lock", Value: s.c.t.T("settings.passphrase")}, x.Passphrase && !x.AppLock
}

func languageRow(s *settings, x viewmodel.SettingsState) (widgets.Row, bool) {
	now := s.c.t.T("settings.language.system")
	if x.Look.Language != "" {
		now = text.New(x.Look.Language).T("language.name")
	}
	return widgets.Row{Icon: "globe", Value: s.c.t.T("settings.language"), Trailing: now, NoArrow: true, Tapped: s.in.Language}, true
}

func appearanceRow(s *settings, x viewmodel.SettingsState) (widgets.Row, bool) {
	return widgets.Row{
		Icon: "sun", Value: s.c.t.T("settings.appearance"), Trailing: s.c.t.T(appearanceKey(x.Look.Appearance)),
		NoArrow: true, Tapped: s.in.Appearance,
	}, true
}

// clockRow says whether codes can be trusted. The clock itself is set in the system.
func clockRow(s *settings, x viewmodel.SettingsState) (widgets.Row, bool) {
	t := s.c.t
	r := widgets.Row{Icon: "clock", Value: t.T("settings.clock"), Pill: t.T("settings.clock.instep"), Tone: widgets.OK}
	switch {
	case x.ClockWrong:
		r.Pill, r.Tone = t.T("settings.clock.wrong"), widgets.Danger
	case !x.ClockKnown:
		r.Pill, r.Tone = t.T("settings.clock.unknown"), widgets.Neutral
	case x.ClockOff:
		key := "banner.clock.ahead"
		if x.Ahead < 0 {
			key = "banner.clock.behind"
		}
		r.Pill, r.Key, r.ValueFirst = "", t.T(key, "time", t.Lasts(x.Ahead)), true
	}
	return r, true
}

func lostRow(s *settings, _ viewmodel.SettingsState) (widgets.Row, bool) {
	return widgets.Row{Icon: "phone", Value: s.c.t.T("lost.bar"), Tapped: s.in.Lost}, true
}

func aboutRow(s *settings, _ viewmodel.SettingsState) (widgets.Row, bool) {
	return widgets.Row{Icon: "info", Value: s.c.t.T("about.bar"), Tapped: s.in.About}, true
}
