package vault

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"sync"
	"testing"

	"kauth/core"
)

func TestSeveralAreDeletedInOneStep(t *testing.T) {
	dir, k := filled(t)
	v := opened(t, dir, k)
	for _, id := range []string{"one", "two", "three"} {
		must(t, v.Put("a", id, []byte(id)))
	}
	was := v.list.Generation
	must(t, v.DeleteAll("a", "one", "none", "three"))
	if v.list.Generation != was+1 {
		t.Errorf("%d steps", v.list.Generation-was)
	}
	must(t, v.DeleteAll("a", "none"))
	must(t, v.DeleteAll("a"))
	if v.list.Generation != was+1 {
		t.Error("what is not there was deleted")
	}
	wantKind(t, v.DeleteAll(accounts, "acc_a"), core.Internal)
	must(t, v.Close())
	v = opened(t, dir, k)
	if ids, err := v.List("a"); err != nil || !slices.Equal(ids, []string{"two"}) {
		t.Fatal(ids, err)
	}
}

func TestRecordsComeBackByBucketAndID(t *testing.T) {
	dir, k := filled(t)
	v := opened(t, dir, k)
	long := bytes.Repeat([]byte{0, 1, 2, 255}, 5000)
	must(t, v.Put("a", "bc", []byte("one")))
	must(t, v.Put("ab", "c", long))
	must(t, v.Put("a", "empty", nil))
	must(t, v.Put("a", "bc", []byte("two")))
	must(t, v.Close())
	v = opened(t, dir, k)
	for _, c := range []struct {
		bucket, id string
		want       []byte
	}{{"a", "bc", []byte("two")}, {"ab", "c", long}, {"a", "empty", []byte{}}} {
		got, err := v.Get(c.bucket, c.id)
		if err != nil || !bytes.Equal(got, c.want) || got == nil {
			t.Errorf("%s/%s: %d bytes, %v", c.bucket, c.id, len(got), err)
		}
	}
	if ids, err := v.List("a"); err != nil || !slices.Equal(ids, []string{"bc", "empty"}) {
		t.Fatal(ids, err)
	}
	must(t, v.Delete("a", "bc"))
	_, err := v.Get("a", "bc")
	wantKind(t, err, core.NotFound)
	wantKind(t, v.Delete("a", "bc"), core.NotFound)
	if ids, err := v.List("none"); err != nil || len(ids) != 0 {
		t.Fatal(ids, err)
	}
}

func TestAccountsCannotBeReachedAsRecords(t *testing.T) {
	dir, k := filled(t, codeOnly("acc_a"))
	v := opened(t, dir, k)
	for _, bucket := range []string{"accounts", "counters", ""} {
		wantKind(t, v.Put(bucket, "acc_a", nil), core.Internal)
		wantKind(t, v.Delete(bucket, "acc_a"), core.Internal)
		_, err := v.Get(bucket, "acc_a")
		wantKind(t, err, core.Internal)
	}
	wantKind(t, v.Put("b", "\xff", nil), core.Internal)
}

// Somebody who deletes an account on a full disk, or on one that fails just then,
// has deleted it; its bytes go when there is room again.
func TestDeletionWithoutRoomForACopyIsDoneAndFinishedLater(t *testing.T) {
	dir, k := filled(t, codeOnly("acc_a"), codeOnly("acc_b"))
	v := opened(t, dir, k)
	block := filepath.Join(dir, "vault.db.new")
	must(t, os.MkdirAll(filepath.Join(block, "in the way"), 0o700))
	name := v.keys.name(accounts, "acc_a")
	must(t, v.DeleteAccount("acc_a"))
	_, err := v.Account("acc_a")
	wantKind(t, err, core.NotFound)
	if !bytes.Contains(read(t, dir), name) {
		t.Fatal("nothing is left to finish: this proves nothing")
	}
	must(t, v.PutAccount(codeOnly("acc_c"))) // the vault goes on
	must(t, v.Close())
	must(t, os.RemoveAll(block))
	v = opened(t, dir, k)
	if bytes.Contains(read(t, dir), name) || v.list.Stale {
		t.Fatal("still there")
	}
	if all, err := v.Accounts(); err != nil || len(all) != 2 {
		t.Fatal(all, err)
	}
}

func TestManyGoroutinesMayUseOneVault(t *testing.T) {
	dir, k := filled(t, codeOnly("acc_a"))
	v := opened(t, dir, k)
	seen := make([][]uint64, 8)
	var all sync.WaitGroup
	for i := range seen {
		all.Go(func() {
			for j := range 10 {
				n, err := v.NextCounter("acc_a")
				if err != nil {
					t.Error(err)
				}
				seen[i] = append(seen[i], n)
				id := fmt.Sprint(i, j)
				if err := v.Put("b", id, []byte(id)); err != nil {
					t.Error(err)
				}
				if j%5 == 0 {
					if err := v.Delete("b", id); err != nil {
						t.Error(err)
					}
				}
				if _, err := v.Accounts(); err != nil {
					t.Error(err)
				}
				v.State()
			}
		})
	}
	all.Wait()
	numbers := slices.Concat(seen...)
	slices.Sort(numbers)
	for i, n := range numbers {
		if n != uint64(i+1) {
			t.Fatalf("counter %d where %d belongs", n, i+1)
		}
	}
	if ids, err := v.List("b"); err != nil || len(ids) != 64 {
		t.Fatal(len(ids), err)
	}
}

func FuzzManifest(f *testing.F) {
	m := newManifest(header{sum: make([]byte, 32)})
	m.put("accounts", "acc_a")
	m.put("accounts", "acc_b")
	m.put("", "")
	f.Add(m.encode())
	f.Add(m.encode()[:50])
	f.Add(append(make([]byte, 41), bytes.Repeat([]byte{255}, 20)...))
	f.Fuzz(func(t *testing.T, b []byte) {
		m, err := decodeManifest(b)
		if err != nil {
			return
		}
		again, err := decodeManifest(m.encode())
		if err != nil || !reflect.DeepEqual(m, again) {
			t.Fatalf("comes back otherwise: %+v, %+v, %v", m, again, err)
		}
	})
}
