package wire

import (
	"fmt"
	"slices"
	"strings"

	"kauth/core"
	"kauth/core/challenge"
	"kauth/core/vault"
	"kauth/core/wake"
)

// answeredBucket is what the inbox remembers of requests, so as not to show them once
// more: both places have all of it.
const answeredBucket = "answered"

// giveBack moves to the vault what happened while it was shut. Everything is put
// there before it goes here, and putting it twice is the same as once: killed at any
// point, nothing is lost and nothing is there twice.
func (r *reception) giveBack(main *vault.Vault) error {
	if err := r.giveHeard(main); err != nil {
		return err
	}
	if err := copyWakeups(r.v, main); err != nil {
		return err
	}
	return copyAnswered(r.v, main)
}

// keepHeard keeps a statement in the order in which they came.
func (r *reception) keepHeard(id core.AccountID, statement string) error {
	ids, err := r.v.List(heardBucket)
	if err != nil {
		return err
	}
	next := 1
	if len(ids) > 0 {
		fmt.Sscanf(ids[len(ids)-1], "%d", &next)
		next++
	}
	return r.v.Put(heardBucket, fmt.Sprintf("%010d.%s", next, id), []byte(statement))
}

// giveHeard has the vault hear what servers stated meanwhile: their newer keys, their
// policy, and that they turned this phone off. It judges them by itself.
func (r *reception) giveHeard(main *vault.Vault) error {
	ids, err := r.v.List(heardBucket)
	if err != nil {
		return err
	}
	for _, id := range ids {
		statement, err := r.v.Get(heardBucket, id)
		if err == nil {
			_, account, _ := strings.Cut(id, ".")
			err = r.relearn(main, core.AccountID(account), string(statement))
		}
		if isStorage(err) {
			return err
		}
		if err := r.v.Delete(heardBucket, id); err != nil {
			return err
		}
	}
	return nil
}

// relearn keeps the name of an account that goes by it, for the person to be told.
func (r *reception) relearn(main *vault.Vault, id core.AccountID, statement string) error {
	gone, err := challenge.Relearn(main, id, statement)
	if gone != nil {
		a := gone.Account
		gone.Account = core.Account{ID: a.ID, Issuer: a.Issuer, Label: a.Label, Name: a.Name}
		r.gone = append(r.gone, *gone)
	}
	return err
}

// isStorage tells what may be another time from what will not.
func isStorage(err error) bool {
	switch core.KindOf(err) {
	case core.StorageFull, core.StorageDenied, core.Locked:
		return true
	}
	return false
}

// shared are the buckets of which each place has every record.
var shared = []string{answeredBucket, challenge.RestBucket}

// copyAnswered has to know what from knows of answered requests, and of those that rest.
func copyAnswered(from, to *vault.Vault) error {
	for _, bucket := range shared {
		if err := copyShared(from, to, bucket); err != nil {
			return err
		}
	}
	return nil
}

func copyShared(from, to *vault.Vault, bucket string) error {
	ids, err := from.List(bucket)
	if err != nil {
		return err
	}
	known, err := to.List(bucket)
	if err != nil {
		return err
	}
	for _, id := range ids {
		if slices.Contains(known, id) {
			continue
		}
		data, err := from.Get(bucket, id)
		if err == nil {
			err = to.Put(bucket, id, data)
		}
		if err != nil && core.KindOf(err) != core.VaultDamaged {
			return err
		}
	}
	return nil
}

// copyWakeups has to know of the phone's registrations for wake-ups what from knows and
// it does not. What is of no account any more is forgotten by whoever keeps them.
func copyWakeups(from, to *vault.Vault) error {
	ids, err := from.List(wake.Bucket)
	if err != nil {
		return err
	}
	for _, id := range ids {
		data, err := from.Get(wake.Bucket, id)
		if err != nil {
			continue // it is made anew
		}
		if has, err := to.Get(wake.Bucket, id); err == nil && !wake.Later(data, has) {
			continue
		}
		if err := to.Put(wake.Bucket, id, data); err != nil {
			return err
		}
	}
	return nil
}
