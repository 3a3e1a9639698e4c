package main

import (
	"context"
	"slices"
	"time"

	"kauth/app/wire"
	"kauth/core"
	"kauth/core/api"
)

func runRequests(ctx context.Context, p *params) error {
	if p.wait < 0 {
		return misuse("--wait is a time like 25s")
	}
	return p.with(ctx, func(phone *wire.Phone) error {
		if err := p.await(ctx, phone); err != nil && len(phone.Inbox.Pending()) == 0 {
			return err
		}
		return p.table(func() error {
			for _, c := range phone.Inbox.Pending() {
				r := requestOf(phone, c)
				if err := p.result(r, "%s\t%s\t%s, %s\t%s\t%s\t%d s left",
					r.ID, asks(c), r.Issuer, r.Label, r.Device, r.Place, r.ExpiresIn); err != nil {
					return err
				}
			}
			return nil
		})
	})
}

// await looks for requests until there is one or the wait is over. What was left
// half linked is taken up first: its server may have asked in the meantime.
func (p *params) await(ctx context.Context, phone *wire.Phone) error {
	_, _ = phone.Enroll.Resume(ctx) // each problem shows again when its account is used
	for end := time.Now().Add(p.wait); ; {
		began := time.Now()
		err := phone.Inbox.Refresh(ctx, max(min(end.Sub(began), api.MaxWait), 0))
		over := time.Until(end) < pause || len(linked(phone)) == 0
		if err != nil || over || len(phone.Inbox.Pending()) > 0 {
			return err
		}
		if time.Since(began) < pause { // a server that does not hold is not asked without end
			select {
			case <-time.After(pause):
			case <-ctx.Done():
				return core.E("kauth-cli", core.Cancelled, nil)
			}
		}
	}
}

const pause = time.Second

// linked are the accounts that have requests.
func linked(phone *wire.Phone) []core.Account {
	all, _ := phone.Vault.Accounts() // Refresh has told of an error
	return slices.DeleteFunc(all, func(a core.Account) bool { return a.State != core.Active || a.Device == nil })
}

func requestOf(phone *wire.Phone, c core.Challenge) requestResult {
	a, _ := phone.Vault.Account(c.Account) // it was there a moment ago; without it the names stay empty
	return requestResult{
		ID: c.ID, Mode: c.Mode, Digits: c.Digits, Kind: string(c.Kind), Account: c.Account, Issuer: a.Issuer, Label: a.Label,
		App: c.Context.App, Device: c.Context.Agent, Place: c.Context.Place, IP: c.Context.IP, Origin: c.Context.Origin,
		ExpiresIn: int(phone.Inbox.Remaining(c) / time.Second),
	}
}

func asks(c core.Challenge) string {
	if c.Mode == core.Match {
		return "number of " + count(c.Digits, "digit")
	}
	return "YES or NO"
}

func runApprove(ctx context.Context, p *params) error {
	return p.answer(ctx, core.Approve, core.Approved, "")
}

func runDeny(ctx context.Context, p *params) error {
	if p.notMe {
		return p.answer(ctx, core.Deny, core.Refused, core.NotMe)
	}
	return p.answer(ctx, core.Deny, core.Refused, "")
}

func (p *params) answer(ctx context.Context, d core.Decision, want core.Outcome, why core.Why) error {
	return p.with(ctx, func(phone *wire.Phone) error {
		id := p.args[0]
		got, err := p.settle(ctx, phone, id, d, why)
		if err != nil {
			return err
		}
		r := outcomeResult{ID: id, Outcome: got}
		if got == want {
			return p.result(r, "%s", said[got])
		}
		r.Error = problemOf(core.E("kauth-cli", kindOf[got], nil))
		if p.asJSON {
			if err := p.result(r, ""); err != nil {
				return err
			}
			return errTold
		}
		return core.E("kauth-cli", kindOf[got], nil)
	})
}

// settle fetches the request, since this process has seen none yet, and answers it.
func (p *params) settle(ctx context.Context, phone *wire.Phone, id string, d core.Decision, why core.Why) (core.Outcome, error) {
	refreshed := phone.Inbox.Refresh(ctx, 0)
	for _, c := range phone.Inbox.Pending() {
		if c.ID != id {
			continue
		}
		if err := p.checkNumber(c, d); err != nil {
			return "", err
		}
		return phone.Inbox.Answer(ctx, id, d, p.number, why)
	}
	if got, found := over(ctx, phone, id); found {
		return got, nil
	}
	if refreshed != nil {
		return "", refreshed
	}
	return "", core.Errorf("kauth-cli", core.NotFound, "no request of that id waits")
}

// checkNumber spares a person a request closed by a number that cannot be right.
func (p *params) checkNumber(c core.Challenge, d core.Decision) error {
	switch {
	case d == core.Deny:
		return nil
	case c.Mode == core.Match && len(p.number) != c.Digits:
		return misuse("this request wants the number that the other screen shows: --number with %s", count(c.Digits, "digit"))
	case c.Mode == core.Confirm && p.number != "":
		return misuse("this request takes no number")
	}
	return nil
}

// over asks the servers how a request ended that waits no longer. They remember
// for ten minutes.
func over(ctx context.Context, phone *wire.Phone, id string) (core.Outcome, bool) {
	for _, a := range linked(phone) {
		reply, err := phone.Client.Fetch(ctx, *a.Device, "", 0)
		if err != nil {
			continue // another server may know
		}
		for _, g := range reply.Gone {
			if g.ID == id {
				return ended(g.State), true
			}
		}
	}
	return "", false
}

func ended(state string) core.Outcome {
	switch o := core.Outcome(state); o {
	case core.TimedOut, core.Withdrawn, core.Superseded:
		return o
	}
	return core.AnsweredOther
}

var said = map[core.Outcome]string{core.Approved: "Approved.", core.Refused: "Refused."}

// kindOf says what is wrong with an outcome that nobody asked for.
var kindOf = map[core.Outcome]core.Kind{
	core.Approved: core.AlreadyDone, core.Refused: core.AlreadyDone, core.AnsweredOther: core.AlreadyDone,
	core.WrongNumber: core.Mismatch,
	core.TimedOut:    core.Expired, core.Withdrawn: core.Expired, core.Superseded: core.Expired,
}
