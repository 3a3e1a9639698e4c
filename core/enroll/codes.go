package enroll

import (
	"context"

	"kauth/core"
)

// RecoveryCodes gives an account's backup codes; none where none wait to be seen.
// The server shows them until CodesKept says that the person keeps them.
func (e *Enroller) RecoveryCodes(ctx context.Context, id core.AccountID) ([]string, error) {
	a, err := e.linked(id)
	if err != nil {
		return nil, err
	}
	codes, err := e.server.RecoveryCodes(ctx, *a.Device)
	if err != nil || len(codes) > 0 {
		return codes, err
	}
	return nil, e.noCodesWait(id)
}

// CodesKept says that the person has put the backup codes in a safe place.
func (e *Enroller) CodesKept(ctx context.Context, id core.AccountID) error {
	a, err := e.linked(id)
	if err != nil {
		return err
	}
	if err := e.server.AckRecoveryCodes(ctx, *a.Device); err != nil {
		return err
	}
	return e.noCodesWait(id)
}

func (e *Enroller) linked(id core.AccountID) (core.Account, error) {
	a, err := e.store.Account(id)
	if err == nil && (a.State != core.Active || a.Device == nil) {
		err = core.Errorf("enroll.RecoveryCodes", core.NotFound, "this account has no server")
	}
	return a, err
}

func (e *Enroller) noCodesWait(id core.AccountID) error {
	_, err := e.update(id, core.Active, func(a *core.Account) { a.CodesWaiting = false })
	return err
}
