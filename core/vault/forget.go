package vault

import (
	"encoding/hex"
	"strings"

	bolt "go.etcd.io/bbolt"

	"kauth/core"
)

// unknown begins the place of a record that the manifest does not know.
const unknown = "unknown"

// ForgetDamaged deletes for good what is left of a record, by the place that Damaged
// gives it. It fails as Delete does.
func (v *Vault) ForgetDamaged(place string) error {
	bucket, id, _ := strings.Cut(place, "/")
	switch bucket {
	case accounts:
		return v.DeleteAccount(core.AccountID(id))
	case unknown:
		return v.forgetUnknown(place, id)
	case counters:
		return core.Errorf("vault.ForgetDamaged", core.Unsupported, "a counter that began again would be taken for a copy of this phone")
	}
	return v.Delete(bucket, id)
}

func (v *Vault) forgetUnknown(place, id string) error {
	const op = "vault.ForgetDamaged"
	v.mu.Lock()
	defer v.mu.Unlock()
	if err := v.ready(op); err != nil {
		return err
	}
	name, err := hex.DecodeString(id)
	if err != nil || !v.damaged[place] {
		return core.E(op, core.NotFound, nil)
	}
	v.list.Generation++
	v.list.Stale = true
	list, err := v.list.seal(v.keys, v.head.Name)
	if err != nil {
		return v.undo(op, err)
	}
	err = v.store.update(func(tx *bolt.Tx) error {
		if err := tx.Bucket(bucketRecords).Delete(name); err != nil {
			return err
		}
		return tx.Bucket(bucketVault).Put(nameManifest, list)
	})
	if err != nil {
		return v.undo(op, err)
	}
	delete(v.damaged, place)
	if err := v.compact(); err != nil {
		if v.broken != nil {
			return storage(op, err)
		}
		v.changed()
	}
	return nil
}
