package vault

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"unicode/utf8"

	"kauth/core"
)

// The buckets that the vault keeps for itself.
const (
	accounts = "accounts"
	counters = "counters"
)

// Put seals data under bucket and id, over what was there. It is durable when Put
// returns. It fails with core.Locked, core.StorageFull, core.StorageDenied or
// core.VaultDamaged, and then what was there is still there.
func (v *Vault) Put(bucket, id string, data []byte) error {
	const op = "vault.Put"
	if err := checkPlace(op, bucket, id); err != nil {
		return err
	}
	v.mu.Lock()
	defer v.mu.Unlock()
	if err := v.ready(op); err != nil {
		return err
	}
	if data == nil {
		data = []byte{}
	}
	return v.change(op, write{bucket, id, data})
}

// Get gives a copy of what Put took: core.NotFound where there is nothing,
// core.VaultDamaged where it is not as it was written.
func (v *Vault) Get(bucket, id string) ([]byte, error) {
	const op = "vault.Get"
	if err := checkPlace(op, bucket, id); err != nil {
		return nil, err
	}
	v.mu.Lock()
	defer v.mu.Unlock()
	if err := v.ready(op); err != nil {
		return nil, err
	}
	return v.read(op, bucket, id)
}

// Delete takes a record away, and leaves no sealed bytes of it in the file:
// core.NotFound where there is none.
func (v *Vault) Delete(bucket, id string) error {
	const op = "vault.Delete"
	if err := checkPlace(op, bucket, id); err != nil {
		return err
	}
	v.mu.Lock()
	defer v.mu.Unlock()
	if err := v.ready(op); err != nil {
		return err
	}
	if _, ok := v.list.revision(bucket, id); !ok {
		return core.E(op, core.NotFound, nil)
	}
	return v.remove(op, write{bucket, id, nil})
}

// DeleteAll is Delete for several at once, in one step: the file is made anew once. What is
// not there is passed over.
func (v *Vault) DeleteAll(bucket string, ids ...string) error {
	const op = "vault.DeleteAll"
	v.mu.Lock()
	defer v.mu.Unlock()
	if err := v.ready(op); err != nil {
		return err
	}
	var writes []write
	for _, id := range ids {
		if err := checkPlace(op, bucket, id); err != nil {
			return err
		}
		if _, ok := v.list.revision(bucket, id); ok {
			writes = append(writes, write{bucket, id, nil})
		}
	}
	if len(writes) == 0 {
		return nil
	}
	return v.remove(op, writes...)
}

// List gives the ids in a bucket, sorted, damaged records too.
func (v *Vault) List(bucket string) ([]string, error) {
	const op = "vault.List"
	v.mu.Lock()
	defer v.mu.Unlock()
	if err := v.ready(op); err != nil {
		return nil, err
	}
	return v.list.ids(bucket), nil
}

// checkPlace refuses the buckets that the vault keeps for itself, and names that JSON
// would not give back as they were.
func checkPlace(op, bucket, id string) error {
	switch {
	case bucket == accounts || bucket == counters || bucket == trash || bucket == trashClock:
		return core.Errorf(op, core.Internal, "bucket %q is the vault's own", bucket)
	case bucket == "" || id == "" || !utf8.ValidString(bucket+id):
		return core.E(op, core.Internal, errors.New("bucket and id must be text"))
	}
	return nil
}

// AccountsMark is another one whenever an account was put or deleted. It costs next to
// nothing: nothing is opened for it.
func (v *Vault) AccountsMark() (string, error) {
	v.mu.Lock()
	defer v.mu.Unlock()
	if err := v.ready("vault.AccountsMark"); err != nil {
		return "", err
	}
	sum := sha256.New()
	sum.Write([]byte(v.head.Name))
	for _, id := range v.list.ids(accounts) {
		revision, _ := v.list.revision(accounts, id)
		sum.Write(binary.BigEndian.AppendUint64(appendText(nil, id), revision))
	}
	return hex.EncodeToString(sum.Sum(nil)), nil
}
