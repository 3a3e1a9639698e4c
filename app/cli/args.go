package main

import (
	"cmp"
	"context"
	"errors"
	"flag"
	"io"
	"slices"
	"strings"
	"time"

	"kauth/app/wire"
	"kauth/core"
)

const usage = `kauth-cli [--vault DIR] [--passphrase-file FILE] [--json] [--phone-name NAME] COMMAND

Linking
  link LINK|PICTURE        take up a kauth:// link, or a picture of its QR code
  confirm ACCOUNT DIGITS   type the six digits that the computer shows
  codes ACCOUNT [--keep]   show the backup codes that wait; --keep leaves them waiting

Codes
  list                     the accounts in the vault
  code ACCOUNT [--at UNIX] [--next]
                           the one-time code now, at another time, or the following one
  add OTPAUTH              add an account by its otpauth:// address; - reads it from
                           standard input

Requests
  requests [--wait 25s]    the sign-in requests that wait, or the first to come
  approve ID [--number N]  answer YES, with the number that the other screen shows
  deny ID [--not-me]       answer NO

More
  scan PICTURE...          the texts of the QR codes in pictures
  rename ACCOUNT NAME      call an account by another name; "" for its own
  remove ACCOUNT --yes     forget an account
  doctor                   check vault, servers and clock

ACCOUNT is an id or its beginning, or a name, label or issuer that only one account
has. Flags may stand before or after the command; -- ends them.
Exit status: 0 done, 1 refused or failed, 2 wrong use.
`

// wrongUse is the kind of a command line that makes no sense.
const wrongUse core.Kind = "usage"

func misuse(format string, a ...any) error { return core.Errorf("kauth-cli", wrongUse, format, a...) }

// params are the flags, and what stands beside them.
type params struct {
	vault, passphraseFile, phoneName string

	at                     int64
	wait                   time.Duration
	number                 string
	next, notMe, keep, yes bool
	given                  []string // the names of the flags that were given

	args []string
	printer
	machine machine
}

// command is one word of the command line.
type command struct {
	least, most int // arguments; most -1: any number
	flags       func(*flag.FlagSet, *params)
	run         func(context.Context, *params) error
}

func commands() map[string]*command {
	none := func(*flag.FlagSet, *params) {}
	return map[string]*command{
		"link":    {1, 1, none, runLink},
		"confirm": {2, 2, none, runConfirm},
		"codes": {1, 1, func(f *flag.FlagSet, p *params) {
			f.BoolVar(&p.keep, "keep", false, "")
		}, runCodes},
		"list": {0, 0, none, runList},
		"code": {1, 1, func(f *flag.FlagSet, p *params) {
			f.Int64Var(&p.at, "at", 0, "")
			f.BoolVar(&p.next, "next", false, "")
		}, runCode},
		"add": {1, 1, none, runAdd},
		"requests": {0, 0, func(f *flag.FlagSet, p *params) {
			f.DurationVar(&p.wait, "wait", 0, "")
		}, runRequests},
		"approve": {1, 1, func(f *flag.FlagSet, p *params) {
			f.StringVar(&p.number, "number", "", "")
		}, runApprove},
		"deny": {1, 1, func(f *flag.FlagSet, p *params) {
			f.BoolVar(&p.notMe, "not-me", false, "")
		}, runDeny},
		"scan":   {1, -1, none, runScan},
		"rename": {2, 2, none, runRename},
		"remove": {1, 1, func(f *flag.FlagSet, p *params) {
			f.BoolVar(&p.yes, "yes", false, "")
		}, runRemove},
		"doctor": {0, 0, none, runDoctor},
	}
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

func arguments(c *command) string {
	switch {
	case c.most < 0:
		return "at least one argument"
	case c.most == 0:
		return "no arguments"
	case c.most == 1:
		return "one argument"
	}
	return "two arguments"
}
