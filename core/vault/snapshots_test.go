package vault

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"testing"
	"testing/synctest"
	"time"

	bolt "go.etcd.io/bbolt"

	"kauth/core"
	"kauth/core/coretest"
)

// generations are those of the snapshots, and of those that open with the vault's key.
func generations(t *testing.T, v *Vault) (said []uint64, holds []uint64) {
	t.Helper()
	for _, s := range v.dir.copies() {
		if !s.there {
			continue
		}
		b, _, err := readDamaged(s.path)
		must(t, err)
		p := picked{head: v.head}
		p.manifest(v.keys, []source{{finds: scan(b, SourceSnapshot)}})
		said, holds = append(said, s.generation), append(holds, p.list.Generation)
	}
	return said, holds
}

func TestEveryChangeIsInASnapshotWhenItIsAcknowledged(t *testing.T) {
	dir, k := filled(t)
	v := opened(t, dir, k)
	changes := map[string]func() error{
		"put":     func() error { return v.PutAccount(codeOnly("acc_a")) },
		"counter": func() error { _, err := v.NextCounter("acc_a"); return err },
		"record":  func() error { return v.Put("b", "i", []byte("data")) },
		"delete":  func() error { return v.Delete("b", "i") },
		"lock":    func() error { return v.SetPassphrase(t.Context(), k, somePass) },
	}
	for _, name := range []string{"put", "counter", "record", "delete", "lock"} {
		must(t, changes[name]())
		newest := uint64(0)
		_, holds := generations(t, v)
		for _, g := range holds {
			newest = max(newest, g)
		}
		if newest != v.list.Generation {
			t.Errorf("%s: the newest snapshot is of %d, the vault of %d", name, newest, v.list.Generation)
		}
		if f := v.Snapshots(); f.Missed != nil || f.Newest.IsZero() || f.Kept == 0 {
			t.Errorf("%s: %+v", name, f)
		}
	}
}

func TestThreeSnapshotsAreKeptAndEachOpensByItself(t *testing.T) {
	dir, k := filled(t)
	v := opened(t, dir, k)
	for i := range 6 {
		a := codeOnly("acc_a")
		a.Order = i
		must(t, v.PutAccount(a))
	}
	said, holds := generations(t, v)
	if len(said) != 3 || fmt.Sprint(said) != fmt.Sprint(holds) {
		t.Fatal(said, holds)
	}
	must(t, v.Close())
	for i := range copyCount {
		b, err := os.ReadFile(folder(dir).copy(i))
		must(t, err)
		other := t.TempDir()
		overwrite(t, other, b)
		v := opened(t, other, k)
		if d, hurt := v.Damage(); hurt {
			t.Fatalf("%+v", d)
		}
		a, err := v.Account("acc_a")
		if err != nil || a.Order < 3 {
			t.Fatal(a.Order, err)
		}
		must(t, v.Close())
	}
}

// 10,000 accounts that are imported one by one must not copy the file 10,000 times.
func TestManyChangesInARowShareTheirSnapshots(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		dir, k := t.TempDir(), &coretest.Keyring{}
		v := opened(t, dir, k)
		made := map[time.Time]bool{}
		step := 0
		v.o.Now = func() time.Time { step++; return time.Now().Add(time.Duration(step)) } // each snapshot asks once
		for i := range 200 {
			must(t, v.Put("b", fmt.Sprint(i), nil))
			made[v.Snapshots().Newest] = true
		}
		if len(made) > copyBurst+1 {
			t.Fatalf("%d snapshots of 200 changes", len(made))
		}
		newest := func() (g uint64) { // with v.mu held
			for _, s := range v.snapshots() {
				g = max(g, s.generation)
			}
			return g
		}
		v.mu.Lock()
		waits := newest() != v.list.Generation
		v.mu.Unlock()
		if !waits {
			t.Fatal("nothing waits: this proves nothing")
		}
		time.Sleep(copyEvery)
		synctest.Wait()
		v.mu.Lock()
		if newest() != v.list.Generation {
			t.Errorf("a second later the snapshot is of %d, the vault of %d", newest(), v.list.Generation)
		}
		v.mu.Unlock()
		must(t, v.Put("b", "last", nil))
		must(t, v.Put("b", "very last", nil))
		v.mu.Lock()
		last := v.list.Generation
		v.mu.Unlock()
		must(t, v.Close())
		v.mu.Lock()
		defer v.mu.Unlock()
		if newest() != last {
			t.Errorf("closed, the snapshot is of %d, the vault of %d", newest(), last)
		}
	})
}

func TestProcessThatWasKilledBeforeItsSnapshotMakesItAtTheNextUnlock(t *testing.T) {
	dir, k := filled(t, codeOnly("acc_a"))
	v := opened(t, dir, k)
	v.copies.spare, v.copies.last = 0, time.Now()
	must(t, v.PutAccount(codeOnly("acc_b")))
	killed := keepFolder(t, dir)
	must(t, v.Close())
	killed.into(t, dir)
	v = opened(t, dir, k)
	now := v.list.Generation
	must(t, v.Close())
	must(t, os.Remove(filepath.Join(dir, "vault.db")))
	v = opened(t, dir, k)
	wantAccounts(t, v, 2)
	if now == 0 {
		t.Fatal(now)
	}
}

// What is deleted, and the lock that was, must not be found in a copy.
func TestDeletionAndAChangeOfTheLockTakeTheOlderSnapshotsAway(t *testing.T) {
	dir, k := filled(t, codeOnly("acc_a"))
	v := opened(t, dir, k)
	a := linked(t, "acc_goes")
	for range 3 {
		must(t, v.PutAccount(a))
	}
	name := v.keys.name(accounts, "acc_goes")
	inCopies := func(what []byte) bool { return bytes.Contains(everything(t, dir), what) }
	if !inCopies(name) {
		t.Fatal("this proves nothing")
	}
	must(t, v.DeleteAccount("acc_goes"))
	if inCopies(name) {
		t.Error("what was deleted is still in the folder")
	}
	if said, _ := generations(t, v); len(said) != 1 {
		t.Errorf("snapshots: %v", said)
	}
	old := v.head.raw
	stays := v.keys.name(accounts, "acc_a")
	must(t, v.SetPassphrase(t.Context(), k, somePass))
	if inCopies(old) || inCopies(stays) {
		t.Error("the older lock is still in the folder")
	}
	for _, n := range []string{"vault.names.1", "vault.names.2"} {
		b, err := os.ReadFile(filepath.Join(dir, n))
		if err != nil {
			continue
		}
		if _, err := openNames(b, v.keys, v.head.Name); err != nil {
			t.Errorf("%s is under an older key: %v", n, err)
		}
	}
}

// Killed at any step of a deletion or of a change of the lock, there is a file or a
// snapshot with all accounts. Every state of the folder in between is looked at.
func TestNoMomentIsWithoutAGoodFileOrSnapshot(t *testing.T) {
	dir, k := filled(t, codeOnly("acc_a"), codeOnly("acc_goes"))
	v := opened(t, dir, k)
	must(t, v.PutAccount(codeOnly("acc_b")))
	next := func() {
		c, err := v.store.contents()
		must(t, err)
		must(t, c.write(v.dir.next()))
	}
	next()
	must(t, v.purge(v.dir.next(), v.list.Generation))
	killed := keepFolder(t, dir)
	must(t, v.Close())
	for _, name := range []string{"", "vault.db"} { // and the file is damaged on top of it
		killed.into(t, dir)
		if name != "" {
			overwrite(t, dir, nil)
		}
		v := opened(t, dir, k)
		wantAccounts(t, v, 3)
		must(t, v.Close())
	}
}

func TestSnapshotThatFindsNoRoomIsMissedAndTheChangeStands(t *testing.T) {
	dir, k := filled(t, codeOnly("acc_a"))
	alone(t, dir)
	for i := range copyCount { // in the way of every copy
		must(t, os.Mkdir(folder(dir).copy(i), 0o700))
	}
	v := opened(t, dir, k)
	must(t, os.Remove(folder(dir).copy(2)))
	must(t, v.PutAccount(codeOnly("acc_d")))
	if f := v.Snapshots(); f.Missed != nil || f.Kept != 1 {
		t.Fatalf("one place of three can be written: %+v", f)
	}
	must(t, os.Remove(folder(dir).copy(2)))
	must(t, os.Mkdir(folder(dir).copy(2), 0o700))
	must(t, v.PutAccount(codeOnly("acc_b")))
	if f := v.Snapshots(); f.Missed == nil {
		t.Fatalf("%+v", f)
	}
	for i := range copyCount {
		must(t, os.Remove(folder(dir).copy(i)))
	}
	must(t, v.PutAccount(codeOnly("acc_c")))
	if f := v.Snapshots(); f.Missed != nil || f.Kept != 1 {
		t.Fatalf("%+v", f)
	}
	v = again(t, v, dir)
	must(t, v.UnlockKeyring(t.Context(), k))
	wantAccounts(t, v, 4)
}

func TestSnapshotsCostOnlyWhatChanged(t *testing.T) {
	dir, k := filled(t, many(t, 300)...)
	v := opened(t, dir, k)
	a := linked(t, "acc_7")
	for range 2 * copyCount {
		must(t, v.PutAccount(a))
	}
	s := v.byWorth()[0]
	size := len(s.sums)
	must(t, v.PutAccount(a))
	before := s.sums
	var meta0 countWriter
	src, err := os.Open(v.dir.file())
	must(t, err)
	defer src.Close()
	info, err := src.Stat()
	must(t, err)
	m, err := readMetas(src, uint64(info.Size()))
	must(t, err)
	if _, err := copyChanged(src, &meta0, m, before, anyPage); err != nil || meta0.n != 0 {
		t.Fatalf("%d bytes are written although nothing changed, %v", meta0.n, err)
	}
	must(t, v.PutAccount(a))
	if _, err := copyChanged(src, &meta0, m, before, anyPage); err != nil || meta0.n == 0 || meta0.n > size*pageSize/4 {
		t.Fatalf("%d of %d bytes are written for one change, %v", meta0.n, size*pageSize, err)
	}
}

type countWriter struct{ n int }

func (c *countWriter) WriteAt(b []byte, _ int64) (int, error) { c.n += len(b); return len(b), nil }

// Where all can be made again nothing is copied, and nothing is asked of the keyring.
func TestDerivedVaultPaysForNoSnapshot(t *testing.T) {
	dir, k := t.TempDir(), &coretest.Keyring{}
	v, err := openDerived(dir)
	must(t, err)
	must(t, v.UnlockKeyring(t.Context(), k))
	must(t, v.PutAccount(codeOnly("acc_a")))
	must(t, v.Close())
	if files := keepFolder(t, dir); len(files) != 2 || k.Names() != 1 {
		t.Fatal(files, k.Names())
	}
}

func TestRecordThatIsBadAloneIsTakenFromASnapshotAndNamed(t *testing.T) {
	dir, k := filled(t, codeOnly("acc_a"), codeOnly("acc_b"))
	v := opened(t, dir, k)
	name := v.keys.name(accounts, "acc_a")
	must(t, v.Close())
	bad := bytes.Repeat([]byte("bad"), 50)
	tamper(t, dir, func(_, records *bolt.Bucket) error { return records.Put(name, bad) })
	v = opened(t, dir, k)
	wantAccounts(t, v, 2)
	d, hurt := v.Damage()
	if !hurt || len(d.Mended) != 1 || d.Mended[0].ID != "acc_a" || d.Mended[0].Label != "bob" || d.Serves != SourceMain || d.Kept != 2 {
		t.Fatalf("%+v", d)
	}
	must(t, v.AcceptDamage())
	v = again(t, v, dir)
	must(t, v.UnlockKeyring(t.Context(), k))
	if d, hurt := v.Damage(); hurt || len(v.Damaged()) > 0 {
		t.Fatalf("%+v %v", d, v.Damaged())
	}
}

// Only exactly the same revision heals a record in a file that is good otherwise: an
// older one would undo what the person did.
func TestRecordOfWhichOnlyAnEarlierStateIsLeftIsKeptApart(t *testing.T) {
	dir, k := filled(t, codeOnly("acc_a"))
	alone(t, dir)
	v := opened(t, dir, k)
	old := keepFolder(t, dir)
	must(t, v.PutAccount(codeOnly("acc_a")))
	name := v.keys.name(accounts, "acc_a")
	must(t, v.Close())
	tamper(t, dir, func(_, records *bolt.Bucket) error { return records.Put(name, []byte("bad")) })
	for i := range copyCount {
		path := folder(dir).copy(i)
		must(t, remove(path))
		if b, ok := old[filepath.Base(path)]; ok {
			must(t, os.WriteFile(path, b, 0o600))
		}
	}
	for range 2 {
		v = opened(t, dir, k)
		_, err := v.Account("acc_a")
		wantKind(t, err, core.VaultDamaged)
		d, hurt := v.Damage()
		if !hurt || len(d.Lost) != 1 || d.Lost[0].Label != "bob" || len(v.Damaged()) != 1 {
			t.Fatalf("%+v %v", d, v.Damaged())
		}
		if got := rawOf(t, v, name); string(got) != "bad" {
			t.Fatalf("its bytes became %q", got)
		}
		must(t, v.Close())
	}
	v = opened(t, dir, k)
	must(t, v.AcceptDamage())
	must(t, v.Close())
	v = opened(t, dir, k)
	if d, hurt := v.Damage(); hurt || len(v.Damaged()) != 1 {
		t.Fatalf("%+v", d)
	}
}

func rawOf(t *testing.T, v *Vault, name []byte) []byte {
	t.Helper()
	c, err := v.store.contents()
	must(t, err)
	return c.records[string(name)]
}

// The list of names is written where it says something new.
func TestNamesAreWrittenWhereAnAccountComesGoesOrIsRenamed(t *testing.T) {
	dir, k := filled(t, codeOnly("acc_a"))
	v := opened(t, dir, k)
	a := codeOnly("acc_a")
	stands := func() nameList { return v.dir.readNames(v.keys, v.head.Name) }
	before := stands().generation
	a.Uses++
	must(t, v.PutAccount(a))
	must(t, v.Put("b", "i", nil))
	if now := stands(); now.generation != before {
		t.Error("written although nobody is called another name")
	}
	a.Label = "bobby"
	must(t, v.PutAccount(a))
	if now := stands(); now.loss("acc_a").Label != "bobby" {
		t.Errorf("%+v", now)
	}
	must(t, v.PutAccount(codeOnly("acc_b")))
	must(t, v.DeleteAccount("acc_a"))
	if now := stands(); len(now.accounts) != 1 || now.loss("acc_b").Label != "bob" {
		t.Errorf("%+v", now)
	}
}
