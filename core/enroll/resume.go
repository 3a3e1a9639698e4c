package enroll

import (
	"context"
	"time"

	"kauth/core"
)

// staleAfter is when a link that was begun is given up although its server was
// never reached again: a link code lives ten minutes.
const staleAfter = 24 * time.Hour

// Resume takes up what a kill left behind, at start. Registering asks again with
// the same key, Unconfirmed asks how far the server is; what is dead is removed. It
// returns the accounts that wait for their six digits, and the first problem.
func (e *Enroller) Resume(ctx context.Context) ([]core.Account, error) {
	all, err := e.store.Accounts()
	if err != nil {
		return nil, err
	}
	var waiting []core.Account
	var first error
	for _, a := range all {
		if a.State != core.Registering && a.State != core.Unconfirmed {
			continue
		}
		now, err := e.resume(ctx, a, all)
		if now.State == core.Unconfirmed {
			waiting = append(waiting, now)
		}
		if err != nil && first == nil {
			first = err
		}
	}
	return waiting, first
}

// resume takes one account up. That it is dead is no problem to report: the person
// sees that it is not there.
func (e *Enroller) resume(ctx context.Context, a core.Account, all []core.Account) (core.Account, error) {
	if a.Device == nil || takenOver(a, all) {
		return core.Account{}, e.drop(a.ID, a.State)
	}
	step := e.resumeUnconfirmed
	switch {
	case unasked(a):
		return core.Account{}, e.giveBack(ctx, a)
	case a.State == core.Registering:
		step = e.register
	case a.Device.Moves:
		return e.resumeMove(ctx, a) // never given up unheard: it may be the only phone
	}
	now, err := step(ctx, a)
	switch core.KindOf(err) {
	case core.Mismatch, core.LinkExpired, core.LinkUsed, core.Denied, core.WrongKey:
		return core.Account{}, nil
	case "":
		if unasked(now) {
			return core.Account{}, e.giveBack(ctx, now)
		}
		return now, nil
	}
	if e.phone.Now().Sub(a.Added) > staleAfter {
		return core.Account{}, e.shelve(a.ID, a.State)
	}
	return now, err
}

func (e *Enroller) resumeUnconfirmed(ctx context.Context, a core.Account) (core.Account, error) {
	_, state, err := e.answerer.LinkState(ctx, a.ID)
	switch {
	case err != nil:
		return e.lost(a, err)
	case state == "pending":
		return a, nil
	}
	return e.settled(ctx, a, state)
}

// takenOver tells a record whose phone became active under an older record's id,
// by a link that was killed before it could remove this one.
func takenOver(a core.Account, all []core.Account) bool {
	for _, other := range all {
		if other.State == core.Active && other.Device != nil && a.Device.ID != "" &&
			other.Device.ID == a.Device.ID && other.Device.Origin == a.Device.Origin {
			return true
		}
	}
	return false
}
