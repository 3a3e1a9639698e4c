package screen

import (
	"time"

	"kauth/app/viewmodel"
	"kauth/core"
)

func init() { moreShots = append(moreShots, lockShots, lockSetupShots) }

var doorPage = &viewmodel.Door{}

// pinDoor is the lock with a PIN of six digits.
func pinDoor(change func(*viewmodel.DoorState)) viewmodel.State {
	s := viewmodel.DoorState{Ask: viewmodel.AskPIN, Digits: 6, Left: 10, Forgot: true}
	if change != nil {
		change(&s)
	}
	return s
}

func visited(change func(*viewmodel.DoorRequest)) viewmodel.State {
	return pinDoor(func(s *viewmodel.DoorState) {
		s.Request = &viewmodel.DoorRequest{Left: 84 * time.Second, Fraction: 0.7, Count: 1, Armed: true}
		if change != nil {
			change(s.Request)
		}
	})
}

func askedFor(ask string, change func(*viewmodel.DoorState)) viewmodel.State {
	return pinDoor(func(s *viewmodel.DoorState) {
		s.Ask, s.Digits, s.Left = ask, 0, 0
		if change != nil {
			change(s)
		}
	})
}

func lockShots() []shot {
	all := []shot{
		{name: "lock", state: pinDoor(nil), main: true},
		{name: "lock-typed", state: pinDoor(func(s *viewmodel.DoorState) { s.Typed = 3 })},
		{name: "lock-unknown", state: pinDoor(func(s *viewmodel.DoorState) { s.Typed, s.Digits = 7, 0 })},
		{name: "lock-twelve", state: pinDoor(func(s *viewmodel.DoorState) { s.Typed, s.Digits = 5, 12 })},
		{name: "lock-wrong", state: pinDoor(func(s *viewmodel.DoorState) { s.Wrong, s.Left = true, 7 }), main: true},
		{name: "lock-wait", state: pinDoor(func(s *viewmodel.DoorState) { s.Wrong, s.Left, s.Wait = true, 1, 28*time.Second }), main: true},
		{name: "lock-wait-start", state: pinDoor(func(s *viewmodel.DoorState) { s.Left, s.Wait = 3, 5*time.Minute })},
		{name: "lock-busy", state: pinDoor(func(s *viewmodel.DoorState) { s.Typed, s.Taken, s.Busy = 6, true, true })},
		{name: "lock-problem", state: pinDoor(func(s *viewmodel.DoorState) { s.Problem = problemOf(core.KeyringSilent, "") })},
		{name: "lock-spent", state: askedFor(viewmodel.AskRecovery, func(s *viewmodel.DoorState) { s.Spent = true }), main: true},
		{name: "lock-recovery", state: askedFor(viewmodel.AskRecovery, func(s *viewmodel.DoorState) { s.Back, s.Forgot = true, false })},
		{name: "lock-recovery-wrong", state: askedFor(viewmodel.AskRecovery, func(s *viewmodel.DoorState) { s.Spent, s.Wrong = true, true })},
		{name: "lock-request", state: visited(nil), main: true},
		{name: "lock-request-unarmed", state: visited(func(r *viewmodel.DoorRequest) { r.Armed = false })},
		{name: "lock-request-two", state: visited(func(r *viewmodel.DoorRequest) { r.Count = 2 })},
		{name: "lock-request-sending", state: visited(func(r *viewmodel.DoorRequest) { r.Sending = true })},
		{name: "lock-request-problem", state: visited(func(r *viewmodel.DoorRequest) { r.Problem = problemOf(core.Offline, "") })},
		{name: "lock-request-refused", state: pinDoor(func(s *viewmodel.DoorState) { s.Ended = viewmodel.ResultDenied }), main: true},
		{name: "lock-request-expired", state: pinDoor(func(s *viewmodel.DoorState) { s.Ended = viewmodel.ResultExpired })},
		{name: "lock-request-already", state: pinDoor(func(s *viewmodel.DoorState) { s.Ended = viewmodel.ResultAlready })},
		{name: "lock-passphrase", state: askedFor(viewmodel.AskPassphrase, nil), main: true},
		{name: "lock-passphrase-busy", state: askedFor(viewmodel.AskPassphrase, func(s *viewmodel.DoorState) { s.Taken, s.Busy = true, true })},
		{name: "lock-passphrase-wrong", state: askedFor(viewmodel.AskPassphrase, func(s *viewmodel.DoorState) { s.Wrong = true })},
		{name: "lock-passphrase-request", state: askedFor(viewmodel.AskPassphrase, func(s *viewmodel.DoorState) { s.Request = visited(nil).(viewmodel.DoorState).Request })},
		{name: "lock-yes", state: pinDoor(func(s *viewmodel.DoorState) { s.Purpose, s.Back = viewmodel.DoorYes, true }), main: true},
		{name: "lock-yes-wrong", state: pinDoor(func(s *viewmodel.DoorState) { s.Purpose, s.Back, s.Wrong, s.Left = viewmodel.DoorYes, true, true, 9 })},
		{name: "lock-change", state: askedFor(viewmodel.AskPassphrase, func(s *viewmodel.DoorState) { s.Purpose, s.Back = viewmodel.DoorChange, true })},
	}
	for i := range all {
		all[i].page = doorPage
	}
	return all
}

func settingsOfLock(change func(*viewmodel.LockSettingsState)) viewmodel.State {
	s := viewmodel.LockSettingsState{Kind: viewmodel.AskPIN, PIN: true, After: viewmodel.LockUsually, Choice: true}
	change(&s)
	return s
}

func lockSetupShots() []shot {
	forgot, pin, written, settings := &viewmodel.Forgot{}, &viewmodel.NewPIN{}, &viewmodel.Recovery{}, &viewmodel.LockSettings{}
	const passphrase = "7KQ2M-9XFA4-HT3WZ-B8CNE-5RVPD"
	return []shot{
		{name: "forgot-pin", state: viewmodel.ForgotState{Ask: viewmodel.AskPIN}, page: forgot, main: true},
		{name: "forgot-passphrase", state: viewmodel.ForgotState{Ask: viewmodel.AskPassphrase}, page: forgot},
		{name: "forgot-recovery", state: viewmodel.ForgotState{Ask: viewmodel.AskRecovery}, page: forgot},
		{name: "newpin", state: viewmodel.NewPINState{Digits: 6}, page: pin, main: true},
		{name: "newpin-ready", state: viewmodel.NewPINState{Typed: 8, Digits: 8, Ready: true}, page: pin},
		{name: "newpin-weak", state: viewmodel.NewPINState{Digits: 6, Weak: viewmodel.WeakSequence}, page: pin, main: true},
		{name: "newpin-same", state: viewmodel.NewPINState{Digits: 6, Weak: viewmodel.WeakSame}, page: pin},
		{name: "newpin-repeated", state: viewmodel.NewPINState{Digits: 6, Weak: viewmodel.WeakRepeated}, page: pin},
		{name: "newpin-again", state: viewmodel.NewPINState{Again: true, Typed: 2, Digits: 6}, page: pin},
		{name: "newpin-differ", state: viewmodel.NewPINState{Digits: 6, Differ: true}, page: pin},
		{name: "newpin-busy", state: viewmodel.NewPINState{Again: true, Typed: 6, Digits: 6, Busy: true}, page: pin},
		{name: "newpin-problem", state: viewmodel.NewPINState{Digits: 6, Problem: problemOf(core.KeyringSilent, "")}, page: pin},
		{name: "recovery", state: viewmodel.RecoveryState{Passphrase: passphrase}, page: written, main: true},
		{name: "recovery-kept", state: viewmodel.RecoveryState{Passphrase: passphrase, Kept: true, Toast: viewmodel.ToastCopied}, page: written},
		{name: "recovery-problem", state: viewmodel.RecoveryState{Passphrase: passphrase, Problem: problemOf(core.StorageDenied, "")}, page: written},
		{name: "choose-lock", state: viewmodel.ChooseState{}, page: choosePage},
		{name: "choose-problem", state: viewmodel.ChooseState{Problem: problemOf(core.StorageFull, "")}, page: choosePage},
		{name: "locksettings-pin", state: settingsOfLock(func(s *viewmodel.LockSettingsState) { s.Yes = true }), page: settings, main: true},
		{name: "locksettings-off", state: settingsOfLock(func(s *viewmodel.LockSettingsState) { s.Kind = "" }), page: settings},
		{name: "locksettings-passphrase", state: settingsOfLock(func(s *viewmodel.LockSettingsState) {
			s.Kind, s.PIN, s.Hide, s.After = viewmodel.AskPassphrase, false, true, viewmodel.LockNever
		}), page: settings},
		{name: "locksettings-busy", state: settingsOfLock(func(s *viewmodel.LockSettingsState) { s.Busy, s.Choice = true, false }), page: settings},
		{name: "locksettings-problem", state: settingsOfLock(func(s *viewmodel.LockSettingsState) { s.Problem = problemOf(core.StorageFull, "") }), page: settings},
		{name: "settings-lock", state: viewmodel.SettingsState{Keyring: true, ClockKnown: true, AppLock: true, LockKind: viewmodel.AskPIN}, page: settingsPage},
		{name: "settings-lock-off", state: viewmodel.SettingsState{Keyring: true, ClockKnown: true, AppLock: true}, page: settingsPage},
	}
}
