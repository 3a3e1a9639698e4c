package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"strings"
	"time"

	"kauth/app/wire"
	"kauth/core"
	"kauth/core/qr"
	"kauth/core/transfer"
)

// moving are the flags of what moves accounts in and out.
type moving struct {
	passwordFile          string
	dryRun, costly, plain bool
	as                    string
	keepNewest            int
}

func transferFlags(f *flag.FlagSet, p *params) {
	f.StringVar(&p.passwordFile, "password-file", "", "")
	f.BoolVar(&p.dryRun, "dry-run", false, "")
	f.BoolVar(&p.costly, "costly", false, "")
}

func runImport(ctx context.Context, p *params) error { return p.takeOver(ctx, false) }

func runRestore(ctx context.Context, p *params) error { return p.takeOver(ctx, true) }

// takeOver tells of each entry of a file, and stores those that can become an account
// in one step. own takes backups alone.
func (p *params) takeOver(ctx context.Context, own bool) error {
	report, err := p.parseFile(ctx)
	if err != nil {
		return err
	}
	if own && report.Format != transfer.Backup {
		return core.Errorf("transfer.Read", core.NotOurs, "it is no backup of kAuth: import takes files of other apps")
	}
	return p.with(ctx, func(phone *wire.Phone) error {
		here, err := phone.Vault.Accounts()
		if err != nil {
			return err
		}
		report = report.Against(here)
		if !p.dryRun {
			if err := phone.Vault.AddAccounts(report.Accounts(time.Now(), transfer.After(here))); err != nil {
				return err
			}
		}
		return p.tell(report)
	})
}

// parseFile reads the file that is named, and asks for its password where that is
// needed and somebody is there to be asked.
func (p *params) parseFile(ctx context.Context) (transfer.Report, error) {
	o := transfer.Options{Costly: p.costly, Working: p.working()}
	if p.passwordFile != "" {
		pass, err := readSecret(p.passwordFile, "password")
		if err != nil {
			return transfer.Report{}, err
		}
		defer clear(pass)
		o.Password = pass
	}
	report, err := p.parseWith(ctx, o)
	if core.KindOf(err) == core.Locked && p.machine.ask != nil {
		pass, err := p.machine.ask("Password of the file: ")
		if err != nil {
			return report, err
		}
		defer clear(pass)
		o.Password = pass
		return p.parseWith(ctx, o)
	}
	return report, err
}

// working tells somebody who waits how long a derivation has taken, and how to end it.
func (p *params) working() func() {
	if p.machine.ask == nil {
		return nil // a script
	}
	began, said := time.Now(), 0
	return func() {
		if s := int(time.Since(began).Seconds()); s >= 2 && s > said {
			said = s
			fmt.Fprintf(p.err, "\rWorking out the key: %d s. Ctrl-C stops, and changes nothing. ", s)
		}
	}
}

func (p *params) parseWith(ctx context.Context, o transfer.Options) (transfer.Report, error) {
	f, err := os.Open(p.args[0])
	if err != nil {
		var cause *os.PathError
		if errors.As(err, &cause) {
			err = cause.Err
		}
		return transfer.Report{}, misuse("the file cannot be read: %v", err)
	}
	defer f.Close()
	report, err := transfer.Parse(ctx, f, o)
	if core.KindOf(err) != core.NotOurs {
		return report, err
	}
	if _, failed := f.Seek(0, io.SeekStart); failed != nil {
		return report, err
	}
	texts, failed := qr.Read(ctx, f) // a picture of the other app's QR codes
	if failed != nil {
		return report, err
	}
	return transfer.Parse(ctx, strings.NewReader(strings.Join(texts, "\n")), o)
}

// entryResult is one entry of a file.
type entryResult struct {
	Issuer  string           `json:"issuer"`
	Label   string           `json:"label"`
	Type    string           `json:"type"`
	Outcome transfer.Outcome `json:"outcome"`
	Reason  transfer.Reason  `json:"reason"`
	Detail  string           `json:"detail,omitempty"`
}

func (p *params) tell(r transfer.Report) error {
	err := p.table(func() error {
		for _, e := range r.Entries {
			why := string(e.Reason)
			if e.Detail != "" {
				why = e.Detail
			}
			if err := p.result(entryResult{e.Issuer, e.Label, e.Type, e.Outcome, e.Reason, e.Detail},
				"%s\t%s\t%s\t%s\t%s", orNone(e.Issuer), orNone(e.Label), orNone(e.Type), e.Outcome, orNone(why)); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil || p.asJSON {
		return err
	}
	if len(r.Missing) > 0 {
		if err := p.result(nil, "Of this export, the codes with these numbers are missing: %v.", r.Missing); err != nil {
			return err
		}
	}
	added := r.Count(transfer.Read) + r.Count(transfer.Repaired)
	verb := "Added"
	if p.dryRun {
		verb = "Nothing was written. It would add"
	}
	return p.result(nil, "%s %s (%s file): %d repaired, %d here already, %d refused.", verb, count(added, "account"),
		r.Format, r.Count(transfer.Repaired), r.Count(transfer.Duplicate), r.Count(transfer.Refused))
}
