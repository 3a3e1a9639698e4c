package vault

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"

	"kauth/core"
)

// TestSalvageThatFindsNoPlaceIsTriedAgainAtEachUnlock damages every page behind the meta
// pages under an open vault, and has a folder lie where the salvaged file goes.
func TestSalvageThatFindsNoPlaceIsTriedAgainAtEachUnlock(t *testing.T) {
	dir, k := filled(t, codeOnly("acc_a"), codeOnly("acc_b"))
	v := mustOpen(t, dir)
	inTheWay := filepath.Join(dir, "vault.db.new", "x")
	must(t, os.MkdirAll(inTheWay, 0o700))
	b := read(t, dir)
	f, err := os.OpenFile(filepath.Join(dir, "vault.db"), os.O_RDWR, 0)
	must(t, err)
	for at := 2 * os.Getpagesize(); at+16 < len(b); at += os.Getpagesize() {
		_, err := f.WriteAt([]byte{0xff, 0xf0}, int64(at+8))
		must(t, err)
	}
	must(t, f.Close())
	for range 3 {
		if err := v.UnlockKeyring(t.Context(), k); err == nil || core.KindOf(err) == core.WrongPass {
			t.Fatalf("unlocked with nowhere to put what was salvaged: %v", err)
		}
	}
	must(t, os.RemoveAll(filepath.Dir(inTheWay)))
	must(t, v.Close())
	v = opened(t, dir, k)
	wantAccounts(t, v, 2)
}

// TestARecordThatIsBadEverywhereIsToldInOneChange rots an account in the open vault and in
// all of its snapshots: the next change finds it, says so once, and ends.
func TestARecordThatIsBadEverywhereIsToldInOneChange(t *testing.T) {
	dir, k := filled(t, codeOnly("acc_a"), codeOnly("acc_b"))
	v := opened(t, dir, k)
	must(t, v.Put("b", "i", []byte("x")))
	record := rawOf(t, v, v.keys.name(accounts, "acc_a"))
	at := folder(dir)
	for _, path := range []string{at.file(), at.copy(0), at.copy(1), at.copy(2)} {
		data, err := os.ReadFile(path)
		if os.IsNotExist(err) {
			continue
		}
		must(t, err)
		f, err := os.OpenFile(path, os.O_RDWR, 0)
		must(t, err)
		for from := 0; ; {
			i := bytes.Index(data[from:], record)
			if i < 0 {
				break
			}
			_, err := f.WriteAt([]byte{^record[40]}, int64(from+i+40))
			must(t, err)
			from += i + len(record)
		}
		must(t, f.Close())
	}
	before := v.list.Generation
	must(t, v.Put("b", "i", []byte("y")))
	if changes := v.list.Generation - before; changes > 2 {
		t.Errorf("%d changes for one", changes)
	}
	if d, found := v.Damage(); !found || len(d.Lost) != 1 {
		t.Errorf("%v %+v", found, d)
	}
}
