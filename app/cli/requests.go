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
	p.shut = true
	return p.with(ctx, func(phone *wire.Phone) error {
		if err := p.await(ctx, phone); err != nil && len(phone.Inbox.Pending()) == 0 {
			return err
		}
		return p.table(func() error {
			for _, c := range phone.Inbox.Pending() {
				r := requestOf(phone, c)
				if err := p.result(r, "%s\t%s\t%s, %s\t%s\t%s\t%d s left",
					r.ID, asks(c), r.Issuer, r.Label, words.Agent(r.Device), words.Place(r.Place), r.ExpiresIn); err != nil {
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
	all, _ := phone.Heard() // Refresh has told of an error
	return slices.DeleteFunc(all, func(a core.Account) bool { return a.State != core.Active || a.Device == nil })
}

func requestOf(phone *wire.Phone, c core.Challenge) requestResult {
	var a core.Account // it was there a moment ago; without it the names stay empty
	for _, one := range linked(phone) {
		if one.ID == c.Account {
			a = one
		}
	}
	return requestResult{
		ID: c.ID, Mode: c.Mode, Digits: c.Digits, Kind: string(c.Kind), Account: c.Account, Issuer: a.Issuer, Label: a.Label,
		App: c.Context.App, Device: c.Context.Agent, Place: c.Context.Place, IP: c.Context.IP, Origin: c.Context.Origin,
		ExpiresIn: int(phone.Inbox.Remaining(c) / time.Second), To: c.Context.To,
	}
}

func asks(c core.Challenge) string {
	if c.Kind == core.KindMove {
		return "move to " + c.Context.To + " by " + count(c.Digits, "digit")
	}
	if c.Mode == core.Match {
		return "number of " + count(c.Digits, "digit")
	}
	return "YES or NO"
}
