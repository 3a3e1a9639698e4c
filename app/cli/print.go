package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"
	"text/tabwriter"

	"kauth/app/text"
	"kauth/core"
)

// printer writes results for people or for scripts.
type printer struct {
	out, err io.Writer
	asJSON   bool
}

// errTold ends a command that has printed why it failed.
var errTold = errors.New("told")

// result prints one result: as it is, or in the given words.
func (p *printer) result(v any, format string, a ...any) error {
	var err error
	if p.asJSON {
		e := json.NewEncoder(p.out)
		e.SetEscapeHTML(false)
		err = e.Encode(v)
	} else {
		_, err = fmt.Fprintf(p.out, format+"\n", a...)
	}
	if err != nil { // a result that nobody got is no result
		return core.E("kauth-cli", core.StorageDenied, err)
	}
	return nil
}

// table aligns the columns, parted by tabs, of what print writes.
func (p *printer) table(print func() error) error {
	if p.asJSON {
		return print()
	}
	out := p.out
	w := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
	p.out = w
	err := print()
	p.out = out
	return errors.Join(err, w.Flush())
}

// end says why a command failed, and with which status it ends.
func (p *printer) end(err error) int {
	switch {
	case err == nil:
		return done
	case errors.Is(err, errTold):
		return refused
	}
	told := problemOf(err)
	if p.asJSON {
		_ = p.result(failure{told}, "")
	}
	status := refused
	if told.Kind == wrongUse {
		status = misused
		fmt.Fprintf(p.err, "%s\nkauth-cli: %s\n", usage, told.Message)
	} else if !p.asJSON {
		fmt.Fprintf(p.err, "kauth-cli: %s\n%s\n", told.Message, told.Hint)
	}
	return status
}

var words = text.New(text.Default)

// problemOf puts an error into words.
func problemOf(err error) *problem {
	kind, reason := core.KindOf(err), core.Reason(err)
	if kind == wrongUse {
		return &problem{kind, sentence(reason), "kauth-cli help lists the commands."}
	}
	var cause *core.Error
	if errors.As(err, &cause) && cause.Op == "vault.Unlock" && kind == core.RateLimited {
		return &problem{kind, "Too many wrong PINs. Your accounts are safe. " + sentence(reason), hints[core.Locked]}
	}
	if cause != nil && cause.Op == opUnread {
		return &problem{kind, sentence(reason), "kauth-cli doctor names it; kauth-cli remove ID --yes deletes what is left of an account."}
	}
	m := words.Of(kind)
	if told, ok := ofTransfer(kind, cause, reason); ok {
		return told
	}
	told := &problem{kind, m.Title + ". " + m.Sentence, m.Next}
	if reason != "" {
		told.Message += " (" + reason + ")"
	}
	if hint, ok := hints[kind]; ok {
		told.Hint = hint
	}
	return told
}

// hints say what to type, where the window's words say what to press.
var hints = map[core.Kind]string{
	core.Locked:       "Name a file that holds the passphrase: --passphrase-file FILE.",
	core.WrongPass:    "Look at the file of --passphrase-file: its first line is the passphrase, nothing else.",
	core.VaultDamaged: "Keep the folder. To start again without it, name another one with --vault, or move it away.",
	core.KeyGone:      "Use the device it came from. To start again without it, name another folder with --vault, or move it away.",
	core.NotFound:     "kauth-cli list shows the accounts, kauth-cli requests the requests that wait.",
	core.NotOurs:      "link takes kauth:// links, add takes otpauth:// addresses, scan shows what a picture says.",
}

func sentence(s string) string {
	if s == "" {
		return ""
	}
	return strings.ToUpper(s[:1]) + s[1:] + "."
}
