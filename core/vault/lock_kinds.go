package vault

import (
	"slices"
	"time"

	"kauth/core/seal"
)

// The kinds of slots.
const (
	slotKeyring    = "keyring"
	slotPassphrase = "passphrase"
	slotPIN        = "pin"
	slotRecovery   = "recovery"
	slotFinger     = "biometric"
)

// The lengths of a PIN.
const (
	MinPIN = 6
	MaxPIN = 12
)

// LockFacts is how the lock stands.
type LockFacts struct {
	Kind   string // "" is none, "pin", "passphrase"
	Shut   bool
	Digits int       // of the PIN; 0 where it is not known yet
	Wrong  int       // wrong tries since the last right one
	Next   time.Time // no try before; zero: at once
	// Spent says that no PIN opens it any more, only the recovery passphrase: ten were
	// wrong, or the keyring was reset.
	Spent bool
	Gone  bool // that it was the keyring
	// Finger says that a finger or a face opens it beside the PIN.
	Finger bool
}

// Facts never blocks for long: it looks at what the last try, or Look, found out.
func (v *Vault) Facts() LockFacts {
	v.mu.Lock()
	defer v.mu.Unlock()
	f := LockFacts{Kind: v.head.lockKind()}
	f.Shut = f.Kind != "" && v.keys == nil
	if f.Kind == slotPIN {
		f.Gone = v.pinGone
		f.Spent = v.tries.spent() || f.Gone
		f.Digits, f.Wrong = v.tries.Digits, v.tries.Wrong
		f.Finger = v.head.has(slotFinger) && !v.fingerGone
		if !f.Spent {
			f.Next = v.tries.next(v.now())
		}
	}
	return f
}

// lockKind is "" where the keyring alone opens the vault.
func (h header) lockKind() string {
	switch {
	case h.has(slotPIN):
		return slotPIN
	case h.has(slotPassphrase) && !h.has(slotKeyring):
		return slotPassphrase
	}
	return ""
}

func (h header) has(kind string) bool {
	return slices.ContainsFunc(h.Slots, func(s seal.Slot) bool { return s.Kind == kind })
}

// isPIN tells a PIN from a passphrase.
func isPIN(secret []byte) bool {
	for _, c := range secret {
		if c < '0' || c > '9' {
			return false
		}
	}
	return len(secret) >= MinPIN && len(secret) <= MaxPIN
}
