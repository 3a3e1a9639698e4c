package viewmodel

import (
	"context"

	"kauth/core"
)

// FingerChoice is what the settings of the lock say about a finger or a face.
type FingerChoice string

// The choices.
const (
	FingerAbsent FingerChoice = "" // it cannot be had: another lock, or no hardware
	FingerOff    FingerChoice = "off"
	FingerOn     FingerChoice = "on"
	FingerNone   FingerChoice = "none" // the phone knows no finger and no face yet
)

// look finds out what the phone's hardware can do.
func (l *LockSettings) look() {
	fingers := l.app.phone.Fingers
	if fingers == nil {
		return
	}
	ready := func(ctx context.Context) (struct{}, error) { return struct{}{}, fingers.FingerReady(ctx) }
	work(l.app, ready, func(_ struct{}, err error) { l.ready, l.looked = core.KindOf(err), true })
}

func (l *LockSettings) fingerChoice(f LockFacts) FingerChoice {
	switch {
	case f.Kind != AskPIN || f.Spent || l.app.phone.Fingers == nil || !l.looked:
		return FingerAbsent
	case f.Finger:
		return FingerOn
	case l.ready == core.Unsupported:
		return FingerAbsent
	case l.ready == core.UnlockNone:
		return FingerNone
	}
	return FingerOff
}

// Finger has a finger or a face open the vault beside the PIN, or the PIN alone. To add
// it takes the PIN: else whoever holds an unlocked phone would stay in it.
func (l *LockSettings) Finger(on bool) {
	l.do(func() {
		switch fingers := l.app.phone.Fingers; {
		case l.fingerChoice(l.app.facts()) == FingerNone:
			l.look() // it may have been added meanwhile
		case fingers != nil && on:
			l.ask(DoorChange, func() { l.fingerWork(fingers.AddFinger) })
		case fingers != nil:
			l.fingerWork(fingers.DropFinger)
		}
	})
}

func (l *LockSettings) fingerWork(change func(context.Context) error) {
	l.asking, l.problem = true, nil
	ctx, stop := context.WithCancel(l.app.ctx)
	l.stop = stop
	do := func(context.Context) (struct{}, error) { defer stop(); return struct{}{}, change(ctx) }
	work(l.app, do, func(_ struct{}, err error) {
		l.asking = false
		if core.KindOf(err) != core.Cancelled {
			l.problem = problem(err)
		}
		l.look()
		l.app.watch()
	})
}

// forget takes the system's prompt away: it would stand over the lock, and in the way of
// the one that opens it.
func (l *LockSettings) forget() {
	if l.stop != nil {
		l.stop()
	}
}

// errand: below Android 9 the system asks on a page of its own.
func (l *LockSettings) errand() bool { return l.asking }
