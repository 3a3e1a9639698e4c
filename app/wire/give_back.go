package wire

import (
	"errors"
	"slices"

	"kauth/core"
	"kauth/core/vault"
)

// answeredBucket is what the inbox remembers of requests, so as not to show them once
// more: both places have all of it.
const answeredBucket = "answered"

var errSame = errors.New("nothing new")

// giveBack moves to the vault what happened while it was shut. Everything is put
// there before it goes here, and putting it twice is the same as once: killed at any
// point, nothing is lost and nothing is there twice.
func (r *reception) giveBack(main *vault.Vault) error {
	if err := r.giveAccounts(main); err != nil {
		return err
	}
	if err := r.giveRevoked(main); err != nil {
		return err
	}
	return copyAnswered(r.v, main)
}

func (r *reception) giveAccounts(main *vault.Vault) error {
	if r.same(r.v, ofReception) {
		return nil
	}
	all, err := r.v.Accounts()
	if err != nil {
		return err
	}
	for _, a := range all {
		if err := r.giveAccount(main, a); err != nil && core.KindOf(err) != core.NotFound {
			return err
		}
	}
	return nil
}

// giveAccount has the vault know the server's newer keys, and its policy. What the
// listening key counts is its own: a server compares it with nothing.
func (r *reception) giveAccount(main *vault.Vault, a core.Account) error {
	err := main.UpdateAccount(a.ID, func(now *core.Account) error {
		if a.Device == nil || now.Device == nil || !now.Device.Learn(*a.Device) {
			return errSame
		}
		return nil
	})
	if errors.Is(err, errSame) {
		return nil
	}
	return err
}

// giveRevoked takes out of the vault the accounts whose server ended the link.
func (r *reception) giveRevoked(main *vault.Vault) error {
	ids, err := r.v.List(revokedBucket)
	if err != nil {
		return err
	}
	for _, id := range ids {
		device, err := r.v.Get(revokedBucket, id)
		if err != nil {
			return err
		}
		a, err := main.Account(core.AccountID(id))
		if err == nil && a.Device != nil && a.Device.ID == string(device) {
			err = main.DeleteAccount(a.ID)
		}
		if err != nil && core.KindOf(err) != core.NotFound {
			return err
		}
		if err := r.v.Delete(revokedBucket, id); err != nil {
			return err
		}
	}
	return nil
}

// revoke forgets an account here, and remembers that the vault has to.
func (r *reception) revoke(id core.AccountID) error {
	a, err := r.v.Account(id)
	if err != nil {
		return err
	}
	if a.Device != nil {
		if err := r.v.Put(revokedBucket, string(id), []byte(a.Device.ID)); err != nil {
			return err
		}
	}
	return r.v.DeleteAccount(id)
}

// copyAnswered has to know what from knows of answered requests.
func copyAnswered(from, to *vault.Vault) error {
	ids, err := from.List(answeredBucket)
	if err != nil {
		return err
	}
	known, err := to.List(answeredBucket)
	if err != nil {
		return err
	}
	for _, id := range ids {
		if slices.Contains(known, id) {
			continue
		}
		data, err := from.Get(answeredBucket, id)
		if err == nil {
			err = to.Put(answeredBucket, id, data)
		}
		if err != nil && core.KindOf(err) != core.VaultDamaged {
			return err
		}
	}
	return nil
}
