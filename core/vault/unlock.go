package vault

import (
	"context"
	"errors"

	"kauth/core"
	"kauth/core/seal"
)

// Keyring keeps keys of 32 bytes, and a count of 59, under names that begin with the
// vault's, in the operating system. Every call ends when ctx does.
type Keyring interface {
	// Get fails with core.KeyGone where the keyring answers and has none, and with
	// core.Unsupported where none answers.
	Get(ctx context.Context, name string) ([]byte, error)
	Set(ctx context.Context, name string, key []byte) error
	Delete(ctx context.Context, name string) error
}

// UnlockKeyring opens the vault with the key in the keyring, or makes the vault
// and the key where State is Empty. It fails with core.Unsupported (no keyring, or
// no answer in keyringLimit), core.KeyGone (a keyring without this vault's key: another
// machine's vault), core.Locked (only a passphrase opens it), core.VaultDamaged,
// and on creation with core.StorageFull or core.StorageDenied.
func (v *Vault) UnlockKeyring(ctx context.Context, k Keyring) error {
	const op = "vault.UnlockKeyring"
	v.turn.Lock()
	defer v.turn.Unlock()
	h, err := v.glance(op)
	if err != nil {
		return err
	}
	if h.Name == "" {
		return v.createKeyring(ctx, op, k)
	}
	if !h.has(slotKeyring) {
		return core.E(op, core.Locked, errors.New("only a passphrase opens this vault"))
	}
	by, err := ask(ctx, op, func(ctx context.Context) ([]byte, error) { return k.Get(ctx, h.Name) })
	if err != nil {
		return err
	}
	defer clear(by)
	data, err := h.openSlot(slotKeyring, func(s seal.Slot) ([]byte, error) { return s.OpenKey(h.Name, by) })
	if err != nil {
		return core.E(op, core.KeyGone, errors.New("the keyring holds another key under this vault's name"))
	}
	if err := v.install(data); err != nil {
		return storage(op, err)
	}
	v.compare(ctx, op, k)
	return nil
}

// UnlockPassphrase opens the vault with a passphrase, or makes the vault where
// State is Empty. It fails with core.WrongPass, core.Locked (no passphrase opens
// this vault), core.Malformed (an empty passphrase for a new vault),
// core.VaultDamaged, and on creation with core.StorageFull or core.StorageDenied.
func (v *Vault) UnlockPassphrase(pass []byte) error {
	const op = "vault.UnlockPassphrase"
	v.turn.Lock()
	defer v.turn.Unlock()
	h, err := v.glance(op)
	if err != nil {
		return err
	}
	if h.Name == "" {
		return v.createPassphrase(op, pass)
	}
	if !h.has(slotPassphrase) {
		return core.E(op, core.Locked, errors.New("no passphrase opens this vault"))
	}
	data, err := h.openSlot(slotPassphrase, func(s seal.Slot) ([]byte, error) { return s.OpenPass(h.Name, pass) })
	if errors.Is(err, seal.ErrShut) {
		return core.E(op, core.WrongPass, nil)
	}
	if err != nil {
		return core.E(op, core.VaultDamaged, err)
	}
	if err := v.install(data); err != nil {
		return storage(op, err)
	}
	v.compareNames(op)
	return nil
}

// glance gives the header that an unlock starts from.
func (v *Vault) glance(op string) (header, error) {
	v.mu.Lock()
	defer v.mu.Unlock()
	if v.closed || v.broken != nil {
		return header{}, v.ready(op)
	}
	return v.head, nil
}

// openSlot tries every slot of that kind and gives the last one's error.
func (h header) openSlot(kind string, open func(seal.Slot) ([]byte, error)) (data []byte, err error) {
	for _, s := range h.Slots {
		if s.Kind != kind {
			continue
		}
		if data, err = open(s); err == nil {
			return data, nil
		}
	}
	return nil, err
}

// ask bounds one call of the keyring. Its KeyGone is kept; a person who stops it
// is core.Cancelled, and all else means that there is no keyring.
func ask[T any](ctx context.Context, op string, call func(context.Context) (T, error)) (T, error) {
	limited, stop := context.WithTimeout(ctx, keyringLimit)
	defer stop()
	out, err := call(limited)
	switch {
	case err == nil:
		return out, nil
	case errors.Is(ctx.Err(), context.Canceled):
		return out, core.E(op, core.Cancelled, err)
	case core.KindOf(err) == core.KeyGone:
		return out, core.E(op, core.KeyGone, err)
	}
	return out, core.E(op, core.Unsupported, err)
}
