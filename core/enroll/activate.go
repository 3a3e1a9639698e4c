package enroll

import (
	"context"
	"strings"

	"kauth/core"
)

// activate makes an account Active. Where the same account was here before, the new
// one takes its record over in a single write, so that at no point there are two or
// none, and the record it had until now goes after that.
func (e *Enroller) activate(ctx context.Context, id core.AccountID, from core.AccountState, finish func(*core.Account) core.Account) (core.Account, error) {
	a, before, err := e.takeOver(id, from, finish)
	if err != nil {
		return a, err
	}
	e.answerer.Reload()
	for _, d := range before {
		if d.ID != a.Device.ID {
			e.giveUp(ctx, d)
		}
	}
	return a, nil
}

// takeOver gives the devices that the account had until now.
func (e *Enroller) takeOver(id core.AccountID, from core.AccountState, finish func(*core.Account) core.Account) (a core.Account, before []*core.Device, err error) {
	e.mu.Lock()
	defer e.mu.Unlock()
	now, err := e.store.Account(id)
	if err != nil || now.State != from {
		return now, nil, err
	}
	a = finish(&now)
	a.State = core.Active
	old, err := e.same(a)
	if err != nil {
		return core.Account{}, nil, err
	}
	if before, err = e.leaveOne(a, old); err != nil {
		return core.Account{}, nil, err
	}
	if old != nil {
		if err := e.carryCounter(a.ID, old.ID); err != nil {
			return core.Account{}, nil, err
		}
		a.ID, a.Name, a.Order, a.Uses, a.Added = old.ID, old.Name, old.Order, old.Uses, old.Added
	}
	a.Replaces = ""
	if err := e.store.PutAccount(a); err != nil {
		return core.Account{}, nil, err
	}
	if a.ID != id {
		// Killed before this, or where it fails, the next Resume does it.
		e.store.DeleteAccount(id)
	}
	return a, before, nil
}

// leaveOne puts linked rows beside the one that is to be taken over into the trash: each
// request would come twice, once for each. It comes first: killed after it, the next
// Resume makes a Active all the same.
func (e *Enroller) leaveOne(a core.Account, old *core.Account) (before []*core.Device, err error) {
	all, err := e.store.Accounts()
	if err != nil || old == nil {
		return nil, err
	}
	if old.Device != nil {
		before = append(before, old.Device)
	}
	for _, other := range all {
		if other.ID == a.ID || other.ID == old.ID || other.State != core.Active || !sameAccount(other, *a.Device, a.Label) {
			continue
		}
		if err := e.store.Discard(other.ID, core.ByPerson); err != nil {
			return nil, err
		}
		before = append(before, other.Device)
	}
	return before, nil
}

// carryCounter brings the counter that the phone goes on with past the one that it
// answered the link with. The server would take a number that does not rise for a
// copy of this phone. A link takes few, so this counts.
func (e *Enroller) carryCounter(from, to core.AccountID) error {
	used, err := e.store.NextCounter(from)
	for n := uint64(0); err == nil && n < used; {
		n, err = e.store.NextCounter(to)
	}
	return err
}

// same finds the account here that a is linked for once more: of several rows the one
// that was meant.
func (e *Enroller) same(a core.Account) (found *core.Account, err error) {
	all, err := e.store.Accounts()
	if err != nil {
		return nil, err
	}
	for _, other := range all {
		if other.ID == a.ID || !sameAccount(other, *a.Device, a.Label) {
			continue
		}
		if found == nil || other.ID == a.Replaces {
			found = &other
		}
	}
	return found, nil
}

// sameAccount goes by the server's own name of the account, and never by its secret,
// which is another for each phone. A backup of before that name was kept has the label.
func sameAccount(here core.Account, d core.Device, label string) bool {
	switch {
	case here.Server() != d.Origin:
		return false
	case here.State == core.Active:
		return here.Device.Account == d.Account
	case !here.Restored():
		return false
	case here.LinkedAs != "":
		return here.LinkedAs == d.Account
	}
	return strings.EqualFold(here.Label, label)
}
