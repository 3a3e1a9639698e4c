package wire

import (
	"errors"

	"kauth/core"
	"kauth/core/vault"
)

// answeredBucket is what the inbox remembers by itself.
const answeredBucket = "answered"

var errSame = errors.New("nothing new")

// giveBack moves to the vault what happened while it was shut. Everything is put
// there before it goes here, and putting it twice is the same as once: killed at any
// point, nothing is lost and nothing is there twice.
func (r *reception) giveBack(main *vault.Vault) error {
	all, err := r.v.Accounts()
	if err != nil {
		return err
	}
	for _, a := range all {
		if err := r.giveAccount(main, a); err != nil && core.KindOf(err) != core.NotFound {
			return err
		}
	}
	if err := r.giveRevoked(main); err != nil {
		return err
	}
	return r.move(main, answeredBucket)
}

// giveAccount has the vault know the server's newer keys, and its policy. What the
// listening key counts is its own: a server compares it with nothing.
func (r *reception) giveAccount(main *vault.Vault, a core.Account) error {
	err := main.UpdateAccount(a.ID, func(now *core.Account) error {
		here, there := a.Device, now.Device
		if there == nil || there.ID != here.ID || (here.KeysAt <= there.KeysAt && here.Policy.Version <= there.Policy.Version) {
			return errSame
		}
		if here.KeysAt > there.KeysAt {
			there.ServerKeys, there.KeysAt = here.ServerKeys, here.KeysAt
		}
		if here.Policy.Version > there.Policy.Version {
			there.Policy = here.Policy
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
	if err := r.v.Put(revokedBucket, string(id), []byte(a.Device.ID)); err != nil {
		return err
	}
	return r.v.DeleteAccount(id)
}

func (r *reception) move(main *vault.Vault, bucket string) error {
	ids, err := r.v.List(bucket)
	if err != nil {
		return err
	}
	for _, id := range ids {
		data, err := r.v.Get(bucket, id)
		if err == nil {
			err = main.Put(bucket, id, data)
		}
		if err == nil {
			err = r.v.Delete(bucket, id)
		}
		if err != nil && core.KindOf(err) != core.VaultDamaged {
			return err
		}
	}
	return nil
}
