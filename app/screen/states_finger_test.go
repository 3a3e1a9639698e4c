package screen

import (
	"kauth/app/viewmodel"
	"kauth/core"
)

func init() { moreShots = append(moreShots, fingerShots) }

func fingerShots() []shot {
	door := func(change func(*viewmodel.DoorState)) viewmodel.State {
		return pinDoor(func(s *viewmodel.DoorState) {
			s.Finger = true
			change(s)
		})
	}
	settings := &viewmodel.LockSettings{}
	phone := func(c viewmodel.FingerChoice) viewmodel.State {
		return settingsOfLock(func(s *viewmodel.LockSettingsState) { s.Finger, s.Choice = c, false })
	}
	return []shot{
		{name: "lock-finger", page: doorPage, state: door(func(*viewmodel.DoorState) {})},
		{name: "lock-finger-unknown", page: doorPage, state: door(func(s *viewmodel.DoorState) { s.Digits, s.Typed = 0, 2 })},
		{name: "lock-finger-gone", page: doorPage, state: door(func(s *viewmodel.DoorState) { s.Finger, s.Problem = false, problemOf(core.UnlockGone, "") })},
		{name: "lock-finger-wait", page: doorPage, state: door(func(s *viewmodel.DoorState) { s.Problem = problemOf(core.UnlockWait, "") })},
		{name: "locksettings-finger", page: settings, state: phone(viewmodel.FingerOn)},
		{name: "locksettings-finger-none", page: settings, state: phone(viewmodel.FingerNone)},
		{name: "settings-lock-finger", page: settingsPage, state: viewmodel.SettingsState{
			Keyring: true, ClockKnown: true, AppLock: true, LockKind: viewmodel.AskPIN, LockFinger: true,
		}},
	}
}
