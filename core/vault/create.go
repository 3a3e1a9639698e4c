package vault

import (
	"bytes"
	"context"
	"errors"
	"path/filepath"

	"kauth/core"
	"kauth/core/seal"
)

// createKeyring makes a vault whose key is in the keyring.
func (v *Vault) createKeyring(ctx context.Context, op string, k Keyring) error {
	name, by := newName(), seal.NewKey()
	defer clear(by)
	if err := keep(ctx, op, k, name, by); err != nil {
		return err
	}
	err := v.create(name, func(data []byte) (seal.Slot, error) { return seal.WrapKey(data, name, slotKeyring, by) })
	if err != nil && !v.dir.hasFile() { // it may have come to its name, and then the next start needs the key
		k.Delete(ctx, name) // the key of no vault; where this fails too, one unused item stays
	}
	if err != nil {
		return storage(op, err)
	}
	v.compare(ctx, op, k)
	return nil
}

// keep puts a key into the keyring and reads it back before anything is sealed
// with it: a keyring that forgets what it took would cost every account at the
// next start.
func keep(ctx context.Context, op string, k Keyring, name string, by []byte) error {
	_, err := ask(ctx, op, func(ctx context.Context) (none struct{}, err error) { return none, k.Set(ctx, name, by) })
	if err != nil {
		return err
	}
	back, err := ask(ctx, op, func(ctx context.Context) ([]byte, error) { return k.Get(ctx, name) })
	defer clear(back)
	switch {
	case core.KindOf(err) == core.Cancelled:
		return err
	case err != nil || !bytes.Equal(back, by):
		return core.E(op, core.Unsupported, errors.New("the keyring does not keep what it took"))
	}
	return nil
}

// createPassphrase makes a vault that a passphrase opens.
func (v *Vault) createPassphrase(op string, pass []byte) error {
	if len(pass) == 0 {
		return core.E(op, core.Malformed, errors.New("an empty passphrase"))
	}
	name := newName()
	return storage(op, v.create(name, func(data []byte) (seal.Slot, error) {
		return seal.WrapPass(data, name, slotPassphrase, pass, v.cost())
	}))
}

// create makes an empty vault with one slot.
func (v *Vault) create(name string, slot func(data []byte) (seal.Slot, error)) error {
	data := seal.NewKey()
	s, err := slot(data)
	if err != nil {
		return err
	}
	h := header{Format: formatName, Version: schema, Name: name, Slots: []seal.Slot{s}}
	c := contents{header: h.encode()}
	k := newKeys(data)
	c.manifest, err = newManifest(h).seal(k, name)
	k.wipe()
	if err != nil {
		return err
	}
	v.mu.Lock()
	defer v.mu.Unlock()
	if err := c.write(v.dir.next()); err != nil {
		return err
	}
	if err := v.replace(); err != nil {
		return err
	}
	v.head = h
	v.lock.mark()
	_ = folder(filepath.Dir(string(v.dir))).sync() // the folder may be new too; its parent may not be ours to open
	return v.open(data)
}
