package enroll

import (
	"context"
	"strings"

	"kauth/core"
	"kauth/core/link"
)

// BeginAgain is Begin for an account that is here and hears no requests any more. It
// keeps its codes until the new link is Active, and gives its id, name and place then.
// An account that comes back with another Replaces, and without that id, is not the one
// that was meant: Settle or Confirm adds it all the same, Abandon gives it up.
func (e *Enroller) BeginAgain(ctx context.Context, id core.AccountID, o link.Offer) (core.Account, error) {
	if _, err := e.toLinkAgain(id); err != nil {
		return core.Account{}, err
	}
	return e.begin(ctx, o, false, id)
}

// LoginAgain is Login for such an account, at its own server.
func (e *Enroller) LoginAgain(ctx context.Context, id core.AccountID, redirect string) (Attempt, error) {
	a, err := e.toLinkAgain(id)
	if err != nil {
		return Attempt{}, err
	}
	attempt, err := e.Login(ctx, a.Server(), redirect)
	if err != nil {
		return Attempt{}, err
	}
	// The page must not offer to ask the phone that is the very one that cannot be asked.
	attempt.URL, attempt.Again = attempt.URL+"&again=1", id
	return attempt, nil
}

func (e *Enroller) toLinkAgain(id core.AccountID) (core.Account, error) {
	a, err := e.store.Account(id)
	if err == nil && (a.Server() == "" || a.State != core.Active && !a.Restored()) {
		err = core.Errorf("enroll.BeginAgain", core.NotFound, "this account has no server")
	}
	return a, err
}

// Settle adds an account that was authorized in the browser and is not the one that was
// meant. One that waits for its six digits is given as it is.
func (e *Enroller) Settle(ctx context.Context, id core.AccountID) (core.Account, error) {
	a, err := e.store.Account(id)
	if err != nil || a.State != core.Unconfirmed || a.Device.Moves {
		return a, err
	}
	if unasked(a) { // from here on Resume adds it, whatever becomes of us
		if a, err = e.update(id, core.Unconfirmed, func(now *core.Account) { now.Device.Bearer = false }); err != nil {
			return a, err
		}
	}
	return e.resumeUnconfirmed(ctx, a)
}

// unasked tells an account that was authorized in the browser, is not the one that was
// meant, and that nobody has said YES to: Settle takes the mark away.
func unasked(a core.Account) bool {
	return a.State == core.Unconfirmed && a.Device != nil && a.Device.Bearer && !a.Device.Moves
}

// giveBack forgets an account that its server has as active.
func (e *Enroller) giveBack(ctx context.Context, a core.Account) error {
	if err := e.drop(a.ID, a.State); err != nil {
		return err
	}
	e.giveUp(ctx, a.Device)
	return nil
}

// meant is the account here that an offer seems to be for, by what the offer says of
// itself: until its server has answered, a second row would be shown for it.
func (e *Enroller) meant(o link.Offer) core.AccountID {
	all, err := e.store.Accounts()
	if err != nil || o.Account == "" {
		return ""
	}
	for _, a := range all {
		if a.Server() == o.Origin && (a.State == core.Active || a.Restored()) && strings.EqualFold(a.Label, o.Account) {
			return a.ID
		}
	}
	return ""
}
