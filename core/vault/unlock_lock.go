package vault

import (
	"context"
	"errors"
	"time"

	"kauth/core"
	"kauth/core/seal"
)

// Look reads how the lock stands before anybody tries it: the digits of the PIN and
// the wrong tries are sealed under what the keyring keeps. core.KeyGone: it keeps
// that no more, so only the recovery passphrase opens the vault. core.KeyringSilent:
// no keyring answers.
func (v *Vault) Look(ctx context.Context, k Keyring) error {
	const op = "vault.Look"
	v.turn.Lock()
	defer v.turn.Unlock()
	h, err := v.glance(op)
	if err != nil || !h.has(slotPIN) {
		return err
	}
	d, err := v.device(ctx, op, k, h)
	if err != nil {
		return err
	}
	defer d.wipe()
	_, err = v.readTries(d, h.Name)
	return storage(op, err)
}

// Tidy takes out of the keyring what a process left there that was killed while it
// changed the lock. It opens nothing that was written since. Only the header of an open
// vault is believed: a file that was put back, or changed, would cost the key of the one
// that belongs here.
func (v *Vault) Tidy(ctx context.Context, k Keyring) {
	v.turn.Lock()
	defer v.turn.Unlock()
	h, err := v.unlocked("vault.Tidy")
	if err != nil || h.lockKind() == "" {
		return
	}
	forget(ctx, k, h.Name)
	if !h.has(slotPIN) {
		forgetDevice(ctx, k, h.Name)
	}
}

// device asks the keyring, and remembers where it has lost what a PIN needs.
func (v *Vault) device(ctx context.Context, op string, k Keyring, h header) (device, error) {
	d, err := deviceOf(ctx, op, k, h.Name)
	gone := core.KindOf(err) == core.KeyGone
	mine := err == nil
	if mine {
		_, mine, err = v.fileTries(d.secret, h.Name)
	}
	if gone || err == nil && !mine {
		next, found, failed := v.nextInUse(ctx, op, k, h.Name)
		if found || failed != nil {
			d.wipe()
			d, err = next, failed
		}
	}
	v.mu.Lock()
	defer v.mu.Unlock()
	v.pinGone = core.KindOf(err) == core.KeyGone
	return d, storage(op, err)
}

// Unlock takes the PIN, the passphrase or the recovery passphrase. It fails with
// core.WrongPass; for a PIN with core.RateLimited (not yet), core.Locked (none any
// more: the recovery passphrase is needed), core.KeyGone (the keyring was reset: the
// same) and core.KeyringSilent; and with core.VaultDamaged.
func (v *Vault) Unlock(ctx context.Context, k Keyring, secret []byte) error {
	const op = "vault.Unlock"
	v.turn.Lock()
	defer v.turn.Unlock()
	h, err := v.glance(op)
	switch {
	case err != nil:
		return err
	case h.Name == "":
		return core.E(op, core.NotFound, errors.New("there is no vault yet"))
	case h.has(slotPIN) && isPIN(secret):
		return v.unlockPIN(ctx, op, k, h, secret)
	case !h.has(slotPIN) && !h.has(slotPassphrase) && !h.has(slotRecovery):
		return core.E(op, core.Locked, errors.New("no passphrase opens this vault"))
	}
	data, err := h.openPass(secret)
	if errors.Is(err, seal.ErrShut) {
		return core.E(op, core.WrongPass, nil)
	}
	if err != nil {
		return core.E(op, core.VaultDamaged, err)
	}
	if err := v.install(data); err != nil {
		return storage(op, err)
	}
	if !h.has(slotRecovery) { // else it may be that which was typed
		v.strengthen(slotPassphrase, func(data []byte, name string, c seal.Cost) (seal.Slot, error) {
			return seal.WrapPass(data, name, slotPassphrase, secret, c)
		})
	}
	v.forgive(ctx, op, k, h)
	v.bury()
	v.compare(ctx, op, k)
	return nil
}

// openPass tries what a person typed on the slots that no device is needed for.
func (h header) openPass(secret []byte) ([]byte, error) {
	data, err := h.openSlot(slotPassphrase, func(s seal.Slot) ([]byte, error) { return s.OpenPass(h.Name, secret) })
	if err == nil && data != nil {
		return data, nil
	}
	if err == nil || errors.Is(err, seal.ErrShut) {
		typed, ok := seal.ReadRecovery(secret)
		if !ok {
			return nil, seal.ErrShut
		}
		defer clear(typed)
		data, err = h.openSlot(slotRecovery, func(s seal.Slot) ([]byte, error) { return s.OpenPass(h.Name, typed) })
	}
	if err == nil && data == nil {
		err = seal.ErrShut
	}
	return data, err
}

// unlockPIN counts the try as a wrong one before it is made: a process that is
// killed when it sees the result has not won a try.
func (v *Vault) unlockPIN(ctx context.Context, op string, k Keyring, h header, pin []byte) error {
	d, before, err := v.takeTry(ctx, op, k, h)
	if err != nil {
		return err
	}
	defer d.wipe()
	data, err := h.openSlot(slotPIN, func(s seal.Slot) ([]byte, error) { return s.OpenBound(h.Name, pin, d.secret) })
	if errors.Is(err, seal.ErrShut) {
		return core.E(op, core.WrongPass, nil)
	}
	if err != nil {
		return core.E(op, core.VaultDamaged, err)
	}
	if err := v.install(data); err != nil {
		return storage(op, err)
	}
	// Where this fails the count stays one too high: the next right PIN sets it back.
	_ = inTurn(ctx, op, h.Name, func() error {
		d.refresh(ctx, op, k, h.Name)
		right := tries{Number: d.tries.Number, Digits: len(pin), Last: before.Last, from: before.from}
		return v.count(ctx, op, k, h, &d, right)
	})
	v.strengthen(slotPIN, func(data []byte, name string, c seal.Cost) (seal.Slot, error) {
		return seal.WrapBound(data, name, slotPIN, pin, d.secret, c)
	})
	v.bury()
	v.compare(ctx, op, k)
	return nil
}

// takeTry counts a try, and gives what it needs, and the count of before.
func (v *Vault) takeTry(ctx context.Context, op string, k Keyring, h header) (d device, before tries, err error) {
	err = inTurn(ctx, op, h.Name, func() error {
		if d, err = v.device(ctx, op, k, h); err != nil {
			return err
		}
		if before, err = v.readTries(d, h.Name); err != nil {
			return storage(op, err)
		}
		if err := before.allow(op, v.now()); err != nil {
			return err
		}
		t := before
		t.Wrong++
		t.from = v.now()
		t.Last = t.from
		return v.count(ctx, op, k, h, &d, t)
	})
	if err != nil {
		d.wipe()
	}
	return d, before, err
}

// allow says why no PIN can be tried now.
func (t tries) allow(op string, now time.Time) error {
	switch {
	case t.behind:
		return core.E(op, core.Locked, errBehind)
	case t.spent():
		return core.E(op, core.Locked, errors.New("too many wrong PINs"))
	}
	if left := t.left(now); left > 0 {
		return core.Errorf(op, core.RateLimited, "the next PIN can be tried in %v", (left + time.Second - 1).Truncate(time.Second))
	}
	return nil
}

// forgive sets the count of wrong PINs back, after the recovery passphrase opened the
// vault. Where the keyring was reset there is none, and the PIN stays dead.
func (v *Vault) forgive(ctx context.Context, op string, k Keyring, h header) {
	if !h.has(slotPIN) {
		return
	}
	_ = inTurn(ctx, op, h.Name, func() error {
		d, err := v.device(ctx, op, k, h)
		if err != nil {
			return err
		}
		defer d.wipe()
		t, err := v.readTries(d, h.Name)
		if err != nil || t.Wrong == 0 && !t.behind {
			return err
		}
		return v.count(ctx, op, k, h, &d, tries{Number: t.Number, Digits: t.Digits})
	})
}
