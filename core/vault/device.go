package vault

import (
	"context"
	"encoding/binary"
	"errors"

	"kauth/core"
	"kauth/core/seal"
)

// What the keyring keeps for a PIN, beside the name of the vault.
const (
	itemDevice = ".device"      // the secret that a PIN's key needs besides the PIN
	itemNext   = ".device.next" // the one that takes its place with the next PIN
	itemTries  = ".tries"       // how often the count of wrong PINs was changed
)

// device is what the keyring holds for a PIN.
type device struct {
	secret []byte
	number uint64
}

func (d device) wipe() { clear(d.secret) }

// deviceOf asks the keyring: core.KeyGone where it has lost either part, which it
// does when it is reset, core.KeyringSilent where none answers.
func deviceOf(ctx context.Context, op string, k Keyring, name string) (device, error) {
	secret, err := item(ctx, op, k, name+itemDevice)
	if err != nil {
		return device{}, err
	}
	number, err := item(ctx, op, k, name+itemTries)
	if err != nil {
		clear(secret)
		return device{}, err
	}
	if len(secret) != seal.KeySize || len(number) != 8 {
		clear(secret)
		return device{}, core.E(op, core.KeyGone, errors.New("the keyring holds something else under this vault's name"))
	}
	return device{secret, binary.BigEndian.Uint64(number)}, nil
}

func item(ctx context.Context, op string, k Keyring, name string) ([]byte, error) {
	got, err := ask(ctx, op, func(ctx context.Context) ([]byte, error) { return k.Get(ctx, name) })
	if core.KindOf(err) == core.Unsupported {
		return nil, core.E(op, core.KeyringSilent, err)
	}
	return got, err
}

// nextDevice makes the secret for a new PIN and has the keyring hold it beside the one
// of before: whoever copied that cannot guess the new PIN. Until useDevice it opens
// nothing.
func nextDevice(ctx context.Context, op string, k Keyring, name string) (device, error) {
	d, err := deviceOf(ctx, op, k, name)
	d.wipe()
	switch core.KindOf(err) {
	case "":
	case core.KeyGone:
		if err := keep(ctx, op, k, name+itemTries, number(0)); err != nil {
			return device{}, err
		}
	case core.KeyringSilent:
		return device{}, core.E(op, core.Unsupported, err)
	default:
		return device{}, err
	}
	d.secret = seal.NewKey()
	if err := keep(ctx, op, k, name+itemNext, d.secret); err != nil {
		return device{}, err
	}
	return d, nil
}

// useDevice has the next secret take its place. Killed in it, or where the keyring does
// not take it now, nextInUse finds it.
func useDevice(ctx context.Context, op string, k Keyring, name string, secret []byte) {
	if keep(ctx, op, k, name+itemDevice, secret) == nil {
		forget(ctx, k, name+itemNext)
	}
}

// nextInUse gives the next secret where a process was killed after the new PIN was in
// the file: the count of wrong ones is sealed under that.
func (v *Vault) nextInUse(ctx context.Context, op string, k Keyring, name string) (device, bool) {
	secret, err := item(ctx, op, k, name+itemNext)
	if err != nil {
		return device{}, false
	}
	n, err := item(ctx, op, k, name+itemTries)
	if err != nil || len(n) != 8 || len(secret) != seal.KeySize || !v.counts(secret, name) {
		clear(secret)
		return device{}, false
	}
	useDevice(ctx, op, k, name, secret)
	return device{secret, binary.BigEndian.Uint64(n)}, true
}

func number(n uint64) []byte { return binary.BigEndian.AppendUint64(nil, n) }

// setNumber tells the keyring that the count was changed.
func setNumber(ctx context.Context, op string, k Keyring, name string, n uint64) error {
	_, err := ask(ctx, op, func(ctx context.Context) (none struct{}, err error) {
		return none, k.Set(ctx, name+itemTries, number(n))
	})
	if core.KindOf(err) == core.Unsupported {
		return core.E(op, core.KeyringSilent, err)
	}
	return err
}

// forget takes away what the keyring holds for slots that are gone. What stays where
// this fails opens nothing: it wraps keys that no record is sealed with any more.
func forget(ctx context.Context, k Keyring, names ...string) {
	for _, name := range names {
		_, _ = ask(ctx, "vault", func(ctx context.Context) (none struct{}, err error) { return none, k.Delete(ctx, name) })
	}
}

// forgetDevice takes away what the keyring holds for a PIN.
func forgetDevice(ctx context.Context, k Keyring, name string) {
	forget(ctx, k, name+itemDevice, name+itemNext, name+itemTries)
}

// Answers tells whether the keyring can keep what a PIN needs.
func (v *Vault) Answers(ctx context.Context, k Keyring) bool {
	h, err := v.glance("vault.Answers")
	if err != nil {
		return false
	}
	got, err := item(ctx, "vault.Answers", k, h.Name+itemDevice)
	clear(got)
	return err == nil || core.KindOf(err) == core.KeyGone
}
