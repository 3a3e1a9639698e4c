package main

import (
	"context"
	"errors"
	"os"
	"strings"

	"kauth/app/wire"
	"kauth/core"
)

// with opens the vault for a command and closes it after.
func (p *params) with(ctx context.Context, do func(*wire.Phone) error) error {
	phone, err := p.open(ctx)
	if err != nil {
		return err
	}
	// Closing writes what servers said of the clock. All else is durable by then, and
	// told: a second result would only confuse who reads the first.
	defer func() { _ = phone.Close() }()
	if err := do(phone); err != nil {
		return err
	}
	return unread(phone)
}

// unread says after a command that records could not be read: an account that is
// missing from a list must not be missing without a word.
func unread(phone *wire.Phone) error {
	if n := len(phone.Vault.Damaged()); n > 0 {
		return core.Errorf("kauth-cli", core.VaultDamaged, "%d damaged records were left out, and kept as they are", n)
	}
	return nil
}

func (p *params) open(ctx context.Context) (*wire.Phone, error) {
	o := wire.Options{Dir: p.vault, PhoneName: p.phoneName, Keyring: p.machine.keyring, Cost: p.machine.cost}
	if p.passphraseFile != "" {
		pass, err := p.passphrase()
		if err != nil {
			return nil, err
		}
		o.Unattended = true
		return wire.OpenWith(ctx, o, pass)
	}
	phone, err := wire.Open(ctx, o)
	if core.KindOf(err) == core.Unsupported { // no vault yet, and no keyring to make one with
		return nil, core.Errorf("kauth-cli", core.Locked, "no keyring answers")
	}
	return phone, err
}

// passphrase reads the file that was named, without its line break.
func (p *params) passphrase() ([]byte, error) {
	data, err := os.ReadFile(p.passphraseFile)
	if err != nil {
		var cause *os.PathError
		if errors.As(err, &cause) {
			err = cause.Err
		}
		return nil, misuse("the passphrase file cannot be read: %v", err)
	}
	pass := strings.TrimRight(string(data), "\r\n")
	if pass == "" {
		return nil, misuse("the passphrase file is empty")
	}
	return []byte(pass), nil
}
