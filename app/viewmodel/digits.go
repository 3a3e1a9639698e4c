package viewmodel

import (
	"context"
	"strings"

	"kauth/core"
	"kauth/core/api"
)

// Digits takes the six digits that the computer shows for a phone being linked.
type Digits struct {
	app     *App
	account core.Account
	typed   string
	busy    bool
	problem *Problem
}

func newDigits(a *App, acc core.Account) *Digits { return &Digits{app: a, account: acc.Bare()} }

// DigitsState shows them.
type DigitsState struct {
	Label   string
	Server  string
	Phone   string // the name to look for on the computer
	Typed   string
	Digits  int
	Busy    bool
	Problem *Problem
}

// Screen names it.
func (DigitsState) Screen() string { return "digits" }

func (d *Digits) state() State {
	return DigitsState{
		Label: d.account.Label, Server: host(d.account.Device.Origin), Phone: d.account.Device.Name,
		Typed: d.typed, Digits: api.LinkDigits, Busy: d.busy, Problem: d.problem,
	}
}

// Digit types one digit; the last one sends them.
func (d *Digits) Digit(c rune) {
	d.app.do(func() {
		if d.busy || len(d.typed) >= api.LinkDigits || !strings.ContainsRune("0123456789", c) {
			return
		}
		d.typed += string(c)
		d.problem = nil
		if len(d.typed) == api.LinkDigits {
			d.send()
		}
	})
}

// Delete takes the last digit back.
func (d *Digits) Delete() {
	d.app.do(func() {
		if !d.busy && d.typed != "" {
			d.typed = d.typed[:len(d.typed)-1]
		}
	})
}

// Retry sends the typed digits again after the network failed.
func (d *Digits) Retry() {
	d.app.do(func() {
		if !d.busy && len(d.typed) == api.LinkDigits {
			d.send()
		}
	})
}

func (d *Digits) send() {
	d.busy, d.problem = true, nil
	confirm := func(ctx context.Context) (core.Account, error) {
		return d.app.phone.Enroll.Confirm(ctx, d.account.ID, d.typed)
	}
	work(d.app, confirm, func(acc core.Account, err error) {
		d.busy = false
		if err == nil {
			d.app.enrolled(acc, d.account.Replaces != "")
			return
		}
		switch core.KindOf(err) {
		case core.Mismatch, core.Expired, core.LinkExpired, core.AlreadyDone, core.NotLinked, core.NotFound:
			// The server has closed this link: nothing is left to type.
			d.app.home()
			d.app.behind(&Result{app: d.app, s: ResultState{What: ResultNotLinked, Problem: problem(err), Label: d.account.Label}})
		default:
			d.problem = problem(err)
		}
	})
}

// Cancel gives the link up, here and on the server.
func (d *Digits) Cancel() {
	d.app.do(func() {
		if d.busy {
			return
		}
		d.busy = true
		give := func(ctx context.Context) (struct{}, error) {
			return struct{}{}, d.app.phone.Enroll.Abandon(ctx, d.account.ID)
		}
		work(d.app, give, func(struct{}, error) { d.app.home() })
	})
}

// back leaves the account waiting: its row on the accounts' page leads here again.
func (d *Digits) back() {
	if !d.busy {
		d.app.pop(d)
	}
}
