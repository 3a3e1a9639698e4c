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
	suites = append(suites, testing.InternalTest{Name: "KeystoreOnAFullDisk", F: full})
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
