package main

import (
	"bytes"
	"context"
	"errors"
	"os"

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
	p.tellFound(phone)
	if err := do(phone); err != nil {
		return err
	}
	return unread(phone)
}

// unread says after a command that records could not be read: an account that is
// missing from a list must not be missing without a word.
func unread(phone *wire.Phone) error {
	if n := len(phone.Vault.Damaged()); n > 0 {
		return core.Errorf(opUnread, core.VaultDamaged, "%s cannot be read and %s left out; what is left of it is kept", count(n, "damaged record"), was(n))
	}
	return nil
}

// opUnread marks an error of records, whose vault is open all the same.
const opUnread = "kauth-cli.unread"

func was(n int) string {
	if n == 1 {
		return "was"
	}
	return "were"
}

func (p *params) options() wire.Options {
	return wire.Options{Dir: p.vault, PhoneName: p.phoneName, Keyring: p.machine.keyring, Cost: p.machine.cost, Now: p.machine.now}
}

// open opens the vault by the keyring, or by what opens its lock: from the file that
// was named, or typed at the terminal.
func (p *params) open(ctx context.Context) (*wire.Phone, error) {
	o := p.options()
	if p.passphraseFile != "" {
		pass, err := readSecret(p.passphraseFile, "passphrase")
		if err != nil {
			return nil, err
		}
		defer clear(pass)
		o.Unattended = true
		return wire.OpenWith(ctx, o, pass)
	}
	o.Shut = p.shut
	phone, err := wire.Open(ctx, o)
	if err == nil && p.shut {
		if _, err = phone.Heard(); err != nil { // no keyring has what it takes
			_ = phone.Close()
		}
	}
	switch {
	case core.KindOf(err) == core.Unsupported: // no vault yet, and no keyring to make one with
		return nil, core.Errorf("kauth-cli", core.Locked, "no keyring answers")
	case core.KindOf(err) == core.Locked && p.machine.ask != nil:
		pass, err := p.machine.ask("PIN or passphrase of the vault: ")
		if err != nil {
			return nil, err
		}
		defer clear(pass)
		return wire.OpenWith(ctx, o, pass)
	}
	return phone, err
}

// readSecret reads the file that was named, without its line break.
func readSecret(name, what string) ([]byte, error) {
	data, err := os.ReadFile(name)
	if err != nil {
		var cause *os.PathError
		if errors.As(err, &cause) {
			err = cause.Err
		}
		return nil, misuse("the %s file cannot be read: %v", what, err)
	}
	secret := bytes.TrimRight(data, "\r\n")
	if len(secret) == 0 {
		return nil, misuse("the %s file is empty", what)
	}
	return secret, nil
}
