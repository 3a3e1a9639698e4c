package main

import (
	"context"
	"os"
	"path/filepath"
	"testing"

	"kauth/core"
	"kauth/platform/keystore"
	"kauth/platform/keystore/keystoretest"
)

func init() {
	for name, failing := range map[string]string{
		"Keystore": "keystore moment", "KeystoreThatDeclines": "keystore declines",
		"KeystoreThatCrashed": "keystore crashed", "KeystoreThatIsOutOfReach": "keystore lost",
	} {
		suites = append(suites, testing.InternalTest{Name: name, F: func(t *testing.T) {
			keystoretest.Suite(t, func(t *testing.T) keystoretest.Rig { return keyring(t, failing) })
		}})
	}
	suites = append(suites,
		testing.InternalTest{Name: "KeystoreOnAFullDisk", F: full},
		testing.InternalTest{Name: "KeystoreWithADamagedFile", F: damaged},
		testing.InternalTest{Name: "KeystoreLeavesNoKeyInJava", F: leaves})
}

// full: where the new file is not written, what is there is still sealed by a key that is.
func full(t *testing.T) {
	k := keyring(t, "keystore moment")
	const name = "kauth test full"
	if err := k.Set(t.Context(), name, []byte("the key")); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = k.Delete(context.Background(), name) })
	inTheWay := filepath.Join(filepath.Dir(os.Getenv("FILESDIR")), "no_backup", "keys", name+".new")
	if err := os.Mkdir(inTheWay, 0o700); err != nil {
		t.Fatal(err)
	}
	if err := k.Set(t.Context(), name, []byte("another")); core.KindOf(err) != core.Unsupported {
		t.Errorf("written all the same: %v", err)
	}
	if err := os.Remove(inTheWay); err != nil {
		t.Fatal(err)
	}
	if got, err := k.Get(t.Context(), name); err != nil || string(got) != "the key" {
		t.Errorf("%q, %v", got, err)
	}
}

// damaged: what nothing opens any more is gone, and not for a moment: there is a way on.
func damaged(t *testing.T) {
	k := keyring(t, "keystore moment")
	const name = "kauth test damaged"
	t.Cleanup(func() { _ = k.Delete(context.Background(), name) })
	for what, damage := range map[string]func([]byte) []byte{
		"cut off": func(b []byte) []byte { return b[:5] },
		"changed": func(b []byte) []byte { b[len(b)-1] ^= 1; return b },
	} {
		if err := k.Set(t.Context(), name, []byte("the key")); err != nil {
			t.Fatal(err)
		}
		file := filepath.Join(filepath.Dir(os.Getenv("FILESDIR")), "no_backup", "keys", name)
		sealed, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, damage(sealed), 0o600); err != nil {
			t.Fatal(err)
		}
		if got, err := k.Get(t.Context(), name); core.KindOf(err) != core.KeyGone {
			t.Errorf("%s: %q, %v", what, got, err)
		}
	}
}

// leaves: an array of Java's is freed as it is, and nobody knows when.
func leaves(t *testing.T) {
	k := keyring(t, "keystore moment")
	const name = "kauth test leaves"
	t.Cleanup(func() { _ = k.Delete(context.Background(), name) })
	if err := k.Set(t.Context(), name, []byte("the key")); err != nil {
		t.Fatal(err)
	}
	if world(t, "clear") != "no" {
		t.Error("what was stored is still there")
	}
	if got, err := k.Get(t.Context(), name); err != nil || string(got) != "the key" {
		t.Errorf("%q, %v", got, err)
	}
	if world(t, "clear") != "no" {
		t.Error("what was read is still there")
	}
}

// keyring is Android's, which fails in that way.
func keyring(t *testing.T, failing string) keystoretest.Rig {
	world(t, "keystore works")
	return keystoretest.Rig{
		Keyring: keystore.New(), Again: func() keystoretest.Keyring { return keystore.New() },
		Fail: func(yes bool) {
			world(t, map[bool]string{true: failing, false: "keystore works"}[yes])
		},
		Invalidate: func() { world(t, "keystore invalid") },
		Lose:       func() { world(t, "keystore reset") },
	}
}
