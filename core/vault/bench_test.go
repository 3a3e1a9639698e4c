package vault

import (
	"fmt"
	"path/filepath"
	"slices"
	"testing"
	"time"

	bolt "go.etcd.io/bbolt"

	"kauth/core"
	"kauth/core/seal"
)

// BenchmarkChange holds a change of an account, without and with its snapshot, against
// a bare bbolt update of the same size. The three take turns, so that all have the same
// load of the machine, and medians are compared: x and x-snapshot are the ratios.
func BenchmarkChange(b *testing.B) {
	for _, n := range []int{1, 100, 1000} {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			bare := bareUpdate(b, n)
			dir, k := filled(b, many(b, n)...)
			v := opened(b, dir, k)
			a := linked(b, "acc_0")
			var times [3][]time.Duration
			for b.Loop() {
				for i, spare := range []float64{-1, 0, copyBurst} {
					v.copies.spare, v.copies.last = spare, time.Now()
					start := time.Now()
					if i == 0 {
						bare()
					} else {
						must(b, v.PutAccount(a))
					}
					times[i] = append(times[i], time.Since(start))
					v.mu.Lock()
					if v.copies.later != nil { // it waits for no other change
						v.copies.later.Stop()
						v.copies.later = nil
					}
					v.mu.Unlock()
				}
			}
			b.ReportMetric(float64(median(times[0]).Microseconds()), "us-bare")
			for i, unit := range []string{1: "x", 2: "x-snapshot"} {
				if i > 0 {
					b.ReportMetric(float64(median(times[i]))/float64(median(times[0])), unit)
				}
			}
		})
	}
}

func median(times []time.Duration) time.Duration {
	slices.Sort(times)
	return times[len(times)/2]
}

func bareUpdate(b *testing.B, n int) func() {
	db, err := bolt.Open(filepath.Join(b.TempDir(), "bare.db"), 0o600, nil)
	must(b, err)
	b.Cleanup(func() { db.Close() })
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
	return func() { put(0, 1) }
}

// BenchmarkUnlock opens the file, checks its pages and opens the seal of every record,
// with the key at hand: what stands between a start and a vault that can be used. Open
// is followed by the reading of all accounts, with codes alone and with a server's keys.
func BenchmarkUnlock(b *testing.B) {
	for _, n := range []int{1, 100, 1000} {
		b.Run(fmt.Sprint("seals/", n), func(b *testing.B) { benchUnlock(b, false, many(b, n)) })
	}
	codes := make([]core.Account, 1000)
	for i := range codes {
		codes[i] = codeOnly(core.AccountID(fmt.Sprintf("acc_%d", i)))
	}
	b.Run("codes/1000", func(b *testing.B) { benchUnlock(b, true, codes) })
	b.Run("linked/1000", func(b *testing.B) { benchUnlock(b, true, many(b, 1000)) })
}

func benchUnlock(b *testing.B, read bool, list []core.Account) {
	dir, k := filled(b, list...)
	for b.Loop() {
		v := opened(b, dir, k)
		if read {
			if all, err := v.Accounts(); err != nil || len(all) != len(list) {
				b.Fatal(len(all), err)
			}
		}
		must(b, v.Close())
	}
}

// BenchmarkUnlockPIN opens a vault by a PIN whose cost was calibrated on this machine:
// a guess costs a thief what it costs the person. The goal is 0.3 to 1 s, and never less
// than 64 MiB and three passes.
func BenchmarkUnlockPIN(b *testing.B) {
	c := seal.Calibrate(nil)
	if c.MemoryKiB < seal.DefaultCost.MemoryKiB || c.Passes < seal.DefaultCost.Passes {
		b.Fatalf("%+v", c)
	}
	dir, k := filled(b, many(b, 100)...)
	v, err := OpenAs(dir, Options{Cost: func() seal.Cost { return c }})
	must(b, err)
	must(b, v.UnlockKeyring(b.Context(), k))
	_, err = v.SetPIN(b.Context(), k, somePIN)
	must(b, err)
	for b.Loop() {
		v.Shut()
		must(b, v.Unlock(b.Context(), k, somePIN))
	}
	must(b, v.Close())
	b.ReportMetric(float64(c.Passes), "passes")
	b.ReportMetric(float64(c.MemoryKiB>>10), "MiB")
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
