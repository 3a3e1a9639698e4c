package vault

import (
	"context"
	"errors"
	"fmt"
	"io"

	"kauth/core"
	"kauth/core/seal"
)

// What the keyring keeps for a PIN, beside the name of the vault.
const (
	itemDevice = ".device"      // the secret that a PIN's key needs besides the PIN
	itemNext   = ".device.next" // the one that takes its place with the next PIN
	itemTries  = ".tries"       // the count of wrong PINs, sealed as in the file
)

// device is what the keyring holds for a PIN.
type device struct {
	secret []byte
	tries  tries
}

func (d device) wipe() { clear(d.secret) }

// Format hides the secret.
func (device) Format(f fmt.State, _ rune) { io.WriteString(f, "[secret]") }

// deviceOf asks the keyring: core.KeyGone where it has lost either part, which it
// does when it is reset, core.KeyringSilent where none answers.
func deviceOf(ctx context.Context, op string, k Keyring, name string) (device, error) {
	secret, err := item(ctx, op, k, name+itemDevice)
	if err != nil {
		return device{}, err
	}
	d := device{secret: secret}
	kept, err := item(ctx, op, k, name+itemTries)
	if err == nil {
		if d.tries, err = keptTries(kept, secret, name); err != nil || len(secret) != seal.KeySize {
			err = core.E(op, core.KeyGone, errors.New("the keyring holds something else under this vault's name"))
		}
	}
	if err != nil {
		d.wipe()
		return device{}, err
	}
	return d, nil
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
// nothing. Its count is the one that the new PIN begins with.
func nextDevice(ctx context.Context, op string, k Keyring, name string, digits int) (device, error) {
	was, err := deviceOf(ctx, op, k, name)
	was.wipe()
	d := device{seal.NewKey(), tries{Number: was.tries.Number + 1, Digits: digits}}
	switch core.KindOf(err) {
	case "":
	case core.KeyGone:
		box, err := d.tries.seal(d.secret, name)
		if err == nil {
			err = keep(ctx, op, k, name+itemTries, box)
		}
		if err != nil {
			return device{}, err
		}
	case core.KeyringSilent:
		return device{}, core.E(op, core.Unsupported, err)
	default:
		return device{}, err
	}
	return d, keep(ctx, op, k, name+itemNext, d.secret)
}

// useDevice has the next secret take the place of the one of before: its count first,
// so that what the keyring counts is sealed under the secret in use as soon as no next
// one is there. Killed in it, or where the keyring does not take it now, nextInUse
// finds it.
func useDevice(ctx context.Context, op string, k Keyring, name string, d device) error {
	if err := d.keepTries(ctx, op, k, name); err != nil {
		return err
	}
	if err := keep(ctx, op, k, name+itemDevice, d.secret); err != nil {
		return err
	}
	forget(ctx, k, name+itemNext)
	return nil
}

// nextInUse gives the next secret where a process was killed after the new PIN was in
// the file: the count of wrong ones is sealed under that.
func (v *Vault) nextInUse(ctx context.Context, op string, k Keyring, name string) (d device, found bool, err error) {
	d.secret, err = item(ctx, op, k, name+itemNext)
	if core.KindOf(err) == core.KeyGone || err == nil && len(d.secret) != seal.KeySize {
		return device{}, false, nil
	}
	if err == nil {
		d.tries, found, err = v.fileTries(d.secret, name)
	}
	if found && err == nil {
		err = v.settle(ctx, op, k, name, d)
	}
	if !found || err != nil {
		d.wipe()
		return device{}, found, err
	}
	return d, true, nil
}

// settle ends a change of the PIN that was not ended. Before the file's new name is on
// the disk for sure the old file may come back, and needs the old secret and its count.
func (v *Vault) settle(ctx context.Context, op string, k Keyring, name string, d device) error {
	if err := v.dir.sync(); err != nil {
		return storage(op, err)
	}
	err := useDevice(ctx, op, k, name, d)
	if core.KindOf(err) == core.Unsupported {
		return core.E(op, core.KeyringSilent, err)
	}
	return err
}

// refresh asks for the count once more: another program may have counted meanwhile.
func (d *device) refresh(ctx context.Context, op string, k Keyring, name string) {
	kept, err := item(ctx, op, k, name+itemTries)
	if err != nil {
		return
	}
	if t, err := keptTries(kept, d.secret, name); err == nil && t.over(d.tries) {
		d.tries = t
	}
}

// keepTries has the keyring hold the count.
func (d device) keepTries(ctx context.Context, op string, k Keyring, name string) error {
	box, err := d.tries.seal(d.secret, name)
	if err != nil {
		return err
	}
	_, err = ask(ctx, op, func(ctx context.Context) (none struct{}, err error) {
		return none, k.Set(ctx, name+itemTries, box)
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
	answers := err == nil || core.KindOf(err) == core.KeyGone
	v.answered.Store(answers)
	return answers
}
