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
	itemDevice = ".device" // the secret that a PIN's key needs besides the PIN
	itemTries  = ".tries"  // how often the count of wrong PINs was changed
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

// makeDevice gives what the keyring holds, or what it holds from now on.
func makeDevice(ctx context.Context, op string, k Keyring, name string) (device, error) {
	d, err := deviceOf(ctx, op, k, name)
	switch core.KindOf(err) {
	case "":
		return d, nil
	case core.KeyGone:
	case core.KeyringSilent:
		return device{}, core.E(op, core.Unsupported, err)
	default:
		return device{}, err
	}
	d = device{secret: seal.NewKey()}
	if err := keep(ctx, op, k, name+itemDevice, d.secret); err != nil {
		return device{}, err
	}
	if err := keep(ctx, op, k, name+itemTries, number(0)); err != nil {
		return device{}, err
	}
	return d, nil
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
