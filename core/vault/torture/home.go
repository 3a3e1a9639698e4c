//go:build linux && (amd64 || arm64)

package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"path/filepath"

	"kauth/core"
	"kauth/core/seal"
	"kauth/core/vault"
)

// home is a folder with a vault and the keyring that belongs to it.
type home string

func (h home) vault() string    { return filepath.Join(string(h), "vault") }
func (h home) main() string     { return filepath.Join(h.vault(), "vault.db") }
func (h home) keyring() keyring { return keyring(filepath.Join(string(h), "keyring")) }

// cheap is the least cost that a vault takes: what a guess costs is not looked at here.
func cheap() seal.Cost { return seal.Cost{MemoryKiB: 8 << 10, Passes: 1, Lanes: 1} }

// open opens the vault, and with it what one of the locks opens. The vault comes back
// with an error too, to ask it what it thinks is wrong; nil where it did not open at all.
func (h home) open(locks ...lock) (*opened, error) {
	v, err := vault.OpenAs(h.vault(), vault.Options{Cost: cheap})
	if err != nil {
		return nil, err
	}
	o := &opened{Vault: v, made: v.State() == vault.Empty}
	o.by, err = h.unlock(v, locks...)
	return o, err
}

// opened is a vault, and the lock that opened it.
type opened struct {
	*vault.Vault
	by   lock
	made bool // there was none before
}

// unlock tries those of the locks that are of the vault's kind: where a change of the
// lock was cut off, either may be right.
func (h home) unlock(v *vault.Vault, locks ...lock) (by lock, err error) {
	ctx := context.Background()
	v.Answers(ctx, h.keyring()) // as the app asks: with a passphrase alone the vault asks nobody
	kind := v.Facts().Kind
	if kind == "" {
		return lock{}, v.UnlockKeyring(ctx, h.keyring())
	}
	err = fmt.Errorf("the lock is %q, which it never was", kind)
	for _, l := range locks {
		if l.Kind != kind {
			continue
		}
		if err = v.Unlock(ctx, h.keyring(), []byte(l.Secret)); core.KindOf(err) != core.WrongPass {
			return l, err
		}
	}
	return lock{}, err
}

// older is where the committed vaults of older versions lie. docs/vault.md has their
// locks, and what the keyring has to hold.
var older = flag.String("vaults", "core/vault/testdata", "where the vaults of older versions are: run it at the project's root")

var olderLocks = map[string]lock{
	"v1": {"passphrase", "correct horse battery staple"},
	"v2": {"pin", "482913"},
}

// begin makes a folder with that base, and gives what a vault there has to hold.
func begin(h home, base string) (state, error) {
	if err := os.MkdirAll(string(h), 0o700); err != nil {
		return state{}, err
	}
	if err := h.keyring().make(); err != nil || base == "none" {
		return nothing(), err
	}
	if err := h.plant(base); err != nil {
		return state{}, err
	}
	twin, err := os.MkdirTemp(filepath.Dir(string(h)), "twin-")
	if err != nil {
		return state{}, err
	}
	defer os.RemoveAll(twin)
	if err := home(twin).plant(base); err != nil {
		return state{}, err
	}
	v, err := home(twin).open(olderLocks[base])
	if err != nil {
		return state{}, fmt.Errorf("%s.vault: %w", base, err)
	}
	defer v.Close()
	return read(v)
}

func (h home) plant(base string) error {
	file, err := os.ReadFile(filepath.Join(*older, base+".vault"))
	if err != nil {
		return err
	}
	if err := os.MkdirAll(h.vault(), 0o700); err != nil {
		return err
	}
	if err := os.WriteFile(h.main(), file, 0o600); err != nil {
		return err
	}
	v, err := vault.Open(h.vault())
	if err != nil {
		return err
	}
	name := v.Name()
	if err := v.Close(); err != nil || olderLocks[base].Kind != "pin" {
		return err
	}
	secret := make([]byte, 32)
	for i := range secret {
		secret[i] = byte(i)
	}
	ctx := context.Background()
	if err := h.keyring().Set(ctx, name+".device", secret); err != nil {
		return err
	}
	return h.keyring().Set(ctx, name+".tries", []byte{0, 0, 0, 0, 0, 0, 0, 44})
}
