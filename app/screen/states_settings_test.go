package screen

import (
	"time"

	"kauth/app/viewmodel"
)

func init() { moreShots = append(moreShots, func() []shot { return settingsShots }) }

var (
	settingsPage   = &viewmodel.Settings{}
	languagePage   = &viewmodel.Language{}
	appearancePage = &viewmodel.Appearance{}
	aboutPage      = &viewmodel.About{}
)

var settingsShots = []shot{
	{name: "settings-keyring", state: viewmodel.SettingsState{Keyring: true, ClockKnown: true}, page: settingsPage, main: true},
	{name: "settings-passphrase", state: viewmodel.SettingsState{Passphrase: true, Look: viewmodel.Look{Language: "fr", Appearance: "dark"}}, page: settingsPage},
	{name: "settings-clock", state: viewmodel.SettingsState{
		Keyring: true, ClockKnown: true, ClockOff: true, Ahead: -time.Hour - 2*time.Minute,
	}, page: settingsPage},
	{name: "settings-locked", state: viewmodel.SettingsState{}, page: settingsPage},
	{name: "language-system", state: viewmodel.LanguageState{}, page: languagePage, main: true},
	{name: "language-chosen", state: viewmodel.LanguageState{Chosen: "es"}, page: languagePage},
	{name: "appearance-system", state: viewmodel.AppearanceState{}, page: appearancePage, main: true},
	{name: "appearance-dark", state: viewmodel.AppearanceState{Chosen: "dark"}, page: appearancePage},
	{name: "about", state: viewmodel.AboutState{Version: "0.1.0 (4f2a91c)", Licenses: []viewmodel.License{
		{Name: "kAuth", Terms: "Apache-2.0"},
		{Name: "Inter", Terms: "OFL-1.1"},
		{Name: "fyne.io/fyne/v2", Terms: "BSD-3-Clause"},
		{Name: "github.com/a/path/that/is/long/enough/to/break", Terms: "MIT"},
	}}, page: aboutPage, main: true},
}
