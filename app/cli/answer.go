package main

import (
	"cmp"
	"context"

	"kauth/app/wire"
	"kauth/core"
)

func runApprove(ctx context.Context, p *params) error {
	return p.answer(ctx, core.Approve, core.Approved, "")
}

func runDeny(ctx context.Context, p *params) error {
	p.shut = true
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
		r := outcomeResult{ID: id, Outcome: got, MovedTo: p.movedTo}
		if p.movedTo != "" {
			return p.result(r, "Moved to %s. It is not on this phone any more.", p.movedTo)
		}
		if got == want {
			return p.result(r, "%s", said[got])
		}
		err = core.E("kauth-cli", kindOf[got], nil)
		if !p.asJSON {
			return err
		}
		r.Error = problemOf(err)
		return cmp.Or(p.result(r, ""), errTold)
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
		got, err := phone.Inbox.Answer(ctx, id, d, p.number, why)
		p.movedTo = movedTo(ctx, phone, c, got)
		return got, err
	}
	if why == core.NotMe && disowned(ctx, phone, id) {
		return core.Refused, nil
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

// disowned says "this was not me" of a request that the history has, and whether that
// stopped what had been approved.
func disowned(ctx context.Context, phone *wire.Phone, id string) bool {
	for _, a := range linked(phone) {
		r, err := phone.History.Find(a.ID, id)
		if err != nil {
			continue // another account may have it
		}
		d, err := phone.Inbox.Disown(ctx, r)
		return err == nil && d.Stopped
	}
	return false
}
