package wire

import (
	"context"

	"kauth/core"
	"kauth/core/vault"
)

// Fingers is the phone's biometric hardware: platform/unlock.
type Fingers interface {
	vault.Hardware
	Ready(ctx context.Context) error
}

// FingerReady says whether a finger or a face can be used on this phone: nil,
// core.Unsupported, core.UnlockNone or core.UnlockBusy.
func (l *Lock) FingerReady(ctx context.Context) error {
	if l.p.fingers == nil {
		return core.E("wire.FingerReady", core.Unsupported, nil)
	}
	return l.p.fingers.Ready(ctx)
}

// AddFinger has the person's finger or face open the vault beside the PIN. The PIN was
// typed before.
func (l *Lock) AddFinger(ctx context.Context) error {
	if err := l.FingerReady(ctx); err != nil {
		return err
	}
	return l.p.Vault.AddFinger(ctx, l.p.fingers)
}

// DropFinger leaves the PIN alone.
func (l *Lock) DropFinger(ctx context.Context) error {
	if l.p.fingers == nil {
		return core.E("wire.DropFinger", core.Unsupported, nil)
	}
	return l.p.Vault.DropFinger(ctx, l.p.fingers)
}

// UnlockFinger asks for a finger or a face, and goes on as Unlock does.
func (l *Lock) UnlockFinger(ctx context.Context) error {
	const op = "wire.UnlockFinger"
	if l.p.fingers == nil {
		return core.E(op, core.Unsupported, nil)
	}
	if err := l.p.Vault.UnlockFinger(ctx, l.k, l.p.fingers); err != nil {
		return err
	}
	l.finger.Store(true)
	if !l.goOn(ctx) {
		return core.Errorf(op, core.Locked, "it was locked meanwhile")
	}
	l.keyring.Store(true) // the count of wrong PINs was read
	l.tidied.Do(func() { l.p.Vault.Tidy(ctx, l.k) })
	return nil
}

// noFinger has the hardware forget a key that opens nothing since the lock was changed.
// Where it does not now, it opens copies of before and nothing that was written since.
func (l *Lock) noFinger(ctx context.Context) {
	if l.p.fingers != nil {
		_ = l.p.Vault.ForgetFinger(ctx, l.p.fingers)
	}
}
