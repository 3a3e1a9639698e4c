package vault

import (
	"encoding/hex"
	"testing"

	bolt "go.etcd.io/bbolt"

	"kauth/core"
)

func TestRecordThatNoListKnowsIsForgottenOnRequestAlone(t *testing.T) {
	dir := t.TempDir()
	v := mustOpen(t, dir)
	must(t, v.UnlockPassphrase(childPass))
	must(t, v.PutAccount(codeOnly("acc_a")))
	name := make([]byte, 32)
	must(t, v.store.update(func(tx *bolt.Tx) error { return tx.Bucket(bucketRecords).Put(name, []byte("somebody's")) }))
	must(t, v.Close())

	v = mustOpen(t, dir)
	defer v.Close()
	must(t, v.UnlockPassphrase(childPass))
	where := place(unknown, hex.EncodeToString(name))
	if d := v.Damaged(); len(d) != 1 || d[0] != where {
		t.Fatal(d)
	}
	wantKind(t, v.ForgetDamaged(place(unknown, "00")), core.NotFound)
	must(t, v.ForgetDamaged(where))
	if d := v.Damaged(); len(d) != 0 {
		t.Fatal(d)
	}
	if all, err := v.Accounts(); err != nil || len(all) != 1 {
		t.Fatal(all, err)
	}
	wantKind(t, v.ForgetDamaged(where), core.NotFound)
	wantKind(t, v.ForgetDamaged("counters/acc_a"), core.Unsupported)
}
