package main

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"os"
	"path/filepath"
	"sync/atomic"
	"time"

	"kauth/app/viewmodel"
	"kauth/app/wire"
	"kauth/core/wake"
)

// appID names the app to the system: to the toolkit, on the bus, and in the .service file
// that starts it. FyneApp.toml has the same.
const appID = "kauth.app"

// busName is where wake-ups for a vault arrive. The person's own has the name that the
// .service file starts; another one's are heard while the app runs.
func busName(vault string) string {
	if abs, err := filepath.Abs(vault); err == nil {
		vault = abs
	}
	if vault == wire.DefaultDir() {
		return appID
	}
	sum := sha256.Sum256([]byte(vault))
	return appID + ".v" + hex.EncodeToString(sum[:4])
}

// wakes is what wakes the app, and the phone that is woken.
type wakes struct {
	receiver wake.Receiver // nil: nothing
	woken    bool          // this process was started by a message
	phone    atomic.Pointer[wire.Phone]
	opened   atomic.Bool // or there was no opening it
}

// hasVault tells whether there is anything to wake.
func hasVault(dir string) bool {
	_, err := os.Stat(filepath.Join(dir, "vault.db"))
	return err == nil
}

// options are what the vault's phone is to know of it.
func (w *wakes) options(choices viewmodel.Choices) wire.Options {
	if w.receiver == nil {
		return wire.Options{}
	}
	return wire.Options{
		Receiver: w.receiver, Woken: w.woken,
		Choice: func() string { return choices.String(viewmodel.ChoiceWakeups) },
	}
}

// wakeupsOf is nil where nothing wakes the phone. What the accounts on the screen do not
// need waits for them, but in a process that was started for a message.
func wakeupsOf(p *wire.Phone, woken bool, due <-chan struct{}) viewmodel.Wakeups {
	switch {
	case p.Wakeups == nil:
		return nil
	case woken:
		return p.Wakeups
	}
	return lateWakeups{p.Wakeups, due}
}

// busy tells that something is still to be done about a message.
func (w *wakes) busy() bool {
	p := w.phone.Load()
	switch {
	case p == nil:
		return !w.opened.Load()
	case p.Wakeups != nil && p.Wakeups.Busy():
		return true
	}
	return len(p.Inbox.Pending()) > 0
}

const (
	slumberLook = 100 * time.Millisecond
	slumberRest = 2 * time.Second  // that nothing is to be done, before the process ends
	slumberLast = 20 * time.Minute // more than any request waits
)

// slumber waits in a process without a window until somebody wants one, and says so, or
// until nothing waits any more. Then the bus starts the app anew for the next message,
// and what came before that was said is still looked at.
func (w *wakes) slumber(ctx context.Context, wanted <-chan struct{}, release func()) bool {
	tick := time.NewTicker(slumberLook)
	defer tick.Stop()
	begun, last, released := time.Now(), time.Now(), false
	for {
		select {
		case <-wanted:
			return true
		case <-ctx.Done():
			return false
		case now := <-tick.C:
			rests := now.Sub(last) >= slumberRest
			switch {
			case now.Sub(begun) > slumberLast:
				return false
			case w.busy():
				last = now
			case released && now.Sub(last) >= slumberRest+5*slumberLook:
				return false
			case rests && !released:
				release()
				released = true
			}
		}
	}
}

// lateWakeups begins when it is due.
type lateWakeups struct {
	viewmodel.Wakeups
	due <-chan struct{}
}

func (l lateWakeups) Run(ctx context.Context) {
	select {
	case <-l.due:
		l.Wakeups.Run(ctx)
	case <-ctx.Done():
	}
}
