package main

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"kauth/app/wire"
	"kauth/core"
)

// tolerable is how far off the phone's clock may be: a code is taken one step late.
const tolerable = 15 * time.Second

// runDoctor prints every check, and fails where one did.
func runDoctor(ctx context.Context, p *params) error {
	c := &checkup{p: p}
	phone, err := p.open(ctx)
	if core.KindOf(err) == wrongUse {
		return err
	}
	if err != nil {
		c.note("vault", false, "%s", problemOf(err).Message)
		return c.verdict()
	}
	defer phone.Close()
	c.note("vault", true, "The vault in %s is readable.", p.vault)
	c.note("lock", true, "Opened by %s.", strings.Join(phone.Vault.Slots(), " or "))
	c.accounts(phone)
	c.servers(ctx, phone)
	c.clock(phone)
	return c.verdict()
}

type checkup struct {
	p      *params
	failed bool
	err    error // of printing
}

func (c *checkup) note(check string, ok bool, format string, a ...any) {
	message := fmt.Sprintf(format, a...)
	c.failed = c.failed || !ok
	mark := "ok "
	if !ok {
		mark = "BAD"
	}
	if err := c.p.result(checkResult{check, ok, message}, "%s  %-8s  %s", mark, check, message); err != nil {
		c.err = err
	}
}

func (c *checkup) verdict() error {
	switch {
	case c.err != nil:
		return c.err
	case c.failed:
		return errTold
	}
	return nil
}

func (c *checkup) accounts(phone *wire.Phone) {
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

func (c *checkup) servers(ctx context.Context, phone *wire.Phone) {
	all, _ := phone.Vault.Accounts() // accounts has told of the error
	var origins []string
	for _, a := range all {
		if a.Device != nil && !slices.Contains(origins, a.Device.Origin) {
			origins = append(origins, a.Device.Origin)
		}
	}
	for _, origin := range origins {
		if _, err := phone.Client.Configuration(ctx, origin); err != nil {
			c.note("server", false, "%s: %s", origin, problemOf(err).Message)
			continue
		}
		c.note("server", true, "%s answers.", origin)
	}
}

func (c *checkup) clock(phone *wire.Phone) {
	ahead, known := phone.Clock.Off()
	direction := "ahead"
	if ahead < 0 {
		direction = "behind"
	}
	switch {
	case !known:
		c.note("clock", true, "No server has said lately what time it is, or they disagree.")
	case ahead == 0:
		c.note("clock", true, "The clock is right.")
	default:
		c.note("clock", ahead.Abs() <= tolerable, "The clock is %v %s; codes are corrected for it.",
			ahead.Abs().Round(time.Second), direction)
	}
}
