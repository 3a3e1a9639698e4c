package wire

import (
	"context"
	"sync"
	"sync/atomic"
	"time"

	"kauth/core"
	"kauth/core/vault"
)

// Lock shuts a phone's vault and opens it again while the app runs.
type Lock struct {
	p       *Phone
	k       vault.Keyring
	keyring atomic.Bool // it answered
	typed   atomic.Bool // a person opened the vault, and it is open
	finger  atomic.Bool // by a finger or a face
	tidied  sync.Once
	turn    sync.Mutex // of shutting, and of going on with what was opened
}

// Facts is how the lock stands; it never blocks for long.
func (l *Lock) Facts() vault.LockFacts { return l.p.Vault.Facts() }

// Keyring says that a PIN can be had.
func (l *Lock) Keyring() bool { return l.keyring.Load() }

// begin finds out what the keyring says, and opens the reception. Without a keyring
// nothing is heard before the passphrase is typed.
func (l *Lock) begin(ctx context.Context) {
	var answers bool
	if l.Facts().Kind == "pin" {
		kind := core.KindOf(l.p.Vault.Look(ctx, l.k)) // what else it fails with, Facts has or a try tells
		answers = kind != core.KeyringSilent && kind != core.Cancelled
	} else {
		answers = l.p.Vault.Answers(ctx, l.k)
	}
	l.keyring.Store(answers)
	if answers {
		_ = l.p.store.away.openEarly(ctx) // else at the unlock
	}
}

// SetPIN shuts the vault behind a PIN, and gives the recovery passphrase.
func (l *Lock) SetPIN(ctx context.Context, pin []byte) (recovery string, err error) {
	recovery, err = l.p.Vault.SetPIN(ctx, l.k, pin)
	if err == nil {
		l.keyring.Store(true)
		l.noFinger(ctx)
		l.typed.Store(l.p.store.open(ctx)) // it may have been locked meanwhile
	}
	return recovery, err
}

// SetPassphrase shuts the vault behind a passphrase.
func (l *Lock) SetPassphrase(ctx context.Context, passphrase []byte) error {
	err := l.p.Vault.SetPassphrase(ctx, l.k, passphrase)
	if err == nil {
		l.noFinger(ctx)
		l.typed.Store(l.p.store.open(ctx))
	}
	return err
}

// Clear has the keyring alone open the vault.
func (l *Lock) Clear(ctx context.Context) error {
	err := l.p.Vault.ClearLock(ctx, l.k)
	if err == nil {
		l.noFinger(ctx)
		l.typed.Store(false)
		l.p.store.open(ctx)
	}
	return err
}

// Shut forgets the keys. Without a lock it does nothing: nobody could open it again.
func (l *Lock) Shut() {
	l.turn.Lock()
	defer l.turn.Unlock()
	if f := l.Facts(); f.Kind == "" || f.Shut {
		return
	}
	_ = l.p.SaveClock() // a correction is learned again
	l.typed.Store(false)
	l.p.store.close()
	l.p.Inbox.Shut()
	for _, after := range scrubAfter {
		time.AfterFunc(after, func() {
			if l.Facts().Shut {
				vault.Scrub()
			}
		})
	}
}

// scrubAfter leaves whoever showed accounts the time to let go of them; on a machine
// that is busy it takes longer.
var scrubAfter = []time.Duration{time.Second, 10 * time.Second}

// Unlock takes the PIN, the passphrase or the recovery passphrase.
func (l *Lock) Unlock(ctx context.Context, secret []byte) error {
	if err := l.p.Vault.Unlock(ctx, l.k, secret); err != nil {
		return err
	}
	l.finger.Store(false)
	if !l.goOn(ctx) {
		return core.Errorf("wire.Unlock", core.Locked, "it was locked meanwhile")
	}
	if f := l.Facts(); f.Kind == "pin" && !f.Gone {
		l.keyring.Store(true) // it has answered by now
	}
	if l.keyring.Load() {
		l.tidied.Do(func() { l.p.Vault.Tidy(ctx, l.k) })
	}
	return nil
}

// goOn has the phone go on with the vault that was opened: not where it was shut again.
func (l *Lock) goOn(ctx context.Context) bool {
	l.turn.Lock()
	defer l.turn.Unlock()
	if !l.p.store.open(ctx) {
		return false
	}
	l.typed.Store(true)
	l.p.loadClock()
	l.p.Trash.age()
	l.p.Backups.changed()
	l.p.Inbox.Recall()
	l.p.Inbox.Reload()
	l.p.wakeupsChanged()
	return true
}

// verified says to servers how the person unlocked the phone.
func (l *Lock) verified() string {
	switch {
	case !l.typed.Load():
		return "none"
	case l.finger.Load():
		return "bio"
	}
	return "pin"
}
