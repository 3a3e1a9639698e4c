package main

import (
	"context"
	"fmt"
	"strings"
	"time"

	"kauth/app/wire"
	"kauth/core"
	"kauth/core/checkup"
	"kauth/core/clock"
)

// runDoctor prints every check, and fails where one did.
func runDoctor(ctx context.Context, p *params) error {
	c := &doctor{p: p}
	phone, err := p.open(ctx)
	if core.KindOf(err) == wrongUse {
		return err
	}
	if err != nil {
		c.note("vault", false, "%s", problemOf(err).Message)
		return c.verdict()
	}
	defer phone.Close()
	c.vault(phone)
	c.note("lock", true, "Opened by %s.", strings.Join(phone.Vault.Slots(), " or "))
	c.accounts(phone)
	c.requests(ctx, phone)
	return c.verdict()
}

// vault tells of the file: what was wrong with it, and the copies that are kept of it.
func (c *doctor) vault(phone *wire.Phone) {
	c.note("vault", true, "The vault in %s is readable.", c.p.vault)
	for _, f := range findings(phone) {
		c.noteOf("vault", f.cause, f.harmless || c.p.seen, "%s", f.message)
	}
	if s := phone.Vault.Snapshots(); s.Missed != nil {
		c.noteOf("copies", "not_copied", false, "The last change is in no copy of the vault: %s", problemOf(s.Missed).Message)
	} else if s.Kept > 0 {
		c.note("copies", true, "%s of the vault, the newest of %s.", count(s.Kept, "copy"), at(s.Newest))
	}
	if c.p.seen {
		c.seen(phone)
	}
}

// seen ends the notices of what was found.
func (c *doctor) seen(phone *wire.Phone) {
	if err := phone.AcceptFound(context.Background()); err != nil {
		c.note("vault", false, "This is still told: %s", problemOf(err).Message)
	}
}

type doctor struct {
	p      *params
	failed bool
	err    error // of printing
}

func (c *doctor) note(check string, ok bool, format string, a ...any) {
	c.noteOf(check, "", ok, format, a...)
}

// noteOf says what the trouble is called for scripts, too.
func (c *doctor) noteOf(check, cause string, ok bool, format string, a ...any) {
	message := fmt.Sprintf(format, a...)
	c.failed = c.failed || !ok
	mark := "ok "
	if !ok {
		mark = "BAD"
	}
	if err := c.p.result(checkResult{check, ok, message, cause}, "%s  %-8s  %s", mark, check, message); err != nil {
		c.err = err
	}
}

func (c *doctor) verdict() error {
	switch {
	case c.err != nil:
		return c.err
	case c.failed:
		return errTold
	}
	return nil
}

func (c *doctor) accounts(phone *wire.Phone) {
	all, err := phone.Vault.Accounts()
	if err != nil {
		c.note("accounts", false, "%s", problemOf(err).Message)
		return
	}
	if damaged := phone.Vault.Damaged(); len(damaged) > 0 {
		c.note("accounts", false, "%s, and %s: %s.", count(len(all), "account"),
			count(len(damaged), "damaged record"), strings.Join(damaged, ", "))
		return
	}
	c.note("accounts", true, "%s.", count(len(all), "account"))
}

// requests looks for why requests do not arrive, as the app's own page does.
func (c *doctor) requests(ctx context.Context, phone *wire.Phone) {
	all, _ := phone.Vault.Accounts() // accounts has told of the error
	names := map[core.AccountID]string{}
	linked := false
	for _, a := range all {
		names[a.ID] = a.Title()
		if a.Label != "" {
			names[a.ID] = a.Label
		}
		linked = linked || a.Server() != ""
	}
	if !linked {
		c.clock(clockNow(phone))
		return
	}
	defer c.away(ctx, phone, all, names)
	look := checkup.Checkup{Servers: phone.Client, Inbox: phone.Inbox, Times: phone.Clock}
	look.Run(ctx, all, func(f checkup.Finding) {
		switch f.Step {
		case checkup.Network:
			c.found(f, "There is a network.", "This machine has no network.")
		case checkup.Server:
			c.found(f, f.Origin+" answers.", f.Origin+": "+problemOf(f.Err).Message)
		case checkup.Account:
			c.found(f, names[f.Account]+" is linked.", names[f.Account]+": "+unlinked(f))
		case checkup.Requests:
			c.found(f, names[f.Account]+lastRequest(f.Last), names[f.Account]+": the server sends no requests for a while, since there were too many.")
		case checkup.Clock:
			c.clock(f)
		}
	})
}

func (c *doctor) found(f checkup.Finding, well, ill string) {
	message := well
	if f.Cause != checkup.None {
		message = ill
	}
	c.noteOf(string(f.Step), string(f.Cause), f.Cause == checkup.None, "%s", message)
}

// unlinked says why requests do not reach an account, and the next step.
func unlinked(f checkup.Finding) string {
	const again = " Link it again, and it keeps its place: kauth-cli link ADDRESS."
	switch f.Cause {
	case checkup.Restored:
		return "Requests are off, since it came from a backup. Its codes work: sign in with one." + again
	case checkup.NotLinked, checkup.Relink, checkup.Suspended:
		p := problemOf(f.Err)
		return p.Message + " " + p.Hint + again
	}
	return problemOf(f.Err).Message
}

func lastRequest(at time.Time) string {
	if at.IsZero() {
		return ": no request was sent lately."
	}
	return ": the last request was sent " + at.Format(time.DateTime) + "."
}

func clockNow(phone *wire.Phone) checkup.Finding {
	ahead, known := phone.Clock.Off()
	return checkup.Finding{Step: checkup.Clock, Ahead: ahead, Known: known}
}

func (c *doctor) clock(f checkup.Finding) {
	direction := "ahead"
	if f.Ahead < 0 {
		direction = "behind"
	}
	switch {
	case !clock.Credible(time.Now()) && !f.Known:
		c.noteOf("clock", string(checkup.ClockOff), false, "The clock says %s, which cannot be right: codes are wrong until it is set.", words.Date(time.Now()))
	case !f.Known:
		c.note("clock", true, "No server has said lately what time it is, or they disagree.")
	case f.Ahead == 0:
		c.note("clock", true, "The clock is right.")
	default:
		c.noteOf("clock", string(f.Cause), f.Ahead.Abs() <= checkup.Tolerable, "The clock is %s %s; codes are corrected for it.",
			words.Lasts(f.Ahead), direction)
	}
}
