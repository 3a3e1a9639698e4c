// Package keystore keeps the vault's key in the operating system's keyring: one
// 32-byte key for each vault, under service "kAuth" and the vault's name.
//
// It keeps nothing else there, and never waits for long: a locked keyring with a
// display asks the person and blocks without limit, so every call gives up after
// 2 s (on a phone, which asks nobody, 20 s) with core.Unsupported. Callers then offer a
// passphrase instead.
package keystore

import (
	"context"
	"errors"
	"time"

	"kauth/core"
)

// patience is how long a keyring may take: a working one answers in 2 to 15 ms.
var patience = 2 * time.Second

// Keyring is the keyring of this machine.
type Keyring struct {
	sys  system
	turn chan struct{} // one call at a time: a second one while a prompt waits would only stack prompts
}

// system is the bare keyring: no limits, its own errors, errNone where it holds nothing.
type system interface {
	get(name string) ([]byte, error)
	set(name string, key []byte) error
	remove(name string) error
}

// errNone: the keyring answers, and has no such key.
var errNone = errors.New("no such key in the keyring")

// errSilent: no answer in time.
var errSilent = errors.New("no answer")

// New gives this machine's keyring. It asks nothing yet.
func New() *Keyring { return over(native()) }

func over(s system) *Keyring { return &Keyring{sys: s, turn: make(chan struct{}, 1)} }

// Get gives the key of that name: core.KeyGone where the keyring answers and has
// none, core.Unsupported where it does not answer in time or at all.
func (k *Keyring) Get(ctx context.Context, name string) ([]byte, error) {
	return k.ask(ctx, "keystore.Get", func() ([]byte, error) { return k.sys.get(name) })
}

// Set stores a key, over an earlier one of that name.
func (k *Keyring) Set(ctx context.Context, name string, key []byte) error {
	own := append([]byte(nil), key...) // the caller may wipe its copy while we are late
	_, err := k.ask(ctx, "keystore.Set", func() ([]byte, error) { return nil, k.sys.set(name, own) })
	return err
}

// Delete removes a key: core.KeyGone where there is none.
func (k *Keyring) Delete(ctx context.Context, name string) error {
	_, err := k.ask(ctx, "keystore.Delete", func() ([]byte, error) { return nil, k.sys.remove(name) })
	return err
}

type answer struct {
	key []byte
	err error
}

// ask calls f apart and waits for it no longer than ctx and patience allow. A call
// that is given up keeps its turn until it really ends.
func (k *Keyring) ask(ctx context.Context, op string, f func() ([]byte, error)) ([]byte, error) {
	ctx, stop := context.WithTimeout(ctx, patience)
	defer stop()
	if ctx.Err() != nil {
		return nil, failed(ctx, op)
	}
	select {
	case k.turn <- struct{}{}:
	case <-ctx.Done():
		return nil, failed(ctx, op)
	}
	done := make(chan answer, 1)
	go func() {
		defer func() { <-k.turn }()
		key, err := f()
		done <- answer{key, err}
	}()
	select {
	case a := <-done:
		return a.key, named(op, a.err)
	case <-ctx.Done():
		return nil, failed(ctx, op)
	}
}

// failed says why ctx ended: the caller stopped it, or nobody answered.
func failed(ctx context.Context, op string) error {
	if errors.Is(ctx.Err(), context.Canceled) {
		return core.E(op, core.Cancelled, context.Canceled)
	}
	return core.E(op, core.Unsupported, errSilent)
}

// named gives the keyring's own errors their Kind. None but errNone says anything
// about the key: a locked keyring, no bus and no service all mean "no keyring".
func named(op string, err error) error {
	switch {
	case err == nil:
		return nil
	case errors.Is(err, errNone):
		return core.E(op, core.KeyGone, err)
	}
	return core.E(op, core.Unsupported, err)
}
