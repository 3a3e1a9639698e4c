package viewmodel

import (
	"context"
	"io"
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

func (a *App) facts() LockFacts {
	if a.phone == nil || a.phone.Lock == nil {
		return LockFacts{}
	}
	return a.phone.Lock.Facts()
}

// watch begins to count the time until the lock.
func (a *App) watch() {
	a.vigil.begin(a.idleLimit())
	a.rouse()
}

// rouse looks again when the time may be over: there may be no tick by then.
func (a *App) rouse() {
	if a.alarm != nil {
		a.alarm.Stop()
	}
	if left, limited := a.due(); limited {
		a.alarm = time.AfterFunc(max(left, time.Second), func() {
			a.send(func() {
				if !a.lockIfDue() && !a.isLocked() {
					a.rouse()
				}
			})
		})
	}
}

func (a *App) due() (left time.Duration, limited bool) {
	left, limited = a.vigil.left()
	if limited && a.errand() {
		left += max(errandTime-a.idleLimit(), 0)
	}
	return left, limited
}

// errand tells that the page on top has sent its person away, or that a lock is being set.
func (a *App) errand() bool {
	e, ok := a.top().(interface{ errand() bool })
	return ok && e.errand()
}

// lockIfDue locks where nobody has used the app for the chosen time.
func (a *App) lockIfDue() bool {
	left, limited := a.due()
	if !limited || left > 0 || a.isLocked() {
		return false
	}
	a.lock()
	return true
}

// lock shuts the vault and forgets all that came from it.
func (a *App) lock() {
	f := a.facts()
	if f.Kind == "" || f.Shut {
		return
	}
	a.phone.Lock.Shut()
	a.shutOut()
}

// shutOut shows the lock, over nothing.
func (a *App) shutOut() {
	a.forget()
	a.phone.Inbox.Reload()
	a.push(&Door{app: a})
	a.openWaiting()
}

// forget drops what the vault's content left here: pages, accounts, a copied code. What
// was begun before ends without a word (see work).
func (a *App) forget() {
	a.shift.Add(1)
	a.clearClipboard()
	a.cover()
	for _, s := range a.stack {
		if p, ok := s.page.(interface{ forget() }); ok {
			p.forget()
		}
	}
	a.stack, a.accounts, a.toast, a.shown = nil, nil, "", View{}
	a.vigil.begin(0)
}

// Lock locks at once: the person's own wish.
func (a *App) Lock() {
	a.send(func() {
		if d, ok := a.top().(interface{ setting() bool }); ok && d.setting() {
			return // a lock that is being set has something to show once
		}
		a.lock()
	})
}

// lockUnseen locks where the person has chosen so, and is not on an errand.
func (a *App) lockUnseen(chosen bool) {
	if chosen && a.phone != nil && !a.phone.Unattended && !a.errand() {
		a.lock()
	}
}

// Unseen is called when nobody can see the window: it is minimized or put away, or the
// session is locked. Only who chose never to lock stays unlocked.
func (a *App) Unseen() {
	a.send(func() {
		a.unseen.Store(true)
		a.lockUnseen(a.lockChoice() != LockNever)
	})
}

// Seen is called when the window can be seen again; coming to the front says it too.
func (a *App) Seen() { a.send(func() { a.unseen.Store(false) }) }

// Used is called when the person moves, types or scrolls; it is cheap. What is tapped
// tells by itself.
func (a *App) Used() {
	if a.unseen.Load() {
		a.Seen() // whoever uses it sees it
	}
	if !a.vigil.touch() {
		a.send(func() { a.lockIfDue() })
	}
}

// hidden tells that the window must show nothing: on a phone whenever it is not in
// front, on a desktop by choice.
func (a *App) hidden() bool {
	return a.unseen.Load() || a.b.away && (!a.p.AlwaysAwake || a.p.Settings.String(keyLockHide) == "on")
}

// unlock tries a PIN or a passphrase, and wipes it. Where the app was locked meanwhile
// the vault is shut again.
func (a *App) unlock(secret []byte, after func(error)) {
	shift := a.shift.Load()
	lock, ctx := a.phone.Lock, a.ctx
	go func() {
		err := lock.Unlock(ctx, secret)
		clear(secret)
		a.send(func() {
			if a.shift.Load() != shift {
				lock.Shut()
				return
			}
			if err == nil {
				a.given = newVigil(a.p.Now)
			}
			after(err)
		})
	}()
}

// openWith opens a vault that has no keyring, and goes on with what is in it.
func (a *App) openWith(secret []byte, after func(error)) {
	open := func(ctx context.Context) (*Phone, error) {
		defer clear(secret)
		return a.p.Opener.OpenWith(ctx, secret)
	}
	work(a, open, func(p *Phone, err error) {
		after(err)
		if err == nil {
			a.opened(p)
		}
	})
}

// barred tells that p must not be shown now: over the lock there is nothing but its own pages.
func (a *App) barred(p page) bool {
	if !a.isLocked() {
		return false
	}
	switch p.(type) {
	case *Door, *Forgot, *Trouble:
		return false
	}
	return true
}

// keeps tells whether p may still write to w: a place that was chosen on a page that has
// gone, under the lock for one, gets nothing.
func (a *App) keeps(p page, w io.Closer) bool {
	if a.on(p) {
		return true
	}
	_ = w.Close() // nothing was written
	return false
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
