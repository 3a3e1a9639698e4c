package vault

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	bolt "go.etcd.io/bbolt"

	"kauth/core"
	"kauth/core/coretest"
)

// mutations are the ways of a disk, a cable or a careless program.
var mutations = []struct {
	name   string
	mutate func(r *rand.Rand, b []byte) []byte
}{
	{"one byte", func(r *rand.Rand, b []byte) []byte { b[r.IntN(len(b))] = byte(r.Int()); return b }},
	{"one bit", func(r *rand.Rand, b []byte) []byte { b[r.IntN(len(b))] ^= 1 << r.IntN(8); return b }},
	{"one byte of a page's head", func(r *rand.Rand, b []byte) []byte {
		b[r.IntN(len(b)/pageSize)*pageSize+r.IntN(112)] = byte(r.Int())
		return b
	}},
	{"16 bytes", func(r *rand.Rand, b []byte) []byte {
		at := r.IntN(len(b) - 16)
		for i := range 16 {
			b[at+i] = byte(r.Int())
		}
		return b
	}},
	{"cut off", func(r *rand.Rand, b []byte) []byte { return b[:r.IntN(len(b))] }},
	{"a page of zeros", func(r *rand.Rand, b []byte) []byte {
		clear(b[r.IntN(len(b)/pageSize)*pageSize:][:pageSize])
		return b
	}},
	{"two pages swapped", func(r *rand.Rand, b []byte) []byte {
		i, j := r.IntN(len(b)/pageSize)*pageSize, r.IntN(len(b)/pageSize)*pageSize
		one := bytes.Clone(b[i : i+pageSize])
		copy(b[i:], b[j:j+pageSize])
		copy(b[j:], one)
		return b
	}},
}

var pageSize = os.Getpagesize()

// worn is a vault with a past: deletions, updates, free pages, a branch page.
func worn(t testing.TB) (dir string, k *coretest.Keyring, want map[core.AccountID]core.Account) {
	t.Helper()
	dir, k = filled(t)
	want = map[core.AccountID]core.Account{}
	v := opened(t, dir, k)
	device := linked(t, "acc")
	for i := range 60 {
		a := device
		a.ID, a.Label = core.AccountID(fmt.Sprint("acc_", i%40)), fmt.Sprint("label ", i)
		must(t, v.PutAccount(a))
		want[a.ID] = a
		if i == 30 {
			must(t, v.DeleteAccount("acc_3"))
			delete(want, "acc_3")
		}
	}
	must(t, v.Close())
	return dir, k, want
}

// Every damaged file is opened in this process, and nothing beside it is looked at: a
// crash, a hang or one account that is not as it was last put ends the test.
func TestDamageIsNamedOrHarmless(t *testing.T) {
	dir, k, want := worn(t)
	good := read(t, dir)
	r := rand.New(rand.NewPCG(1, 2026))
	for _, m := range mutations {
		counts := map[string]int{}
		for i := range 30 {
			bad := m.mutate(r, bytes.Clone(good))
			overwrite(t, dir, bad)
			start := time.Now()
			outcome := meetDamage(t, dir, k, want, bad)
			counts[outcome]++
			if took := time.Since(start); took > hang {
				t.Errorf("%s %d: %v", m.name, i, took)
			}
		}
		t.Log(m.name, counts)
	}
}

func meetDamage(t *testing.T, dir string, k *coretest.Keyring, want map[core.AccountID]core.Account, bad []byte) string {
	t.Helper()
	v, err := openDerived(dir)
	if err == nil {
		defer v.Close()
		err = v.UnlockKeyring(t.Context(), k)
	}
	if err != nil {
		wantKind(t, err, core.VaultDamaged)
		if !bytes.Equal(bad, read(t, dir)) {
			t.Fatal("a damaged file was changed")
		}
		return "named"
	}
	all, err := v.Accounts()
	must(t, err)
	damaged := v.Damaged()
	left := len(want)
	for _, a := range all {
		if _, ok := want[a.ID]; !ok || !same(t, want[a.ID], a) {
			t.Fatalf("%s is not as it was last put", a.ID)
		}
		left--
	}
	for id := range want {
		if slices.Contains(damaged, "accounts/"+string(id)) {
			left--
		}
	}
	if left != 0 {
		t.Fatalf("%d accounts are neither shown nor named; damaged %v", left, damaged)
	}
	change(t, v)
	if len(damaged) > 0 {
		return "left out"
	}
	return "harmless"
}

// change writes to a vault that said that it is fit for it.
func change(t *testing.T, v *Vault) {
	t.Helper()
	must(t, v.Put("b", "i", make([]byte, 9000)))
	_, err := v.Get("b", "i")
	must(t, err)
	must(t, v.Delete("b", "i"))
}

func TestVaultFileThatIsNoneIsDamagedAndStaysAsItIs(t *testing.T) {
	dir, k, _ := worn(t)
	good := read(t, dir)
	for name, bad := range map[string][]byte{
		"empty": {}, "one byte": {0}, "garbage": bytes.Repeat([]byte("garbage "), 20_000),
		"zeros": make([]byte, len(good)), "three pages": good[:3*pageSize], "one page": good[:pageSize],
		"two pages": good[:2*pageSize], "newest meta page gone": append(make([]byte, pageSize), good[pageSize:]...),
		"older meta page gone": slices.Concat(good[:pageSize], make([]byte, pageSize), good[2*pageSize:]),
		"text":                 []byte("{}"),
	} {
		overwrite(t, dir, bad)
		for range 2 { // the second time nothing of the first must be in the way
			_, err := openDerived(dir)
			if core.KindOf(err) != core.VaultDamaged {
				t.Errorf("%s: %v", name, err)
			}
		}
		if !bytes.Equal(read(t, dir), bad) {
			t.Errorf("%s: the file was changed", name)
		}
	}
	overwrite(t, dir, good)
	opened(t, dir, k)
}

func TestVanishedVaultIsNoFirstStart(t *testing.T) {
	dir, _ := filled(t, codeOnly("acc_a"))
	must(t, os.Remove(filepath.Join(dir, "vault.db")))
	alone(t, dir)
	for range 2 {
		_, err := Open(dir)
		wantKind(t, err, core.VaultDamaged)
	}
}

func TestVaultFileAloneIsEnough(t *testing.T) {
	dir, k := filled(t, codeOnly("acc_a"))
	other := t.TempDir()
	overwrite(t, other, read(t, dir))
	v := opened(t, other, k)
	if _, err := v.Account("acc_a"); err != nil {
		t.Fatal(err)
	}
	must(t, v.Close())
	must(t, os.Remove(filepath.Join(other, "vault.db")))
	alone(t, other)
	_, err := Open(other)
	wantKind(t, err, core.VaultDamaged) // the mark came with the first Open
}

// The file is mapped into memory, so a cut is a fault of the processor, which by
// itself would end the process.
func TestFileCutShortWhileItIsOpenIsDamageNotACrash(t *testing.T) {
	dir, k, _ := worn(t)
	good := read(t, dir)
	v := opened(t, dir, k)
	must(t, os.Truncate(filepath.Join(dir, "vault.db"), 0))
	for range 2 {
		_, err := v.Accounts()
		wantKind(t, err, core.VaultDamaged)
		wantKind(t, v.PutAccount(codeOnly("acc_a")), core.VaultDamaged)
	}
	v.Close()
	overwrite(t, dir, good)
	if _, err := opened(t, dir, k).Accounts(); err != nil {
		t.Fatal(err)
	}
}

// bbolt's lock must not outlive a panic inside bbolt.Open, or the next Open would
// say that another process has the vault.
func TestPanicInsideBboltLeavesNoLock(t *testing.T) {
	dir, _, _ := worn(t)
	good := read(t, dir)
	bad := bytes.Clone(good)
	for at := 2 * pageSize; at < len(bad); at += pageSize {
		bad[at+8] = 0 // no kind of page any more
	}
	overwrite(t, dir, bad)
	path := filepath.Join(dir, "vault.db")
	for range 2 {
		if _, err := openBolt(path, bolt.Options{}); !isBroke(err) {
			t.Fatalf("no panic: %v", err)
		}
	}
	overwrite(t, dir, good)
	s, err := openBolt(path, bolt.Options{})
	must(t, err)
	must(t, s.close())
}
