package vault

import (
	"context"
	"errors"

	"kauth/core"
	"kauth/core/seal"
)

// SetPIN has a PIN open the vault, together with what the keyring keeps for it, and
// else the recovery passphrase that it gives. All is sealed anew under another data
// key: what opened the vault before opens only copies of before. It fails with
// core.Malformed (not 6 to 12 digits), core.Unsupported (no keyring), core.Locked,
// core.StorageFull or core.StorageDenied, and then nothing has changed. Where the disk
// fails so late that the PIN holds, it does not fail: the next call tells of the disk.
func (v *Vault) SetPIN(ctx context.Context, k Keyring, pin []byte) (recovery string, err error) {
	const op = "vault.SetPIN"
	if !isPIN(pin) {
		return "", core.E(op, core.Malformed, errors.New("a PIN has 6 to 12 digits"))
	}
	v.turn.Lock()
	defer v.turn.Unlock()
	h, err := v.unlocked(op)
	if err != nil {
		return "", err
	}
	d, err := nextDevice(ctx, op, k, h.Name, len(pin))
	if err != nil {
		return "", err
	}
	defer d.wipe()
	recovery = seal.NewRecovery()
	plan := relock{
		tries: &d.tries, secret: d.secret,
		slots: func(data []byte) ([]seal.Slot, error) {
			return pinSlots(data, h.Name, pin, recovery, d.secret, v.cost())
		},
	}
	sure, err := v.reseal(op, plan)
	if err != nil {
		return "", err
	}
	if sure {
		// Killed or failing here, the next unlock finds that the change was not ended.
		_ = useDevice(ctx, op, k, h.Name, d)
		forget(ctx, k, h.Name)
	}
	return recovery, nil
}

func pinSlots(data []byte, name string, pin []byte, recovery string, device []byte, c seal.Cost) ([]seal.Slot, error) {
	typed, ok := seal.ReadRecovery([]byte(recovery))
	if !ok {
		return nil, errors.New("a recovery passphrase that cannot be read")
	}
	defer clear(typed)
	short, err := seal.WrapBound(data, name, slotPIN, pin, device, c)
	if err != nil {
		return nil, err
	}
	// Nobody guesses 125 bits: a second slow key would only have the person wait.
	long, err := seal.WrapPass(data, name, slotRecovery, typed, passCost)
	return []seal.Slot{short, long}, err
}

// SetPassphrase has a passphrase open the vault, and nothing else. It fails as SetPIN
// does, and with core.Malformed for an empty one; it needs no keyring.
func (v *Vault) SetPassphrase(ctx context.Context, k Keyring, pass []byte) error {
	const op = "vault.SetPassphrase"
	if len(pass) == 0 {
		return core.E(op, core.Malformed, errors.New("an empty passphrase"))
	}
	v.turn.Lock()
	defer v.turn.Unlock()
	h, err := v.unlocked(op)
	if err != nil {
		return err
	}
	sure, err := v.reseal(op, relock{slots: func(data []byte) ([]seal.Slot, error) {
		s, err := seal.WrapPass(data, h.Name, slotPassphrase, pass, v.cost())
		return []seal.Slot{s}, err
	}})
	if sure {
		v.forgetSlots(ctx, k, h)
	}
	return err
}

// ClearLock has the keyring alone open the vault. It fails as SetPIN does.
func (v *Vault) ClearLock(ctx context.Context, k Keyring) error {
	const op = "vault.ClearLock"
	v.turn.Lock()
	defer v.turn.Unlock()
	h, err := v.unlocked(op)
	if err != nil || h.lockKind() == "" {
		return err
	}
	by := seal.NewKey()
	defer clear(by)
	if err := keep(ctx, op, k, h.Name, by); err != nil {
		return err
	}
	sure, err := v.reseal(op, relock{slots: func(data []byte) ([]seal.Slot, error) {
		s, err := seal.WrapKey(data, h.Name, slotKeyring, by)
		return []seal.Slot{s}, err
	}})
	if sure && h.has(slotPIN) {
		forgetDevice(ctx, k, h.Name)
	}
	return err
}

// LockMark is another one after each change of the lock, and tells nothing about it.
func (v *Vault) LockMark() ([]byte, error) {
	v.mu.Lock()
	defer v.mu.Unlock()
	if err := v.ready("vault.LockMark"); err != nil {
		return nil, err
	}
	return seal.Derive(v.keys.data, markPurpose), nil
}

const markPurpose = "kauth lock mark"

// forgetSlots takes away what the keyring kept for slots that were there.
func (v *Vault) forgetSlots(ctx context.Context, k Keyring, was header) {
	if was.has(slotKeyring) {
		forget(ctx, k, was.Name)
	}
	if was.has(slotPIN) {
		forgetDevice(ctx, k, was.Name)
	}
}

// unlocked gives the header of a vault that is open.
func (v *Vault) unlocked(op string) (header, error) {
	v.mu.Lock()
	defer v.mu.Unlock()
	return v.head, v.ready(op)
}
