package enroll

import (
	"context"
	"errors"
	"time"

	"kauth/core"
	"kauth/core/api"
)

// Moving is how far a phone is that takes another's place.
type Moving struct {
	// State is "pending" while the old phone was not answered; then "approved", "denied",
	// "mismatch", "expired", "cancelled" or "superseded".
	State  string
	From   string        // what the old phone calls itself; "" where it says nothing
	Digits string        // to type there, while it is pending
	Left   time.Duration // until it is over, while it is pending
}

// MoveWaits is the State while the old phone was not answered.
const MoveWaits = "pending"

// Move asks how far an account is that moves here from another phone, and holds for wait
// while that one was not answered. The account is Active once it was; any other end has
// removed it. An error leaves it as it is: ask again.
func (e *Enroller) Move(ctx context.Context, id core.AccountID, wait time.Duration) (core.Account, Moving, error) {
	a, err := e.store.Account(id)
	switch {
	case err != nil:
		return core.Account{}, Moving{}, err
	case a.State == core.Active:
		return a, Moving{State: "approved"}, nil
	case a.State != core.Unconfirmed || !a.Device.Moves:
		return core.Account{}, Moving{}, core.Errorf("enroll.Move", core.NotFound, "this account does not move")
	}
	m, err := e.server.Move(ctx, *a.Device, wait)
	switch core.KindOf(err) {
	case "":
		return e.moved(ctx, a, m)
	case core.NotLinked: // it is over, and the server speaks of it no more
		now, err := e.settled(ctx, a, "")
		return ended(now, err)
	}
	return a, Moving{}, err
}

// moved acts on what the server says of a move.
func (e *Enroller) moved(ctx context.Context, a core.Account, m api.MoveReply) (core.Account, Moving, error) {
	now := Moving{State: m.State, From: m.From}
	switch m.State {
	case MoveWaits:
		now.Digits, now.Left = m.Digits, time.Duration(m.ExpiresIn)*time.Second
		return a, now, nil
	case "approved":
		a, err := e.activate(ctx, a.ID, core.Unconfirmed, func(here *core.Account) core.Account {
			here.CodesWaiting = here.CodesWaiting || m.Recovery
			here.Device.Moves, here.Device.MovesFrom = false, ""
			return *here
		})
		return a, now, err
	}
	return core.Account{}, now, e.drop(a.ID, core.Unconfirmed)
}

// ended is the end of a move that its server has forgotten.
func ended(a core.Account, err error) (core.Account, Moving, error) {
	switch {
	case err == nil:
		return a, Moving{State: "approved"}, nil
	case a.ID == "":
		return a, Moving{State: "expired"}, nil
	}
	return a, Moving{}, err
}

// resumeMove takes up a move that a kill left behind.
func (e *Enroller) resumeMove(ctx context.Context, a core.Account) (core.Account, error) {
	now, _, err := e.Move(ctx, a.ID, 0)
	return now, err
}

// abandonMove gives a move up. The account stays until the server has heard of it: the
// old phone may be saying YES, and then this one is the only one. Past the longest that
// a move lasts, with a day to spare, a server that is silent has none that waits; the
// YES may have come before that, so the codes are kept in the trash.
func (e *Enroller) abandonMove(ctx context.Context, a core.Account) error {
	told, cancel := context.WithTimeout(ctx, giveUpTime)
	defer cancel()
	err := e.server.CancelMove(told, *a.Device)
	switch core.KindOf(err) {
	case "", core.NotLinked:
	case core.AlreadyDone:
		var p *api.ProblemError
		if errors.As(err, &p) && p.State == "approved" {
			if _, _, err := e.moved(ctx, a, api.MoveReply{State: p.State}); err != nil {
				return err
			}
			return core.E("enroll.Abandon", core.AlreadyDone, err)
		}
	default:
		if e.phone.Now().Sub(a.Added) < staleAfter {
			return err
		}
		return e.shelve(a.ID, core.Unconfirmed)
	}
	return e.drop(a.ID, core.Unconfirmed)
}

// itself tells a move from this very phone, which would end with nobody in it.
func (e *Enroller) itself(d *core.Device, m *api.MoveReply) (bool, error) {
	if m == nil {
		return false, nil
	}
	all, err := e.store.Accounts()
	for _, a := range all {
		if a.Device != nil && a.State == core.Active && a.Device.Origin == d.Origin && a.Device.ID == m.Device {
			return true, err
		}
	}
	return false, err
}
