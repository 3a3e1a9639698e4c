package viewmodel

import (
	"time"

	"kauth/core"
)

// The choices of the app lock, and the keys that keep them.
const (
	keyLockAfter = "lock.after"
	keyLockYes   = "lock.yes"
	keyLockHide  = "lock.hide"

	LockAtOnce  = "0"
	LockUsually = "1" // where nothing was chosen
	LockNever   = "never"
)

// LockTimes are the times to choose from, in minutes: how long nobody uses the app
// before it locks.
var LockTimes = []string{LockAtOnce, LockUsually, "5", "15", LockNever}

var lockAfter = map[string]time.Duration{LockUsually: time.Minute, "5": 5 * time.Minute, "15": 15 * time.Minute}

// errandTime is what the app waits at least while a page has sent its person away: to
// the browser, or for paper and a pen. Without it a lock at once would end every errand.
const errandTime = 5 * time.Minute

func (a *App) lockChoice() string {
	if c := a.p.Settings.String(keyLockAfter); c == LockAtOnce || c == LockNever || lockAfter[c] > 0 {
		return c
	}
	return LockUsually
}

// idleLimit is how long the app stays open while nobody uses it; 0 is for ever. Who
// chose "at once" means leaving the app: in front of it there is a minute.
func (a *App) idleLimit() time.Duration {
	switch c := a.lockChoice(); {
	case a.facts().Kind == "" || c == LockNever || a.phone.Unattended:
		return 0
	case c == LockAtOnce:
		return time.Minute
	default:
		return lockAfter[c]
	}
}

// asksBeforeYes: the person chose to be asked for the PIN at each YES, or the account's
// organization wants to know who holds the phone, and the PIN was given a while ago.
func (a *App) asksBeforeYes(acc core.Account) bool {
	if a.facts().Kind == "" {
		return false
	}
	policy := acc.Device != nil && acc.Device.Policy.VerifyRequired
	return a.p.Settings.String(keyLockYes) == "always" || policy && a.given.idle() > freshTime
}

// freshTime is how long a PIN that was given speaks for who holds the phone.
const freshTime = time.Minute
