package vault

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"testing"
	"testing/synctest"
	"time"

	"kauth/core"
	"kauth/core/coretest"
	"kauth/core/seal"
)

func TestVaultGoesFromEmptyToOpenToSealed(t *testing.T) {
	dir, k := filepath.Join(t.TempDir(), "new", "folder"), &coretest.Keyring{}
	v := mustOpen(t, dir)
	if v.State() != Empty || len(v.Slots()) != 0 {
		t.Fatal(v.State(), v.Slots())
	}
	_, err := v.Accounts()
	wantKind(t, err, core.Locked)
	must(t, v.UnlockKeyring(t.Context(), k))
	must(t, v.PutAccount(codeOnly("acc_a")))
	if v.State() != Opened {
		t.Fatal(v.State())
	}
	must(t, v.Close())
	must(t, v.Close())
	_, err = v.Accounts()
	wantKind(t, err, core.Locked)

	v = mustOpen(t, dir)
	if v.State() != Sealed || len(v.Slots()) != 1 || v.Slots()[0] != "keyring" {
		t.Fatal(v.State(), v.Slots())
	}
	for name, err := range map[string]error{
		"put": v.PutAccount(codeOnly("acc_b")), "delete": v.DeleteAccount("acc_a"),
		"record": v.Put("b", "i", nil), "passphrase": v.UnlockPassphrase([]byte("p")),
	} {
		if core.KindOf(err) != core.Locked {
			t.Errorf("%s while sealed: %v", name, err)
		}
	}
	must(t, v.UnlockKeyring(t.Context(), k))
	if all, err := v.Accounts(); err != nil || len(all) != 1 {
		t.Fatal(all, err)
	}
}

func TestFilesAreForTheirOwnerAlone(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "v")
	v := opened(t, dir, &coretest.Keyring{})
	must(t, v.PutAccount(codeOnly("acc_a")))
	must(t, v.DeleteAccount("acc_a")) // the file is another one now
	for path, want := range map[string]os.FileMode{
		dir: 0o700, filepath.Join(dir, "vault.db"): 0o600, filepath.Join(dir, "vault.mark"): 0o600,
	} {
		info, err := os.Stat(path)
		if err != nil || info.Mode().Perm() != want {
			t.Errorf("%s: %v, %v", path, info.Mode(), err)
		}
	}
}

func TestPassphraseOpensAndAnotherDoesNot(t *testing.T) {
	dir := t.TempDir()
	v := mustOpen(t, dir)
	wantKind(t, v.UnlockPassphrase(nil), core.Malformed)
	must(t, v.UnlockPassphrase([]byte("correct horse")))
	must(t, v.PutAccount(codeOnly("acc_a")))
	must(t, v.Close())

	v = mustOpen(t, dir)
	wantKind(t, v.UnlockPassphrase([]byte("correct horsf")), core.WrongPass)
	wantKind(t, v.UnlockPassphrase(nil), core.WrongPass)
	wantKind(t, v.UnlockKeyring(t.Context(), &coretest.Keyring{}), core.Locked)
	if v.State() != Sealed {
		t.Fatal(v.State())
	}
	must(t, v.UnlockPassphrase([]byte("correct horse")))
	wantKind(t, v.UnlockPassphrase([]byte("wrong, while open")), core.WrongPass)
	if _, err := v.Account("acc_a"); err != nil {
		t.Fatal(err)
	}
}

func TestNewVaultCostsAtLeast64MiBAGuess(t *testing.T) {
	if d := seal.DefaultCost; d.MemoryKiB < 64<<10 || d.Passes < 3 {
		t.Fatalf("%+v", d)
	}
}

func TestVaultOfAnotherMachineSaysSo(t *testing.T) {
	dir, k := filled(t, codeOnly("acc_a"))
	before := read(t, dir)
	v := mustOpen(t, dir)
	wantKind(t, v.UnlockKeyring(t.Context(), &coretest.Keyring{}), core.KeyGone)
	k.Forget()
	wantKind(t, v.UnlockKeyring(t.Context(), k), core.KeyGone)
	if string(before) != string(read(t, dir)) {
		t.Fatal("the file was changed")
	}
}

func TestKeyringWithAnotherKeyUnderThisNameIsKeyGone(t *testing.T) {
	dir, k := filled(t, codeOnly("acc_a"))
	v := mustOpen(t, dir)
	for _, key := range [][]byte{seal.NewKey(), nil, []byte("short")} {
		must(t, k.Set(t.Context(), v.head.Name, key))
		wantKind(t, v.UnlockKeyring(t.Context(), k), core.KeyGone)
	}
}

func TestTwoVaultsInOneKeyringKeepTheirKeysApart(t *testing.T) {
	k := &coretest.Keyring{}
	one, two := t.TempDir(), t.TempDir()
	for _, dir := range []string{one, two} {
		v := opened(t, dir, k)
		must(t, v.Put("b", "folder", []byte(dir)))
		must(t, v.Close())
	}
	if k.Names() != 4 { // a key and a generation each
		t.Fatal(k.Names())
	}
	for _, dir := range []string{one, two} {
		got, err := opened(t, dir, k).Get("b", "folder")
		if err != nil || string(got) != dir {
			t.Fatalf("%s, %v", got, err)
		}
	}
}

func TestSilentKeyringIsGivenUpAfterTwoSeconds(t *testing.T) {
	sealed, k := filled(t)
	k.Silent(true)
	synctest.Test(t, func(t *testing.T) {
		for _, dir := range []string{sealed, t.TempDir()} {
			v := mustOpen(t, dir)
			start := time.Now()
			wantKind(t, v.UnlockKeyring(t.Context(), k), core.Unsupported)
			if took := time.Since(start); took > 2*time.Second {
				t.Errorf("after %v", took)
			}
		}
	})
}

func TestStoppedUnlockIsCancelled(t *testing.T) {
	dir, k := filled(t)
	ctx, stop := context.WithCancel(t.Context())
	stop()
	wantKind(t, mustOpen(t, dir).UnlockKeyring(ctx, k), core.Cancelled)
}

// forgetful takes a key and has none afterwards.
type forgetful struct{ coretest.Keyring }

func (f *forgetful) Set(context.Context, string, []byte) error { return nil }

// confused has another key than it took.
type confused struct{ coretest.Keyring }

func (c *confused) Get(context.Context, string) ([]byte, error) { return seal.NewKey(), nil }

func TestNoVaultIsMadeOnAKeyringThatDoesNotKeepItsKey(t *testing.T) {
	dir := t.TempDir()
	broken := &coretest.Keyring{}
	broken.Fail(errors.New("no bus"))
	for _, k := range []Keyring{broken, &forgetful{}, &confused{}} {
		v := mustOpen(t, dir)
		wantKind(t, v.UnlockKeyring(t.Context(), k), core.Unsupported)
		if v.State() != Empty {
			t.Fatal(v.State())
		}
		must(t, v.Close())
	}
	v := mustOpen(t, dir)
	must(t, v.UnlockPassphrase([]byte("instead")))
	if v.State() != Opened || v.Slots()[0] != "passphrase" {
		t.Fatal(v.State(), v.Slots())
	}
}
