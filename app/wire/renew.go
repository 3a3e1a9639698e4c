package wire

import (
	"bytes"
	"context"

	"kauth/core"
	"kauth/core/vault"
)

// renew makes the reception anew, under another key, after a change of the vault's
// lock: whoever copied the keyring before that reads nothing that is kept here after
// it. The caller has given back to the vault all that was noted here, and lets nobody
// note anything meanwhile. Killed in it, there is no reception, or one without accounts,
// where nothing is noted: the next unlock makes another.
func (r *reception) renew(ctx context.Context, main *vault.Vault) error {
	now, err := main.LockMark()
	if err != nil {
		return err
	}
	made, err := main.Get(receptionBucket, receptionLock)
	switch {
	case err == nil && bytes.Equal(made, now):
		return nil
	case err != nil && core.KindOf(err) != core.NotFound && core.KindOf(err) != core.VaultDamaged:
		return err
	}
	if err := r.make(ctx, main); err != nil {
		return err
	}
	return main.Put(receptionBucket, receptionLock, now)
}

// make puts a new reception in the place of the one that there is.
func (r *reception) make(ctx context.Context, main *vault.Vault) error {
	r.drop(ctx)
	if err := r.open(ctx); err != nil {
		return err
	}
	fresh := r.k.known()
	defer clear(fresh)
	return main.Put(receptionBucket, receptionKey, fresh)
}
