package main

import (
	"context"
	"time"

	"kauth/app/wire"
)

// runRefuseAll says NO to everything that waits, and has requests rest for an hour.
func runRefuseAll(ctx context.Context, p *params) error {
	p.shut = true
	return p.with(ctx, func(phone *wire.Phone) error {
		if err := p.await(ctx, phone); err != nil && len(phone.Inbox.Pending()) == 0 {
			return err
		}
		n, err := phone.Inbox.RefuseAll(ctx)
		if err != nil {
			return err
		}
		return p.resting(phone, n)
	})
}

// runResume has requests shown again.
func runResume(ctx context.Context, p *params) error {
	return p.with(ctx, func(phone *wire.Phone) error {
		if err := phone.Inbox.Resume(); err != nil {
			return err
		}
		return p.resting(phone, 0)
	})
}

// restingResult says what was refused, and until when requests rest; 0: they do not.
type restingResult struct {
	Refused int   `json:"refused"`
	Until   int64 `json:"resting_until"`
}

func (p *params) resting(phone *wire.Phone, refused int) error {
	until := phone.Inbox.Resting()
	if until.IsZero() {
		return p.result(restingResult{Refused: refused}, "Requests are shown. %s refused.", count(refused, "request"))
	}
	r := restingResult{refused, until.Unix()}
	return p.result(r, "%s refused. Requests rest until %s; codes go on working. kauth-cli resume shows them again.",
		count(refused, "request"), until.Format(time.TimeOnly))
}
