package main

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"time"

	"kauth/app/wire"
	"kauth/core"
	"kauth/core/seal"
	"kauth/core/transfer"
)

// savedResult is a backup that was written and proved, or a plain export.
type savedResult struct {
	File     string   `json:"file"`
	Accounts int      `json:"accounts"`
	Left     []string `json:"left_out,omitempty"` // that have no code yet
	Proved   bool     `json:"proved"`             // it was opened again and compared
}

func runExport(ctx context.Context, p *params) error {
	sealed := p.as == "aegis" && !p.plain
	if p.plain != (p.as != "") && !sealed || p.plain == (p.passwordFile != "") {
		return misuse("export takes --password-file FILE, with --as aegis or without, or --plain with --as otpauth or --as aegis")
	}
	if p.plain {
		return p.exportPlain(ctx)
	}
	if sealed {
		return p.exportSealed(ctx)
	}
	lock, err := p.backupLock()
	if err != nil {
		return err
	}
	return p.with(ctx, func(phone *wire.Phone) error {
		all, err := phone.Vault.Accounts()
		if err != nil {
			return err
		}
		n, err := transfer.SaveAs(ctx, p.args[0], all, lock, time.Now())
		if err != nil {
			return err
		}
		return p.saved(savedResult{p.args[0], n, codeless(all), true})
	})
}

// backupLock is made of the passphrase in the file that was named.
func (p *params) backupLock() (transfer.Lock, error) {
	pass, err := readSecret(p.passwordFile, "password")
	if err != nil {
		return transfer.Lock{}, err
	}
	defer clear(pass)
	cost := seal.DefaultCost
	if p.machine.cost != nil {
		cost = p.machine.cost()
	}
	return transfer.NewLock(pass, cost)
}

// exportPlain writes what anybody can read, never over a file that is there.
func (p *params) exportPlain(ctx context.Context) error {
	write := map[string]func([]core.Account) []byte{"otpauth": transfer.PlainAddresses, "aegis": transfer.PlainAegis}[p.as]
	if write == nil {
		return misuse("--as is otpauth or aegis")
	}
	return p.exportAs(ctx, func(all []core.Account) ([]byte, error) { return write(all), nil })
}

// exportSealed writes what the other app opens with the password.
func (p *params) exportSealed(ctx context.Context) error {
	pass, err := readSecret(p.passwordFile, "password")
	if err != nil {
		return err
	}
	defer clear(pass)
	return p.exportAs(ctx, func(all []core.Account) ([]byte, error) { return transfer.SealedAegis(all, pass) })
}

func (p *params) exportAs(ctx context.Context, write func([]core.Account) ([]byte, error)) error {
	return p.with(ctx, func(phone *wire.Phone) error {
		all, err := phone.Vault.Accounts()
		if err != nil {
			return err
		}
		data, err := write(all)
		if err != nil {
			return err
		}
		defer clear(data)
		f, err := os.OpenFile(p.args[0], os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
		if err != nil {
			return core.E("transfer.Export", core.StorageDenied, err)
		}
		_, err = f.Write(data)
		if end := f.Close(); err == nil {
			err = end
		}
		if err != nil {
			_ = os.Remove(p.args[0])
			return core.E("transfer.Export", core.StorageFull, err)
		}
		return p.saved(savedResult{p.args[0], len(transfer.Savable(all)), codeless(all), false})
	})
}

func runBackup(ctx context.Context, p *params) error {
	if p.passwordFile == "" {
		return misuse("backup takes --password-file FILE")
	}
	if p.keepNewest < 1 {
		return misuse("--keep is a number from 1 on")
	}
	lock, err := p.backupLock()
	if err != nil {
		return err
	}
	return p.with(ctx, func(phone *wire.Phone) error {
		all, err := phone.Vault.Accounts()
		if err != nil {
			return err
		}
		s, err := transfer.Save(ctx, filepath.Clean(p.args[0]), p.keepNewest, all, lock, time.Now())
		if err != nil {
			return err
		}
		return p.saved(savedResult{s.Path, s.Accounts, s.Left, true})
	})
}

func codeless(all []core.Account) (names []string) {
	for _, a := range all {
		if a.OTP.Secret.Len() == 0 {
			names = append(names, a.Title())
		}
	}
	return names
}

func (p *params) saved(r savedResult) error {
	say := "Backed up %s to %s, opened it again and compared."
	switch {
	case !r.Proved && !p.plain:
		say = "Wrote the codes of %s to %s. Its password opens it in the other app."
	case !r.Proved:
		say = "Wrote the codes of %s to %s. Anybody who reads that file can make them: delete it when the other app has it."
	}
	if len(r.Left) > 0 {
		say += " Without a code yet, and left out: " + strings.ReplaceAll(strings.Join(r.Left, ", "), "%", "%%") + "."
	}
	return p.result(r, say, count(r.Accounts, "account"), r.File)
}

// ofTransfer puts errors of files into words: the general ones speak of the vault.
func ofTransfer(kind core.Kind, cause *core.Error, reason string) (*problem, bool) {
	if cause == nil || !strings.HasPrefix(cause.Op, "transfer.") {
		return nil, false
	}
	said, ok := transferWords[kind]
	if !ok {
		return nil, false
	}
	var cost *transfer.CostError
	if kind == core.Unsupported && !errors.As(cause, &cost) {
		said[1] = "Export once more in that app: with a password of its own, or as a list of codes."
	}
	if reason != "" {
		said[0] += " (" + reason + ")"
	}
	return &problem{kind, said[0], said[1]}, true
}

const untouched = " Nothing was changed."

var transferWords = map[core.Kind][2]string{
	core.Locked:      {"The file is encrypted." + untouched, "Name a file that holds its password: --password-file FILE."},
	core.WrongPass:   {"The password does not open the file." + untouched, "It is the one that was typed in the other app when the file was made."},
	core.NotOurs:     {"This is no export that kAuth knows." + untouched, "Export from the other app once more; scan reads pictures of QR codes."},
	core.Malformed:   {"The file is damaged, or against its format's rules." + untouched, "Export it once more."},
	core.TooNew:      {"The file was made by a later version of its app." + untouched, "Look for an older format in that app's export, or a newer kAuth."},
	core.Unsupported: {"The file cannot be opened here." + untouched, "Where it is only costly, --costly allows it."},
	core.NotFound:    {"The folder is not there." + untouched, "Name a folder that exists."},
	core.StorageFull: {"There is no room for it. Earlier backups are as they were.", "Make room, or name another folder."},
	core.StorageDenied: {
		"The place cannot be written to, or something of that name is there. Earlier backups are as they were.", "Name another file or folder.",
	},
	core.Cancelled: {"It was stopped." + untouched, ""},
}
