package main

import (
	"context"

	"kauth/app/viewmodel"
	"kauth/app/wire"
)

// opener opens the vault for the view-model.
type opener struct{ f flags }

// Open uses the passphrase file where one was named, else the keyring.
func (o opener) Open(ctx context.Context) (*viewmodel.Phone, error) {
	if o.f.passphraseFile == "" {
		return o.phone(wire.Open(ctx, o.options()))
	}
	pass, err := o.f.passphrase()
	if err != nil {
		return nil, err
	}
	options := o.options()
	options.Unattended = true
	return o.phone(wire.OpenWith(options, pass))
}

// OpenWith uses a passphrase that a person typed.
func (o opener) OpenWith(_ context.Context, passphrase []byte) (*viewmodel.Phone, error) {
	return o.phone(wire.OpenWith(o.options(), passphrase))
}

func (o opener) options() wire.Options {
	return wire.Options{Dir: o.f.vault, PhoneName: o.f.phoneName}
}

func (o opener) phone(p *wire.Phone, err error) (*viewmodel.Phone, error) {
	if err != nil {
		return nil, err
	}
	return &viewmodel.Phone{
		Accounts: p.Vault, Enroll: p.Enroll, Inbox: p.Inbox, Clock: p.Clock,
		Slots: p.Vault.Slots(), Close: p.Close,
	}, nil
}
