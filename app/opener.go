package main

import (
	"context"

	"kauth/app/viewmodel"
	"kauth/app/wire"
	"kauth/core/checkup"
	"kauth/core/enroll"
)

// opener opens the vault for the view-model.
type opener struct {
	f     flags
	base  wire.Options // what the flags say nothing of
	wakes *wakes       // nil in tests of other things
}

// Open uses the passphrase file where one was named, else the keyring.
func (o opener) Open(ctx context.Context) (*viewmodel.Phone, error) {
	if o.f.passphraseFile == "" {
		return o.phone(wire.Open(ctx, o.options()))
	}
	pass, err := o.f.passphrase()
	if err != nil {
		return o.phone(nil, err)
	}
	defer clear(pass)
	options := o.options()
	options.Unattended = true
	p, err := o.phone(wire.OpenWith(ctx, options, pass))
	if err != nil {
		return nil, err
	}
	p.Unattended = true
	return p, nil
}

// OpenWith uses a passphrase that a person typed.
func (o opener) OpenWith(ctx context.Context, passphrase []byte) (*viewmodel.Phone, error) {
	return o.phone(wire.OpenWith(ctx, o.options(), passphrase))
}

// StartOver puts the files of a vault that nothing opens aside.
func (o opener) StartOver(context.Context) error { return wire.StartOver(o.options()) }

func (o opener) options() wire.Options {
	w := o.base
	w.Dir, w.PhoneName, w.Shut = o.f.vault, o.f.phoneName, true
	return w
}

func (o opener) phone(p *wire.Phone, err error) (*viewmodel.Phone, error) {
	if o.wakes != nil {
		o.wakes.opened.Store(true)
		if err == nil {
			o.wakes.phone.Store(p)
		}
	}
	if err != nil {
		return nil, err
	}
	due := soon()
	return &viewmodel.Phone{
		Accounts: p.Vault, Enroll: lateEnroller{p.Enroll, due}, Inbox: lateInbox{p.Inbox, due}, Past: p.History, Backups: appBackups{p.Backups}, Trash: p.Trash, Clock: p.Clock,
		Check: checkup.Checkup{Servers: p.Client, Inbox: p.Inbox, Times: p.Clock},
		Slots: p.Vault.Slots(), Lock: appLock{p.Lock}, Fingers: p.Lock, Gone: p.Gone, Rescue: rescue{p}, Fixed: p.Vault.Fixed(), Wakeups: wakeupsOf(p, o.base.Woken, due),
		Attempts: enroll.NewAttempts(p.Vault, o.base.Now), Close: p.Close,
	}, nil
}

// appLock is the phone's lock in the view-model's words.
type appLock struct{ *wire.Lock }

func (l appLock) Facts() viewmodel.LockFacts {
	f := l.Lock.Facts()
	return viewmodel.LockFacts{
		Kind: f.Kind, Shut: f.Shut, Digits: f.Digits, Wrong: f.Wrong, Next: f.Next, Spent: f.Spent, Keyring: l.Lock.Keyring(), Finger: f.Finger,
	}
}

// appBackups are the phone's backups in the view-model's words.
type appBackups struct{ *wire.Backups }

func (b appBackups) Facts() (viewmodel.BackupFacts, error) {
	f, err := b.Backups.Facts()
	return viewmodel.BackupFacts(f), err
}

func (b appBackups) Setup(ctx context.Context, folder string, passphrase []byte) (viewmodel.BackupFacts, error) {
	f, err := b.Backups.Setup(ctx, folder, passphrase)
	return viewmodel.BackupFacts(f), err
}

func (b appBackups) Now(ctx context.Context) (viewmodel.BackupFacts, error) {
	f, err := b.Backups.Now(ctx)
	return viewmodel.BackupFacts(f), err
}
