package vault

import (
	"context"
	"errors"

	"kauth/core"
	"kauth/core/seal"
)

// UnlockFinger asks the person for a finger or a face, and opens the vault by what the
// hardware then gives. It counts nothing: neither as a wrong PIN nor as a right one. After
// ten wrong PINs it opens nothing either, as the recovery passphrase alone does then.
//
// It fails with core.NotFound (there is no such slot), core.Locked (ten wrong PINs),
// core.UnlockGone (another finger came to the phone: the slot is dead, and the PIN opens
// the vault), with what hw and the keyring fail with, and with core.VaultDamaged.
func (v *Vault) UnlockFinger(ctx context.Context, k Keyring, hw Hardware) error {
	const op = "vault.UnlockFinger"
	if err := v.mayFinger(ctx, op, k); err != nil {
		return err
	}
	name := v.Name()
	by, err := hw.Open(ctx, name+itemFinger) // a person is asked: a PIN may be tried meanwhile
	defer clear(by)
	if err != nil {
		return v.noFinger(op, err)
	}
	v.turn.Lock()
	defer v.turn.Unlock()
	h, err := v.fingered(ctx, op, k) // once more: the tenth wrong one may have been typed
	if err != nil {
		return err
	}
	data, err := h.openSlot(slotFinger, func(s seal.Slot) ([]byte, error) { return s.OpenKey(h.Name, by) })
	if err != nil || data == nil { // an older slot's, or another file's
		return v.noFinger(op, core.E(op, core.UnlockGone, errors.New("the hardware holds another key")))
	}
	if err := v.install(data); err != nil {
		return storage(op, err)
	}
	v.compare(ctx, op, k)
	return nil
}

// mayFinger finds out how the count of wrong PINs stands before anybody is asked.
func (v *Vault) mayFinger(ctx context.Context, op string, k Keyring) error {
	v.turn.Lock()
	defer v.turn.Unlock()
	_, err := v.fingered(ctx, op, k)
	return err
}

// fingered gives the header of a vault that a finger may open now.
func (v *Vault) fingered(ctx context.Context, op string, k Keyring) (header, error) {
	h, err := v.glance(op)
	switch {
	case err != nil:
		return h, err
	case !h.has(slotFinger) || !h.has(slotPIN):
		return h, core.E(op, core.NotFound, errors.New("no finger opens this vault"))
	}
	d, err := v.device(ctx, op, k, h)
	if err != nil {
		return h, err
	}
	defer d.wipe()
	t, err := v.readTries(d, h.Name)
	if err == nil && (t.spent() || t.behind) {
		return h, core.E(op, core.Locked, errors.New("too many wrong PINs"))
	}
	return h, storage(op, err)
}

// noFinger remembers a slot that is dead.
func (v *Vault) noFinger(op string, err error) error {
	if core.KindOf(err) == core.UnlockGone {
		v.mu.Lock()
		v.fingerGone = true
		v.mu.Unlock()
	}
	return core.E(op, core.KindOf(err), err)
}

// bury takes a dead slot out of the file, once it can be written. Where that fails the
// next unlock by the PIN does it: the slot opens nothing.
func (v *Vault) bury() {
	v.mu.Lock()
	dead := v.fingerGone && v.keys != nil
	v.mu.Unlock()
	if dead {
		_ = v.putFinger("vault.Unlock", nil)
	}
}
