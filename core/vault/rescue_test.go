package vault

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"
	"time"

	bolt "go.etcd.io/bbolt"

	"kauth/core"
	"kauth/core/coretest"
)

func TestWrongPassphraseOfADamagedVaultIsAWrongPassphrase(t *testing.T) {
	for name, harm := range map[string]func(t *testing.T, dir string){
		"cut":     rewrite("vault.db", nothing),
		"missing": gone("vault.db"),
		"header": func(t *testing.T, dir string) {
			tamper(t, dir, func(own, _ *bolt.Bucket) error { return own.Put(nameHeader, flip(own.Get(nameHeader), 60)) })
		},
	} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			v := mustOpen(t, dir)
			must(t, v.UnlockPassphrase(somePass))
			must(t, v.PutAccount(codeOnly("acc_a")))
			must(t, v.Close())
			harm(t, dir)
			bad := keepFolder(t, dir)
			for range 2 {
				v := mustOpen(t, dir)
				wantKind(t, v.Unlock(t.Context(), &coretest.Keyring{}, []byte("not it")), core.WrongPass)
				d, hurt := v.Damage()
				if !hurt || d.Settled || len(d.Found) == 0 || v.State() != Sealed {
					t.Fatalf("%v %+v %s", hurt, d, v.State())
				}
				must(t, v.Close())
			}
			if now := keepFolder(t, dir); !bytes.Equal(now["vault.db"], bad["vault.db"]) {
				t.Fatal("the file was changed before anybody unlocked it")
			}
			v = mustOpen(t, dir)
			must(t, v.Unlock(t.Context(), &coretest.Keyring{}, somePass))
			wantAccounts(t, v, 1)
			if d, hurt := v.Damage(); !hurt || !d.Settled {
				t.Fatalf("%+v", d)
			}
			must(t, v.PutAccount(codeOnly("acc_b")))
			if _, err := os.Stat(folder(dir).rescue()); err == nil {
				t.Error("what stood in is still there")
			}
		})
	}
}

// The PIN goes on to be counted while the file is damaged, and opens it.
func TestPINOfADamagedVaultIsCountedAndOpensIt(t *testing.T) {
	v, k, dir, recovery := locked(t)
	must(t, v.PutAccount(codeOnly("acc_b")))
	must(t, v.Close())
	good := keepFolder(t, dir)
	for name, secret := range map[string]string{"pin": string(somePIN), "recovery": recovery} {
		good.into(t, dir)
		overwrite(t, dir, []byte("not a vault"))
		v = mustOpen(t, dir)
		must(t, v.Look(t.Context(), k))
		before := v.Facts().Wrong
		wantKind(t, v.Unlock(t.Context(), k, wrongPIN), core.WrongPass)
		v = again(t, v, dir)
		must(t, v.Look(t.Context(), k))
		if f := v.Facts(); f.Kind != "pin" || f.Wrong != before+1 || f.Spent {
			t.Fatalf("%s: %+v", name, f)
		}
		must(t, v.Unlock(t.Context(), k, []byte(secret)))
		if d, hurt := v.Damage(); !hurt || len(d.Lost) > 0 {
			t.Fatalf("%s: %+v", name, d)
		}
		if _, err := v.Account("acc_b"); err != nil {
			t.Fatal(err)
		}
		v = again(t, v, dir)
		must(t, v.Unlock(t.Context(), k, somePIN))
		if f := v.Facts(); f.Wrong != 0 {
			t.Fatalf("%s: %+v", name, f)
		}
		must(t, v.Close())
	}
}

func TestVaultOfALaterVersionIsLeftAloneWithItsSnapshots(t *testing.T) {
	dir, k := filled(t, codeOnly("acc_a"))
	later := func(b []byte) []byte { // a header of the next version, as that would write it
		other := t.TempDir()
		overwrite(t, other, b)
		tamper(t, other, func(own, _ *bolt.Bucket) error {
			h, err := decodeHeader(bytes.Clone(own.Get(nameHeader)))
			must(t, err)
			h.Version = schema + 1
			return own.Put(nameHeader, h.encode())
		})
		return read(t, other)
	}
	eachSnapshot(t, dir, func(path string) { rewrite(filepath.Base(path), later)(t, dir) })
	snapshots := keepFolder(t, dir)
	for name, harm := range map[string]func(t *testing.T, dir string){
		"whole":   rewrite("vault.db", later),
		"damaged": rewrite("vault.db", nothing),
		"missing": gone("vault.db"),
	} {
		snapshots.into(t, dir)
		harm(t, dir)
		before := keepFolder(t, dir)
		for range 2 {
			_, err := Open(dir)
			if core.KindOf(err) != core.VaultNewer {
				t.Fatalf("%s: %v", name, err)
			}
		}
		after := keepFolder(t, dir)
		for file, b := range before {
			if !bytes.Equal(after[file], b) {
				t.Errorf("%s: %s was changed", name, file)
			}
		}
		if len(after) != len(before) {
			t.Errorf("%s: %d files became %d", name, len(before), len(after))
		}
	}
	_ = k
}

// Salvage reads every damaged file that is kept, and keeps no more than three.
func TestDamagedFilesAreKeptUntilThePersonRemovesThem(t *testing.T) {
	dir, k := filled(t, codeOnly("acc_a"))
	for i := range keptBroken + 2 {
		overwrite(t, dir, bytes.Repeat([]byte{byte(i + 1)}, 5000))
		v := opened(t, dir, k)
		wantAccounts(t, v, 1)
		d, _ := v.Damage()
		if b, err := os.ReadFile(d.Broken); err != nil || b[0] != byte(i+1) {
			t.Fatal(err)
		}
		must(t, v.Close())
	}
	if kept := folder(dir).broken(); len(kept) != keptBroken {
		t.Fatal(kept)
	}
	v := opened(t, dir, k)
	must(t, v.RemoveBroken())
	if kept := folder(dir).broken(); len(kept) != 0 {
		t.Fatal(kept)
	}
	wantAccounts(t, v, 1)
}

// A file system without second names: the damaged file is renamed, and a kill between
// that and the rename of the new one leaves no vault.db.
func TestKillBetweenTheTwoRenamesOfSalvageLosesNothing(t *testing.T) {
	dir, k := filled(t, codeOnly("acc_a"), codeOnly("acc_b"))
	alone(t, dir) // all that is left is in the damaged file
	rewrite("vault.db", func(b []byte) []byte { clear(b[:pageSize]); return b })(t, dir)
	must(t, os.Rename(filepath.Join(dir, "vault.db"), folder(dir).brokenAt(timeOf(t))))
	v := opened(t, dir, k)
	wantAccounts(t, v, 2)
}

func TestFileOlderThanItsSnapshotIsNotServed(t *testing.T) {
	dir, k := filled(t, codeOnly("acc_a"))
	old := read(t, dir)
	v := opened(t, dir, k)
	must(t, v.PutAccount(codeOnly("acc_b")))
	must(t, v.Close())
	overwrite(t, dir, old)
	v = opened(t, dir, k)
	wantAccounts(t, v, 2)
	d, hurt := v.Damage()
	if !hurt || d.Serves != SourceSnapshot {
		t.Fatalf("%+v", d)
	}
	if b, err := os.ReadFile(d.Broken); err != nil || !bytes.Equal(b, old) {
		t.Fatal("the older file was not kept", err)
	}
}

func TestGoodFileThatIsPutBackIsTakenAsItIs(t *testing.T) {
	dir, k := filled(t, codeOnly("acc_a"))
	good := read(t, dir)
	overwrite(t, dir, nil)
	must(t, mustOpen(t, dir).Close())
	overwrite(t, dir, good)
	v := opened(t, dir, k)
	wantAccounts(t, v, 1)
	if d, hurt := v.Damage(); hurt || exists(folder(dir).rescue()) {
		t.Fatalf("%+v", d)
	}
}

func timeOf(t *testing.T) time.Time {
	t.Helper()
	return time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)
}
