package main

import (
	"bytes"
	"context"
	"strings"
	"time"

	"kauth/app/wire"
	"kauth/core"
)

// runLock tells how the vault's lock stands, or sets another one.
func runLock(ctx context.Context, p *params) error {
	switch p.args[0] {
	case "status":
		return p.lockStatus(ctx)
	case "pin":
		return p.setPIN(ctx)
	case "passphrase":
		return p.setPassphrase(ctx)
	case "off":
		return p.with(ctx, func(phone *wire.Phone) error {
			if err := phone.Lock.Clear(ctx); err != nil {
				return noKeyring(err)
			}
			return p.result(lockOf(phone), "The lock is off: the system's keyring alone opens the vault.")
		})
	}
	return misuse("lock takes status, pin, passphrase or off")
}

// lockStatus needs nothing that opens the vault.
func (p *params) lockStatus(ctx context.Context) error {
	o := p.options()
	o.Shut = true
	phone, err := wire.Open(ctx, o)
	if err != nil {
		return err
	}
	defer func() { _ = phone.Close() }()
	r := lockOf(phone)
	return p.result(r, "%s", strings.Join(r.sentences(), "\n"))
}

func (p *params) setPIN(ctx context.Context) error {
	return p.with(ctx, func(phone *wire.Phone) error {
		pin, err := p.newSecret("The new PIN, 6 to 12 digits: ")
		if err != nil {
			return err
		}
		defer clear(pin)
		recovery, err := phone.Lock.SetPIN(ctx, pin)
		switch core.KindOf(err) {
		case "":
		case core.Malformed:
			return misuse("a PIN has 6 to 12 digits")
		default:
			return noKeyring(err)
		}
		r := lockOf(phone)
		r.Recovery = recovery
		return p.result(r, "The vault is behind the PIN now. This passphrase opens it when the PIN is forgotten, and\n"+
			"when ten PINs were wrong. It is shown only here: write it down.\n\n  %s\n", recovery)
	})
}

func (p *params) setPassphrase(ctx context.Context) error {
	return p.with(ctx, func(phone *wire.Phone) error {
		pass, err := p.newSecret("The new passphrase: ")
		if err != nil {
			return err
		}
		defer clear(pass)
		if err := phone.Lock.SetPassphrase(ctx, pass); err != nil {
			return err
		}
		return p.result(lockOf(phone), "The vault is behind the passphrase now. Nothing else opens it: write it down.")
	})
}

// newSecret reads what a person chose: from a file, or twice from the terminal.
func (p *params) newSecret(prompt string) ([]byte, error) {
	if p.secretFile != "" {
		return readSecret(p.secretFile, "secret")
	}
	if p.machine.ask == nil {
		return nil, misuse("this is no terminal: name a file with --secret-file")
	}
	one, err := p.machine.ask(prompt)
	if err != nil {
		return nil, err
	}
	again, err := p.machine.ask("Once more: ")
	defer clear(again)
	switch {
	case err != nil:
		clear(one)
		return nil, err
	case !bytes.Equal(one, again):
		clear(one)
		return nil, misuse("the two are not the same")
	}
	return one, nil
}

func noKeyring(err error) error {
	if core.KindOf(err) == core.Unsupported {
		return core.Errorf("kauth-cli", core.Unsupported, "this needs a keyring of the system, and none answers")
	}
	return err
}

type lockResult struct {
	Kind     string `json:"kind"` // "none", "pin", "passphrase"
	Keyring  bool   `json:"keyring"`
	Wrong    int    `json:"wrong"`              // PINs since the last right one
	Wait     int    `json:"wait"`               // seconds until the next PIN
	Spent    bool   `json:"spent"`              // only the recovery passphrase opens it
	Recovery string `json:"recovery,omitempty"` // once, when a PIN is set
}

func lockOf(phone *wire.Phone) lockResult {
	f := phone.Lock.Facts()
	r := lockResult{Kind: f.Kind, Keyring: phone.Lock.Keyring(), Wrong: f.Wrong, Spent: f.Spent}
	if r.Kind == "" {
		r.Kind = "none"
	}
	if !f.Next.IsZero() {
		r.Wait = int((time.Until(f.Next) + time.Second - 1) / time.Second)
	}
	return r
}

func (r lockResult) sentences() []string {
	out := []string{map[string]string{
		"none": "There is no lock: the system's keyring opens the vault.",
		"pin":  "A PIN opens the vault, together with the system's keyring.", "passphrase": "A passphrase opens the vault.",
	}[r.Kind]}
	if !r.Keyring {
		out = append(out, "No keyring answers now.")
	}
	switch {
	case r.Spent:
		out = append(out, "No PIN opens it any more, only the recovery passphrase.")
	case r.Wrong > 0:
		out = append(out, count(r.Wrong, "wrong PIN")+" since the last right one.")
	}
	if r.Wait > 0 {
		out = append(out, "The next PIN can be tried in "+(time.Duration(r.Wait)*time.Second).String()+".")
	}
	return out
}
