package main

import (
	"context"
	"flag"
)

// usage is told whenever a command line makes no sense.
const usage = `kauth-cli [--vault DIR] [--passphrase-file FILE] [--json] [--phone-name NAME] COMMAND

Linking
  link LINK|PICTURE        take up a kauth:// link, or a picture of its QR code
  confirm ACCOUNT DIGITS   type the six digits that the computer shows
  move ACCOUNT [--wait 10m]
                           an account that takes another phone's place: the six digits to
                           type there, and how it ended; link tells them as well
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
  deny ID [--not-me]       answer NO; this and requests need no PIN or passphrase where
                           the system's keyring answers. With --not-me also to one that
                           was approved and that its page has not taken up yet
  refuse-all               answer NO, "not me", to all that wait, and show no requests of
                           these accounts for an hour; codes go on working
  resume                   show requests again before that
  answer --qr PICTURE|TEXT [yes|no] [--number N] [--not-me]
                           without a network: read the request off the page's QR code and
                           print the eight digits to type there; without yes or no, say
                           what is asked
  history [--account ACCOUNT] [--since 24h|7d|DAY] [--verify]
                           what became of the requests, newest first; --verify checks
                           that it is as it was written

Moving
  import FILE [--password-file F] [--dry-run] [--costly]
                           take over what another app exported: each code is told with
                           what becomes of it; nothing that is here is replaced. With
                           --dry-run nothing is written; --costly allows more than 256 MiB
  export FILE --password-file F
                           all codes as one backup, sealed and proved to open
  export FILE --plain --as otpauth|aegis
                           all codes for another app, readable by anybody
  export FILE --as aegis --password-file F
                           all codes for another app, under a password
  backup FOLDER --password-file F [--keep N]
                           the same into a folder, which keeps the newest N (5)
  restore FILE --password-file F [--dry-run]
                           take over a backup, as import does

Lock
  lock status              how the vault is locked, and what wrong PINs have cost
  lock pin|passphrase [--secret-file FILE]
                           put the vault behind a PIN, or a passphrase; typed twice, or
                           the first line of a file
  lock off                 have the system's keyring alone open the vault

More
  scan PICTURE...          the texts of the QR codes in pictures
  rename ACCOUNT NAME      call an account by another name; "" for its own
  remove ACCOUNT --yes     forget an account: its server is told, its codes stay in the
                           trash for 30 days
  trash                    what was removed in the last 30 days, and how long it stays
  trash restore ACCOUNT    put it back among the accounts; of a linked one the codes
                           come back, requests have to be turned on again
  trash empty              remove all of it for ever
  rekey ACCOUNT            give the phone a new key at the server, as it does itself every
                           90 days; what waits can still be answered
  doctor [--seen]          check vault, servers and clock; --seen ends the notices of what
                           was found wrong with the vault

ACCOUNT is an id or its beginning, or a name, label or issuer that only one account
has. Flags may stand before or after the command; -- ends them.
Exit status: 0 done, 1 refused or failed, 2 wrong use.
`

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
		"move": {1, 1, func(f *flag.FlagSet, p *params) {
			f.DurationVar(&p.wait, "wait", 0, "")
		}, runMove},
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
		"refuse-all": {0, 0, none, runRefuseAll},
		"resume":     {0, 0, none, runResume},
		"answer": {0, 1, func(f *flag.FlagSet, p *params) {
			f.StringVar(&p.qr, "qr", "", "")
			f.StringVar(&p.number, "number", "", "")
			f.BoolVar(&p.notMe, "not-me", false, "")
		}, runAnswer},
		"lock": {1, 1, func(f *flag.FlagSet, p *params) {
			f.StringVar(&p.secretFile, "secret-file", "", "")
		}, runLock},
		"history": {0, 0, func(f *flag.FlagSet, p *params) {
			f.StringVar(&p.account, "account", "", "")
			f.StringVar(&p.since, "since", "", "")
			f.BoolVar(&p.verify, "verify", false, "")
		}, runHistory},
		"import": {1, 1, transferFlags, runImport},
		"export": {1, 1, func(f *flag.FlagSet, p *params) {
			transferFlags(f, p)
			f.BoolVar(&p.plain, "plain", false, "")
			f.StringVar(&p.as, "as", "", "")
		}, runExport},
		"backup": {1, 1, func(f *flag.FlagSet, p *params) {
			transferFlags(f, p)
			f.IntVar(&p.keepNewest, "keep", 5, "")
		}, runBackup},
		"restore": {1, 1, transferFlags, runRestore},
		"scan":    {1, -1, none, runScan},
		"rename":  {2, 2, none, runRename},
		"remove": {1, 1, func(f *flag.FlagSet, p *params) {
			f.BoolVar(&p.yes, "yes", false, "")
		}, runRemove},
		"trash": {0, 2, none, runTrash},
		"rekey": {1, 1, none, runRekey},
		"doctor": {0, 0, func(f *flag.FlagSet, p *params) {
			f.BoolVar(&p.seen, "seen", false, "")
		}, runDoctor},
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
