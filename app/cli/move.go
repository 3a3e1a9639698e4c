package main

import (
	"context"
	"time"

	"kauth/app/wire"
	"kauth/core"
	"kauth/core/api"
	"kauth/core/enroll"
	"kauth/core/otp"
)

// runMove shows the digits of an account that moves here, and waits for the old phone.
func runMove(ctx context.Context, p *params) error {
	if p.wait < 0 {
		return misuse("--wait is a time like 10m")
	}
	return p.with(ctx, func(phone *wire.Phone) error {
		a, err := pick(phone, p.args[0])
		if err != nil {
			return err
		}
		if a.State == core.Registering { // killed before the server's answer was kept
			if _, err := phone.Enroll.Resume(ctx); err != nil {
				return err
			}
		}
		return p.moves(ctx, phone, a, p.wait)
	})
}

// moves tells how far a move is, and again when it is over or the wait is.
func (p *params) moves(ctx context.Context, phone *wire.Phone, a core.Account, wait time.Duration) error {
	told := false
	for end := time.Now().Add(wait); ; {
		hold := time.Duration(0)
		if told {
			hold = max(min(time.Until(end), api.MaxWait), 0)
		}
		now, m, err := phone.Enroll.Move(ctx, a.ID, hold)
		switch {
		case err != nil:
			return err
		case m.State != enroll.MoveWaits:
			return p.moveOver(a, now, m)
		case !told:
			if err := p.result(movingOf(a, m), "%s moves here. Type %s on %q, which asks for it: %d s left.\nkauth-cli move %s --wait 10m",
				fullName(a), otp.Group(m.Digits), m.From, int(m.Left/time.Second), a.ID); err != nil {
				return err
			}
			told = true
		}
		if time.Until(end) < pause {
			return nil
		}
	}
}

func (p *params) moveOver(a, now core.Account, m enroll.Moving) error {
	if now.State == core.Active {
		return p.result(movingOf(now, m), "%s has moved here.", fullName(now))
	}
	a.State = "removed"
	err := core.Errorf("kauth-cli", moveKinds[m.State], "the move ended: %s", m.State)
	if !p.asJSON {
		return err
	}
	r := movingOf(a, m)
	r.Error = problemOf(err)
	if told := p.result(r, ""); told != nil {
		return told
	}
	return errTold
}

// moveKinds says what is wrong with a move that did not come about.
var moveKinds = map[string]core.Kind{
	"denied": core.Denied, "mismatch": core.Mismatch, "expired": core.LinkExpired, "cancelled": core.LinkExpired,
	"superseded": core.LinkExpired,
}

func movingOf(a core.Account, m enroll.Moving) movingResult {
	return movingResult{accountResult: resultOf(a), Move: m.State, From: m.From, Digits: m.Digits, ExpiresIn: int(m.Left / time.Second)}
}

// movedTo asks once more after a YES to a move: the server then says that this phone has
// let go of the account.
func movedTo(ctx context.Context, phone *wire.Phone, c core.Challenge, got core.Outcome) string {
	if c.Kind != core.KindMove || got != core.Approved {
		return ""
	}
	_ = phone.Inbox.Refresh(ctx, 0) // unheard, the next command hears it
	return c.Context.To
}
