package main

import (
	"cmp"
	"errors"
	"flag"
	"io"
	"slices"
	"strings"
	"time"

	"kauth/app/wire"
	"kauth/core"
)

// wrongUse is the kind of a command line that makes no sense.
const wrongUse core.Kind = "usage"

func misuse(format string, a ...any) error { return core.Errorf("kauth-cli", wrongUse, format, a...) }

// params are the flags, and what stands beside them.
type params struct {
	vault, passphraseFile, phoneName string

	at                     int64
	wait                   time.Duration
	number, qr             string
	secretFile             string
	next, notMe, keep, yes bool
	seen                   bool
	shut                   bool // the command is of use while the vault is shut
	account, since         string
	verify                 bool
	moving
	movedTo string   // the new phone, after a YES to a move
	given   []string // the names of the flags that were given

	args []string
	printer
	machine machine
}

// parse reads a command line. It gives no command where help was asked for.
func parse(args []string) (*command, *params, error) {
	before, after := args, []string(nil)
	if i := slices.Index(args, "--"); i >= 0 {
		before, after = args[:i], args[i+1:]
	}
	p := &params{}
	p.asJSON = slices.Contains(before, "--json") // wherever it stands, wrong use is told in JSON too
	words, err := p.read(nil, before, true)
	switch {
	case errors.Is(err, flag.ErrHelp), err == nil && len(words) > 0 && words[0] == "help":
		return nil, p, nil
	case err != nil:
		return nil, p, err
	case len(words) == 0:
		return nil, p, misuse("no command")
	}
	c := commands()[words[0]]
	if c == nil {
		return nil, p, misuse("there is no command %q", words[0])
	}
	rest, err := p.read(c, words[1:], false)
	switch {
	case errors.Is(err, flag.ErrHelp):
		return nil, p, nil
	case err != nil:
		return nil, p, err
	}
	p.args = append(rest, after...)
	if len(p.args) < c.least || c.most >= 0 && len(p.args) > c.most {
		return nil, p, misuse("%s takes %s", words[0], arguments(c))
	}
	return c, p, nil
}

// read takes the flags out of args, wherever they stand among the other words, or
// only before the first of those.
func (p *params) read(c *command, args []string, leading bool) (words []string, err error) {
	f := flag.NewFlagSet("", flag.ContinueOnError)
	f.SetOutput(io.Discard)
	f.StringVar(&p.vault, "vault", cmp.Or(p.vault, wire.DefaultDir()), "")
	f.StringVar(&p.passphraseFile, "passphrase-file", p.passphraseFile, "")
	f.StringVar(&p.phoneName, "phone-name", p.phoneName, "")
	f.BoolVar(&p.asJSON, "json", p.asJSON, "")
	if c != nil {
		c.flags(f, p)
	}
	for {
		if err := f.Parse(args); err != nil {
			if errors.Is(err, flag.ErrHelp) {
				return nil, err
			}
			return nil, misuse("%s", strings.ReplaceAll(err.Error(), "flag provided but not defined: -", "there is no flag --"))
		}
		f.Visit(func(one *flag.Flag) { p.given = append(p.given, one.Name) })
		args = f.Args()
		if leading || len(args) == 0 {
			return append(words, args...), nil
		}
		words, args = append(words, args[0]), args[1:]
	}
}
