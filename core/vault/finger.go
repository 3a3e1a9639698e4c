package vault

import (
	"context"
	"errors"
	"slices"

	"kauth/core"
	"kauth/core/seal"
)

// Hardware keeps the key of a biometric slot, and gives it only to a person whom it knows:
// platform/unlock. Seal and Open take as long as the person does.
//
// Open fails with core.UnlockGone where the key is lost for good; all other errors leave
// it as it was.
type Hardware interface {
	Seal(ctx context.Context, name string, secret []byte) error
	Open(ctx context.Context, name string) ([]byte, error)
	Forget(ctx context.Context, name string) error
}

// itemFinger is what the hardware keeps the slot's key under, beside the vault's name.
const itemFinger = ".finger"

// AddFinger has the person's finger or face open the vault as well, beside the PIN, by a
// new key that only hw has. It fails with core.Locked, core.Unsupported (no PIN opens this
// vault: there would be no way back), what hw fails with, core.StorageFull or
// core.StorageDenied. Where it fails, another such slot of before may be gone.
func (v *Vault) AddFinger(ctx context.Context, hw Hardware) error {
	const op = "vault.AddFinger"
	h, err := v.unlocked(op)
	switch {
	case err != nil:
		return err
	case !h.has(slotPIN):
		return core.E(op, core.Unsupported, errors.New("no PIN opens this vault"))
	}
	by := seal.NewKey()
	defer clear(by)
	if err := hw.Seal(ctx, h.Name+itemFinger, by); err != nil { // a person is asked: nobody else waits meanwhile
		return core.E(op, core.KindOf(err), err)
	}
	return v.setFinger(op, func(data []byte) (seal.Slot, error) { return seal.WrapKey(data, h.Name, slotFinger, by) })
}

// DropFinger has the finger open nothing any more: the hardware's key goes first, so that
// no copy of the file of before opens by it either. Where it fails nothing has changed.
func (v *Vault) DropFinger(ctx context.Context, hw Hardware) error {
	const op = "vault.DropFinger"
	h, err := v.unlocked(op)
	if err != nil {
		return err
	}
	if err := hw.Forget(ctx, h.Name+itemFinger); err != nil {
		return core.E(op, core.KindOf(err), err)
	}
	return v.setFinger(op, nil)
}

// ForgetFinger has the hardware forget the key of a slot that is in the file no more.
func (v *Vault) ForgetFinger(ctx context.Context, hw Hardware) error {
	const op = "vault.ForgetFinger"
	h, err := v.glance(op)
	if err != nil || h.Name == "" || h.has(slotFinger) {
		return err
	}
	return hw.Forget(ctx, h.Name+itemFinger)
}

// setFinger changes the slot in the header, and touches no record; nil takes it away.
func (v *Vault) setFinger(op string, wrap func(data []byte) (seal.Slot, error)) error {
	v.turn.Lock()
	defer v.turn.Unlock()
	return v.putFinger(op, wrap)
}

func (v *Vault) putFinger(op string, wrap func(data []byte) (seal.Slot, error)) error {
	v.mu.Lock()
	defer v.mu.Unlock()
	if err := v.ready(op); err != nil {
		return err // it was shut while the person was asked
	}
	h := v.head
	if wrap == nil && !h.has(slotFinger) {
		return nil
	}
	if wrap != nil && !h.has(slotPIN) {
		return core.E(op, core.Unsupported, errors.New("the lock was changed meanwhile"))
	}
	h.Slots = slices.DeleteFunc(slices.Clone(h.Slots), func(s seal.Slot) bool { return s.Kind == slotFinger })
	if wrap != nil {
		s, err := wrap(v.keys.data)
		if err != nil {
			return core.E(op, core.Internal, err)
		}
		h.Slots = append(h.Slots, s)
	}
	if err := v.writeHeader(h); err != nil {
		return storage(op, err)
	}
	v.fingerGone = false
	return nil
}
