package wire

import (
	"context"
	"sync/atomic"
	"time"

	"kauth/core/vault"
)

// Lock shuts a phone's vault and opens it again while the app runs.
type Lock struct {
	p       *Phone
	k       vault.Keyring
	keyring atomic.Bool // it answered
	typed   atomic.Bool // a person opened the vault, and it is open
}

// Facts is how the lock stands; it never blocks for long.
func (l *Lock) Facts() vault.LockFacts { return l.p.Vault.Facts() }

// Keyring says that a PIN can be had.
func (l *Lock) Keyring() bool { return l.keyring.Load() }

// begin finds out what the keyring says, and opens the reception. Without a keyring
// nothing is heard before the passphrase is typed.
func (l *Lock) begin(ctx context.Context) {
	l.keyring.Store(l.p.Vault.Answers(ctx, l.k))
	if !l.keyring.Load() {
		return
	}
	// What these fail with is in Facts, or told by the try that needs it.
	_ = l.p.Vault.Look(ctx, l.k)
	_ = l.p.store.away.openEarly(ctx)
}

// SetPIN shuts the vault behind a PIN, and gives the recovery passphrase.
func (l *Lock) SetPIN(ctx context.Context, pin []byte) (recovery string, err error) {
	recovery, err = l.p.Vault.SetPIN(ctx, l.k, pin)
	if err == nil {
		l.typed.Store(true)
		l.keyring.Store(true)
		l.p.store.open(ctx)
	}
	return recovery, err
}

// SetPassphrase shuts the vault behind a passphrase.
func (l *Lock) SetPassphrase(ctx context.Context, passphrase []byte) error {
	err := l.p.Vault.SetPassphrase(ctx, l.k, passphrase)
	if err == nil {
		l.typed.Store(true)
		l.p.store.open(ctx)
	}
	return err
}

// Clear has the keyring alone open the vault.
func (l *Lock) Clear(ctx context.Context) error {
	err := l.p.Vault.ClearLock(ctx, l.k)
	if err == nil {
		l.typed.Store(false)
		l.p.store.open(ctx)
	}
	return err
}

// Shut forgets the keys. Without a lock it does nothing: nobody could open it again.
func (l *Lock) Shut() {
	if f := l.Facts(); f.Kind == "" || f.Shut {
		return
	}
	_ = l.p.SaveClock() // a correction is learned again
	l.typed.Store(false)
	l.p.store.close()
	l.p.Inbox.Shut()
	time.AfterFunc(scrubAfter, func() {
		if l.Facts().Shut {
			vault.Scrub()
		}
	})
}

// scrubAfter leaves whoever showed accounts the time to let go of them.
const scrubAfter = time.Second

// Unlock takes the PIN, the passphrase or the recovery passphrase.
func (l *Lock) Unlock(ctx context.Context, secret []byte) error {
	if err := l.p.Vault.Unlock(ctx, l.k, secret); err != nil {
		return err
	}
	l.p.store.open(ctx)
	l.typed.Store(true)
	if f := l.Facts(); f.Kind == "pin" && !f.Gone {
		l.keyring.Store(true) // it has answered by now
	}
	l.p.loadClock()
	l.p.Inbox.Recall()
	l.p.Inbox.Reload()
	return nil
}

// verified says to servers how the person unlocked the phone.
func (l *Lock) verified() string {
	if l.typed.Load() {
		return "pin"
	}
	return "none"
}
