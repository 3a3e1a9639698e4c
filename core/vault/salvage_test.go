package vault

import (
	"bytes"
	"errors"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	bolt "go.etcd.io/bbolt"

	"kauth/core"
)

// folderOfFiles is all that lies in a folder, to be put back before each damage.
type folderOfFiles map[string][]byte

func keepFolder(t testing.TB, dir string) folderOfFiles {
	t.Helper()
	all := folderOfFiles{}
	files, err := os.ReadDir(dir)
	must(t, err)
	for _, f := range files {
		b, err := os.ReadFile(filepath.Join(dir, f.Name()))
		must(t, err)
		all[f.Name()] = b
	}
	return all
}

func (f folderOfFiles) into(t testing.TB, dir string) {
	t.Helper()
	files, err := os.ReadDir(dir)
	must(t, err)
	for _, there := range files {
		must(t, os.Remove(filepath.Join(dir, there.Name())))
	}
	for name, b := range f {
		must(t, os.WriteFile(filepath.Join(dir, name), b, 0o600))
	}
}

// wantAll opens the vault and wants every account as it was last put.
func wantAll(t *testing.T, v *Vault, want map[core.AccountID]core.Account) {
	t.Helper()
	all, err := v.Accounts()
	must(t, err)
	if len(all) != len(want) || len(v.Damaged()) > 0 {
		t.Fatalf("%d of %d accounts, damaged: %v", len(all), len(want), v.Damaged())
	}
	for _, a := range all {
		if w, ok := want[a.ID]; !ok || !same(t, w, a) {
			t.Fatalf("%s is not as it was last put", a.ID)
		}
	}
}

// Whatever happens to the vault's own file, nothing is lost.
func TestDamagedFileCostsNoAccount(t *testing.T) {
	dir, k, want := worn(t)
	good := keepFolder(t, dir)
	r := rand.New(rand.NewPCG(3, 2026))
	for _, m := range mutations {
		served := map[Source]int{}
		for range 8 {
			good.into(t, dir)
			bad := m.mutate(r, bytes.Clone(good["vault.db"]))
			overwrite(t, dir, bad)
			start := time.Now()
			v := opened(t, dir, k)
			took := time.Since(start)
			wantAll(t, v, want)
			d, hurt := v.Damage()
			served[d.Serves]++
			if hurt {
				wantTold(t, v, d, len(want), bad)
			}
			change(t, v)
			must(t, v.Close())
			v = opened(t, dir, k)
			wantAll(t, v, want)
			if again, still := v.Damage(); still != hurt || again.Serves != d.Serves {
				t.Fatalf("%+v became %+v", d, again)
			}
			must(t, v.Close())
			if took > hang {
				t.Errorf("%s: %v", m.name, took)
			}
		}
		t.Log(m.name, served)
	}
}

func wantTold(t *testing.T, v *Vault, d Damage, kept int, bad []byte) {
	t.Helper()
	if !d.Settled || d.Kept != kept || len(d.Found) == 0 || len(d.Lost)+len(d.Earlier) > 0 || d.When.IsZero() {
		t.Fatalf("%+v", d)
	}
	if d.Broken == "" {
		return // single records
	}
	aside, err := os.ReadFile(d.Broken)
	if err != nil || !bytes.Equal(aside, bad) {
		t.Fatalf("the damaged file was not kept as it was: %v", err)
	}
	if !strings.HasPrefix(filepath.Base(d.Broken), "vault.db.broken-") {
		t.Fatal(d.Broken)
	}
}

// damageCase is one way in which files of a folder end.
type damageCase struct {
	harm   func(t *testing.T, dir string)
	serves Source
}

func rewrite(name string, change func(b []byte) []byte) func(t *testing.T, dir string) {
	return func(t *testing.T, dir string) {
		t.Helper()
		path := filepath.Join(dir, name)
		b, err := os.ReadFile(path)
		must(t, err)
		must(t, os.WriteFile(path, change(b), 0o600))
	}
}

func gone(names ...string) func(t *testing.T, dir string) {
	return func(t *testing.T, dir string) {
		t.Helper()
		for _, name := range names {
			must(t, os.Remove(filepath.Join(dir, name)))
		}
	}
}

func eachSnapshot(t *testing.T, dir string, f func(path string)) {
	t.Helper()
	found := 0
	for i := range copyCount {
		path := folder(dir).copy(i)
		if _, err := os.Stat(path); err == nil {
			f(path)
			found++
		}
	}
	if found == 0 {
		t.Fatal("no snapshot: this proves nothing")
	}
}

func nothing([]byte) []byte { return nil }

func TestVaultComesBackFromWhatIsLeft(t *testing.T) {
	dir, k, want := worn(t)
	good := keepFolder(t, dir)
	all := func(harms ...func(*testing.T, string)) func(*testing.T, string) {
		return func(t *testing.T, dir string) {
			for _, h := range harms {
				h(t, dir)
			}
		}
	}
	noSnapshots := func(t *testing.T, dir string) { eachSnapshot(t, dir, func(path string) { must(t, os.Remove(path)) }) }
	for name, c := range map[string]damageCase{
		"no file":                {gone("vault.db"), SourceSnapshot},
		"no file and no mark":    {gone("vault.db", "vault.mark"), SourceSnapshot},
		"an empty file":          {rewrite("vault.db", nothing), SourceSnapshot},
		"zeros":                  {rewrite("vault.db", func(b []byte) []byte { return make([]byte, len(b)) }), SourceSnapshot},
		"another program's file": {rewrite("vault.db", func([]byte) []byte { return []byte("SQLite format 3\x00") }), SourceSnapshot},
		"older meta page":        {all(noSnapshots, rewrite("vault.db", func(b []byte) []byte { clear(b[olderMeta(b):][:pageSize]); return b })), SourceEarlier},
		"every page's head":      {all(noSnapshots, rewrite("vault.db", withoutHeads)), SourceScan},
		"free list, no snapshot": {all(noSnapshots, rewrite("vault.db", withoutFreelist)), SourceMain},
	} {
		t.Run(name, func(t *testing.T) {
			good.into(t, dir)
			c.harm(t, dir)
			v := opened(t, dir, k)
			wantAll(t, v, want)
			d, hurt := v.Damage()
			if !hurt || d.Serves != c.serves || d.Kept != len(want) || !d.Settled || len(d.Found) != 1 {
				t.Fatalf("%v %+v", hurt, d)
			}
			must(t, v.AcceptDamage())
			v = again(t, v, dir)
			must(t, v.UnlockKeyring(t.Context(), k))
			wantAll(t, v, want)
			if d, hurt := v.Damage(); hurt {
				t.Fatalf("said again: %+v", d)
			}
			must(t, v.Close())
		})
	}
}

func olderMeta(b []byte) int {
	a, _ := readMeta(bytes.NewReader(b), 0, 0)
	o, _ := readMeta(bytes.NewReader(b), 1, uint64(pageSize))
	if a.tx < o.tx {
		return 0
	}
	return pageSize
}

func withoutHeads(b []byte) []byte {
	for at := 0; at+pageHead <= len(b); at += pageSize {
		if order.Uint64(b[at:]) == uint64(at/pageSize) { // else a value goes on there
			clear(b[at+8 : at+pageHead])
		}
	}
	clear(b[:2*pageSize])
	return b
}

func withoutFreelist(b []byte) []byte {
	m, _ := readMetas(bytes.NewReader(b), uint64(len(b)))
	clear(b[int(m.freelist)*pageSize:][:pageSize])
	return b
}

// Where the newest state of an account is nowhere any more, an earlier one is better
// than none, and both are named.
func TestWhatIsLostIsNamed(t *testing.T) {
	dir, k, want := worn(t)
	must(t, os.Remove(filepath.Join(dir, "vault.db")))
	eachSnapshot(t, dir, func(path string) {
		rewrite(filepath.Base(path), func(b []byte) []byte {
			for at := 2 * pageSize; at+pageSize < len(b); at += 3 * pageSize {
				if page := b[at:][:pageSize]; !bytes.Contains(page, []byte(`"slots"`)) { // without those nothing opens
					clear(page)
				}
			}
			return b
		})(t, dir)
	})
	v := opened(t, dir, k)
	all, err := v.Accounts()
	must(t, err)
	d, _ := v.Damage()
	named := map[core.AccountID]bool{}
	for _, l := range slices.Concat(d.Lost, d.Earlier) {
		if l.Issuer != want[l.ID].Issuer || l.Label != want[l.ID].Label {
			t.Errorf("%+v for %q", l, want[l.ID].Label)
		}
		named[l.ID] = true
	}
	for _, a := range all {
		if !named[a.ID] && !same(t, want[a.ID], a) {
			t.Errorf("%s is shown and not as it was last put", a.ID)
		}
	}
	if d.Kept != len(all) || len(all)+len(d.Lost) != len(want) || len(named) == 0 || !d.Unsure {
		t.Fatalf("%d shown of %d: %+v", len(all), len(want), d)
	}
	t.Logf("%d kept, %d of them of an earlier state, %d lost", d.Kept, len(d.Earlier), len(d.Lost))
}

// A full disk, say, as the salvaged file is renamed.
func TestSalvageThatCannotTakeItsPlaceSaysWhyAndIsTriedAgain(t *testing.T) {
	dir, k, want := worn(t)
	rewrite("vault.db", withoutHeads)(t, dir)
	v := mustOpen(t, dir)
	v.mu.Lock()
	err := v.replace() // there is nothing to rename
	v.mu.Unlock()
	if !errors.Is(err, fs.ErrNotExist) {
		t.Fatal(err)
	}
	must(t, v.UnlockKeyring(t.Context(), k))
	wantAll(t, v, want)
}

// Two misfortunes before anybody looked are both told.
func TestLaterDamageDoesNotHideWhatNobodyHasSeen(t *testing.T) {
	dir, k := filled(t, codeOnly("acc_a"), codeOnly("acc_b"))
	v := opened(t, dir, k)
	name := v.keys.name(accounts, "acc_a")
	must(t, v.Close())
	alone(t, dir)
	tamper(t, dir, func(_, records *bolt.Bucket) error { return records.Put(name, []byte("bad")) })
	v = opened(t, dir, k)
	if d, _ := v.Damage(); len(d.Lost) != 1 {
		t.Fatalf("%+v", d)
	}
	must(t, v.Close())
	overwrite(t, dir, nil)
	v = opened(t, dir, k)
	d, _ := v.Damage()
	if len(d.Lost) != 1 || d.Kept != 1 || d.Serves != SourceSnapshot || d.Broken == "" || len(d.Found) != 2 {
		t.Fatalf("%+v", d)
	}
}

func TestDamageThatComesAgainIsToldAgain(t *testing.T) {
	dir, k := filled(t, codeOnly("acc_a"))
	for range 2 {
		v := opened(t, dir, k)
		must(t, v.PutAccount(codeOnly("acc_a")))
		name := v.keys.name(accounts, "acc_a")
		must(t, v.Close())
		v = opened(t, dir, k) // whole again, and seen to be
		must(t, v.Close())
		alone(t, dir)
		tamper(t, dir, func(_, records *bolt.Bucket) error { return records.Put(name, []byte("bad")) })
		v = opened(t, dir, k)
		if d, hurt := v.Damage(); !hurt || len(d.Lost) != 1 {
			t.Fatalf("%v %+v", hurt, d)
		}
		must(t, v.AcceptDamage())
		must(t, v.Close())
	}
}
