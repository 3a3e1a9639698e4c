package vault

import (
	"errors"
	"os"
	"path/filepath"
	"testing"
	"time"

	"kauth/core"
)

func TestWhatNothingOpensIsSetAsideWhole(t *testing.T) {
	dir := t.TempDir()
	for name, text := range map[string]string{"vault.db": "broken", "vault.mark": "made", "notes.txt": "a person's own"} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.MkdirAll(filepath.Join(dir, "reception"), 0o700); err != nil {
		t.Fatal(err)
	}
	now := time.Date(2026, 11, 22, 9, 0, 0, 0, time.UTC)
	to, err := SetAside(dir, now)
	if err != nil {
		t.Fatal(err)
	}
	if b, err := os.ReadFile(filepath.Join(to, "vault.db")); err != nil || string(b) != "broken" {
		t.Fatalf("%q %v", b, err)
	}
	if _, err := os.Stat(filepath.Join(to, "reception")); err != nil {
		t.Error(err)
	}
	if _, err := os.Stat(filepath.Join(dir, "notes.txt")); err != nil {
		t.Error("a file that is not the vault's was moved")
	}
	v, err := Open(dir)
	if err != nil || v.State() != Empty {
		t.Fatal(v, err)
	}
	defer v.Close()
	if _, err := SetAside(dir, now); core.KindOf(err) != core.VaultBusy {
		t.Errorf("a vault that is open: %v", err)
	}
}

func TestTwoThatAreSetAsideInOneSecondKeepApart(t *testing.T) {
	dir, now := t.TempDir(), time.Date(2026, 11, 22, 9, 0, 0, 0, time.UTC)
	var names [2]string
	for i := range names {
		if err := os.WriteFile(filepath.Join(dir, "vault.db"), []byte{byte(i)}, 0o600); err != nil {
			t.Fatal(err)
		}
		var err error
		if names[i], err = SetAside(dir, now); err != nil {
			t.Fatal(err)
		}
	}
	for i, name := range names {
		if b, err := os.ReadFile(filepath.Join(name, "vault.db")); err != nil || len(b) != 1 || b[0] != byte(i) {
			t.Errorf("%s: %v %v", name, b, err)
		}
	}
}

func TestNothingIsSetAsideWhereNothingCanBeWritten(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(dir, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := SetAside(dir, time.Now()); core.KindOf(err) != core.StorageDenied {
		t.Errorf("%v", errors.Unwrap(err))
	}
}
