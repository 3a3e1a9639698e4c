package viewmodel

import (
	"context"
	"slices"

	"kauth/core"
)

// LockSettings has the app lock: which, when, and what it covers.
type LockSettings struct {
	app     *App
	busy    bool
	asking  bool      // for a finger or a face
	stop    func()    // takes that question away; nil: it was never asked
	ready   core.Kind // why it cannot be had, once looked is true
	looked  bool
	problem *Problem
}

// LockSettingsState shows it.
type LockSettingsState struct {
	Kind    string // "", AskPIN, AskPassphrase
	PIN     bool   // a PIN can be had: there is a keyring
	After   string // of LockTimes
	Yes     bool   // it asks before each YES
	Hide    bool   // content is hidden in the background
	Choice  bool   // that can be chosen: a desktop
	Finger  FingerChoice
	Busy    bool // the lock is being taken off
	Problem *Problem
}

// Screen names it.
func (LockSettingsState) Screen() string { return "locksettings" }

func (l *LockSettings) state() State {
	f, s := l.app.facts(), l.app.p.Settings
	return LockSettingsState{
		Kind: f.Kind, PIN: f.Keyring, After: l.app.lockChoice(), Yes: s.String(keyLockYes) == "always",
		Hide: s.String(keyLockHide) == "on", Choice: l.app.p.AlwaysAwake, Finger: l.fingerChoice(f), Busy: l.busy, Problem: l.problem,
	}
}

// UsePIN goes to choosing a PIN, in the place of none or of the passphrase, or to another PIN.
func (l *LockSettings) UsePIN() {
	l.do(func() {
		if l.app.facts().Keyring {
			l.ask(DoorChange, func() { l.app.push(&NewPIN{app: l.app}) })
		}
	})
}

// UsePassphrase goes to choosing a passphrase.
func (l *LockSettings) UsePassphrase() {
	l.do(func() {
		l.ask(DoorChange, func() { l.app.push(&Choose{app: l.app}) })
	})
}

// Off takes the lock off, once the PIN or the passphrase was given.
func (l *LockSettings) Off() {
	l.do(func() {
		if f := l.app.facts(); f.Kind != "" && f.Keyring {
			l.ask(DoorOff, l.clear)
		}
	})
}

func (l *LockSettings) do(f func()) {
	l.app.do(func() {
		if !l.busy && !l.asking && l.app.top() == page(l) {
			f()
		}
	})
}

// ask lets who holds an unlocked phone change nothing without the PIN.
func (l *LockSettings) ask(why DoorPurpose, then func()) {
	l.problem = nil
	if l.app.facts().Kind == "" {
		then()
		return
	}
	l.app.push(&Door{app: l.app, purpose: why, then: then})
}

func (l *LockSettings) clear() {
	l.busy = true
	lock := l.app.phone.Lock
	work(l.app, func(ctx context.Context) (struct{}, error) { return struct{}{}, lock.Clear(ctx) }, func(_ struct{}, err error) {
		l.busy, l.problem = false, problem(err)
		l.app.watch()
	})
}

func (l *LockSettings) back() {
	if !l.busy && !l.asking {
		l.app.pop(l)
	}
}

// After chooses how long nobody uses the app before it locks. Longer needs the PIN.
func (l *LockSettings) After(choice string) {
	l.do(func() {
		place := func(c string) int { return slices.Index(LockTimes, c) }
		l.keep(keyLockAfter, choice, place(choice) > place(l.app.lockChoice()))
	})
}

// AskYes chooses to be asked before each YES. Not to be needs the PIN: else whoever
// holds an unlocked phone would turn it off, and say YES.
func (l *LockSettings) AskYes(on bool) {
	l.do(func() { l.keep(keyLockYes, map[bool]string{true: "always"}[on], !on) })
}

// HideContent chooses to show nothing while the window is not in front.
func (l *LockSettings) HideContent(on bool) {
	l.do(func() { l.keep(keyLockHide, map[bool]string{true: "on"}[on], false) })
}

func (l *LockSettings) keep(key, value string, weaker bool) {
	keep := func() {
		l.app.p.Settings.SetString(key, value)
		l.app.watch()
	}
	if weaker {
		l.ask(DoorChange, keep)
		return
	}
	keep()
}

// LockNow locks at once.
func (l *LockSettings) LockNow() { l.app.Lock() }
