package vault

import (
	"fmt"
	"path/filepath"
	"testing"

	bolt "go.etcd.io/bbolt"

	"kauth/core"
)

// BenchmarkChange holds a change of an account against a bare bbolt update of the
// same size, in the same run.
func BenchmarkChange(b *testing.B) {
	for _, n := range []int{1, 100, 1000} {
		dir, k := filled(b, many(b, n)...)
		b.Run(fmt.Sprint("bbolt/", n), func(b *testing.B) { benchBare(b, n) })
		b.Run(fmt.Sprint("vault/", n), func(b *testing.B) {
			v := opened(b, dir, k)
			defer v.Close()
			a := linked(b, "acc_0")
			for b.Loop() {
				must(b, v.PutAccount(a))
			}
		})
	}
}

func benchBare(b *testing.B, n int) {
	db, err := bolt.Open(filepath.Join(b.TempDir(), "bare.db"), 0o600, nil)
	must(b, err)
	defer db.Close()
	put := func(from, to int) {
		must(b, db.Update(func(tx *bolt.Tx) error {
			bucket, err := tx.CreateBucketIfNotExists(bucketRecords)
			for i := from; err == nil && i < to; i++ {
				err = bucket.Put(fmt.Appendf(nil, "%032d", i), make([]byte, 1024))
			}
			return err
		}))
	}
	put(0, n)
	for b.Loop() {
		put(0, 1)
	}
}

// BenchmarkUnlock opens the file, checks its pages and every record, and reads all
// accounts, with the key at hand.
func BenchmarkUnlock(b *testing.B) {
	for _, n := range []int{1, 100, 1000} {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			dir, k := filled(b, many(b, n)...)
			for b.Loop() {
				v := opened(b, dir, k)
				if all, err := v.Accounts(); err != nil || len(all) != n {
					b.Fatal(len(all), err)
				}
				must(b, v.Close())
			}
		})
	}
}

func BenchmarkDelete(b *testing.B) {
	dir, k := filled(b, many(b, 100)...)
	v := opened(b, dir, k)
	a := linked(b, "acc_0")
	for b.Loop() {
		must(b, v.DeleteAccount("acc_0"))
		must(b, v.PutAccount(a))
	}
}

func many(t testing.TB, n int) []core.Account {
	list := make([]core.Account, n)
	for i := range list {
		list[i] = linked(t, core.AccountID(fmt.Sprintf("acc_%d", i)))
	}
	return list
}
