package vault

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"kauth/core"
	"kauth/core/coretest"
	"kauth/core/seal"
)

// childRole makes the test binary another process of ours: its value names a
// function in children, its arguments are that function's.
const childRole = "KAUTH_VAULT_CHILD"

var children = map[string]func(dir string){}

// hang is longer than anything takes on a busy machine.
const hang = time.Minute

func TestMain(m *testing.M) {
	readLimit, writeLimit = 5*time.Minute, 5*time.Minute
	lockLimit = 200 * time.Millisecond
	passCost = seal.Cost{MemoryKiB: 8 << 10, Passes: 1, Lanes: 1}
	if child := children[os.Getenv(childRole)]; child != nil {
		child(os.Args[1])
		return
	}
	os.Exit(m.Run())
}

func child(t *testing.T, role, dir string) *exec.Cmd {
	t.Helper()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	c := exec.Command(self, dir)
	c.Env = append(os.Environ(), childRole+"="+role)
	return c
}

func mustOpen(t testing.TB, dir string) *Vault {
	t.Helper()
	v, err := Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { v.Close() })
	return v
}

// openDerived looks at the file alone, as it is done where all can be made again: damage
// is an error.
func openDerived(dir string) (*Vault, error) { return OpenAs(dir, Options{Derived: true}) }

// alone takes away everything beside the vault's file.
func alone(t testing.TB, dir string) {
	t.Helper()
	files, err := os.ReadDir(dir)
	must(t, err)
	for _, f := range files {
		if f.Name() != "vault.db" && f.Name() != "vault.mark" {
			must(t, os.Remove(filepath.Join(dir, f.Name())))
		}
	}
}

// opened is a vault in dir that the keyring opens.
func opened(t testing.TB, dir string, k Keyring) *Vault {
	t.Helper()
	v := mustOpen(t, dir)
	if err := v.UnlockKeyring(t.Context(), k); err != nil {
		t.Fatal(err)
	}
	return v
}

// filled is a new vault with accounts, closed again.
func filled(t testing.TB, list ...core.Account) (string, *coretest.Keyring) {
	t.Helper()
	dir, k := t.TempDir(), &coretest.Keyring{}
	v := opened(t, dir, k)
	for _, a := range list {
		must(t, v.PutAccount(a))
	}
	must(t, v.Close())
	return dir, k
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func wantKind(t testing.TB, err error, want core.Kind) {
	t.Helper()
	if core.KindOf(err) != want {
		t.Fatalf("%v; want %s", err, want)
	}
}

func read(t testing.TB, dir string) []byte {
	t.Helper()
	b, err := os.ReadFile(filepath.Join(dir, "vault.db"))
	must(t, err)
	return b
}

func overwrite(t testing.TB, dir string, b []byte) {
	t.Helper()
	must(t, os.WriteFile(filepath.Join(dir, "vault.db"), b, 0o600))
}

// everything is all that a thief of the folder has.
func everything(t testing.TB, dir string) []byte {
	t.Helper()
	var all bytes.Buffer
	files, err := os.ReadDir(dir)
	must(t, err)
	for _, f := range files {
		b, err := os.ReadFile(filepath.Join(dir, f.Name()))
		must(t, err)
		all.WriteString(f.Name())
		all.Write(b)
	}
	return all.Bytes()
}

// linked is an account with everything in it.
func linked(t testing.TB, id core.AccountID) core.Account {
	t.Helper()
	device, err := core.NewDeviceKey()
	must(t, err)
	return core.Account{
		ID: id, Issuer: "Infomaniak", Label: "anna@example.ch", Name: "Häuslich ☕", State: core.Active,
		OTP: core.OTP{
			Type: core.TOTP, Secret: core.NewSecret([]byte("12345678901234567890")), Algorithm: "SHA1",
			Digits: 6, Period: 30 * time.Second,
		},
		Device: &core.Device{
			Origin: "https://login.example.ch", ID: "dev_Q2hlZXNl", Account: "acc_server", Name: "Pixel 9 · kAuth",
			Key: device, ServerKeys: []core.ServerKey{serverKey(t, "one"), serverKey(t, "two")},
			LinkCode: core.NewSecret([]byte("link code to be kept")), Bearer: true,
		},
		Added: time.Date(2026, 9, 1, 12, 30, 15, 123456789, time.UTC), Order: 3, CodesWaiting: true,
		LinkedTo: "https://before.example.ch", LinkedAs: "acc_before", Replaces: "acc_here",
		Quiet: 4, QuietSince: time.Date(2026, 10, 1, 8, 0, 0, 0, time.UTC),
	}
}

func codeOnly(id core.AccountID) core.Account {
	return core.Account{
		ID: id, Issuer: "Example", Label: "bob", State: core.CodeOnly,
		OTP: core.OTP{
			Type: core.HOTP, Secret: core.NewSecret([]byte{0, 255, 10, 13, 0}), Algorithm: "SHA512",
			Digits: 8, Counter: 1<<63 + 5,
		},
		Added: time.Date(2026, 8, 1, 0, 0, 0, 0, time.UTC),
	}
}
