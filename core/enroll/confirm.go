package enroll

import (
	"context"
	"strings"

	"kauth/core"
	"kauth/core/api"
)

// Confirm answers with the six digits that the computer shows. The account it gives
// is Active; where the same one was here before, it has that one's id, name and
// place. core.Mismatch, LinkExpired, Denied: the account is removed, and a new QR
// code is needed. After any other error the digits can be given again.
func (e *Enroller) Confirm(ctx context.Context, id core.AccountID, digits string) (core.Account, error) {
	digits = strings.Join(strings.Fields(digits), "")
	if !sixDigits(digits) {
		return core.Account{}, core.Errorf("enroll.Confirm", core.Malformed, "these are not six digits")
	}
	a, err := e.store.Account(id)
	switch {
	case err != nil:
		return core.Account{}, err
	case a.State == core.Active:
		return a, nil // a second tap
	case a.State != core.Unconfirmed || a.Device.Moves:
		return core.Account{}, core.Errorf("enroll.Confirm", core.NotFound, "this account does not wait for digits")
	}
	c, state, err := e.answerer.LinkState(ctx, id)
	if err != nil {
		return e.lost(a, err)
	}
	if state != "pending" {
		return e.settled(ctx, a, state)
	}
	outcome, recovery, err := e.answerer.AnswerLink(ctx, c, core.Approve, digits, "")
	if err != nil {
		return e.lost(a, err)
	}
	return e.concluded(ctx, a, outcome, recovery)
}

func sixDigits(s string) bool {
	return len(s) == api.LinkDigits && strings.Trim(s, "0123456789") == ""
}

// lost removes an account whose link the server no longer knows. It was never
// active, so nothing is lost that a new QR code does not bring.
func (e *Enroller) lost(a core.Account, err error) (core.Account, error) {
	switch core.KindOf(err) {
	case core.NotLinked, core.NotFound, core.LinkExpired:
		return e.removed(a, core.LinkExpired)
	}
	return a, err
}

func (e *Enroller) removed(a core.Account, kind core.Kind) (core.Account, error) {
	if err := e.drop(a.ID, core.Unconfirmed); err != nil {
		return core.Account{}, err
	}
	return core.Account{}, core.E("enroll.Confirm", kind, nil)
}

// concluded acts on how the link ended by our own answer.
func (e *Enroller) concluded(ctx context.Context, a core.Account, o core.Outcome, recovery bool) (core.Account, error) {
	switch o {
	case core.Approved:
		return e.activate(ctx, a.ID, core.Unconfirmed, func(now *core.Account) core.Account {
			now.CodesWaiting = now.CodesWaiting || recovery
			return *now
		})
	case core.WrongNumber:
		return e.removed(a, core.Mismatch)
	case core.TimedOut:
		return e.removed(a, core.LinkExpired)
	case core.AnsweredOther:
		return e.settled(ctx, a, "")
	}
	return e.removed(a, core.Denied)
}

// settled acts on a link that is over although no reply told us how: the phone was
// killed, or the reply lost. The server speaks of its end for ten minutes, and then
// perhaps of other requests; only a confirmed phone may see the account's activity.
func (e *Enroller) settled(ctx context.Context, a core.Account, state string) (core.Account, error) {
	if state == "approved" {
		return e.activateLate(ctx, a)
	}
	_, err := e.server.Activity(ctx, *a.Device)
	switch core.KindOf(err) {
	case "":
		return e.activateLate(ctx, a)
	case core.Denied, core.NotLinked:
		return e.removed(a, endOf(state))
	}
	return a, err
}

// endOf is what a person is told of a link that ended in that state.
func endOf(state string) core.Kind {
	switch state {
	case "mismatch":
		return core.Mismatch
	case "expired", "":
		return core.LinkExpired
	}
	return core.Denied
}

// activateLate finishes a link whose last reply never came. Whether backup codes
// wait was in that reply, so RecoveryCodes asks.
func (e *Enroller) activateLate(ctx context.Context, a core.Account) (core.Account, error) {
	return e.activate(ctx, a.ID, core.Unconfirmed, func(now *core.Account) core.Account {
		now.CodesWaiting = true
		return *now
	})
}

// Abandon gives a link up: the server hears a NO where it can be reached, and the
// account goes in any case.
func (e *Enroller) Abandon(ctx context.Context, id core.AccountID) error {
	a, err := e.store.Account(id)
	switch {
	case core.KindOf(err) == core.NotFound:
		return nil
	case err != nil:
		return err
	case a.State == core.Unconfirmed && a.Device.Moves:
		return e.abandonMove(ctx, a)
	case a.State == core.Unconfirmed:
		told, cancel := context.WithTimeout(ctx, giveUpTime)
		defer cancel()
		// Unheard, the link ends by itself: the server destroys it after ten minutes.
		if c, state, err := e.answerer.LinkState(told, id); err == nil && state == "pending" {
			e.answerer.AnswerLink(told, c, core.Deny, "", core.WhyCanceled)
		} else if a.Device.Bearer {
			defer e.giveUp(ctx, a.Device) // its server has it as active
		}
	case a.State != core.Registering:
		return core.Errorf("enroll.Abandon", core.Denied, "this account is linked; Remove forgets it")
	}
	return e.drop(id, a.State)
}
