//go:build linux && !android

package vault

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"kauth/core"
)

func init() {
	for to := range unsynced {
		children["unsynced "+to] = relockUnsynced(to)
	}
}

// unsynced are the changes of a lock, and what opens the vault after each.
var unsynced = map[string]func(v *Vault, k Keyring) (secret string, err error){
	"pin": func(v *Vault, k Keyring) (string, error) {
		return v.SetPIN(context.Background(), k, []byte("739104"))
	},
	"passphrase": func(v *Vault, k Keyring) (string, error) {
		return string(somePass), v.SetPassphrase(context.Background(), k, somePass)
	},
	"none": func(v *Vault, k Keyring) (string, error) { return "", v.ClearLock(context.Background(), k) },
}

// relockUnsynced changes the lock in a folder that can be written and not opened, as
// nobody: so it cannot be synced after the rename. (Where there are snapshots it fails before,
// when those of the old lock are taken away, and the old lock holds.)
func relockUnsynced(to string) func(string) {
	return func(dir string) {
		if os.Getuid() == 0 {
			expect("nobody", syscall.Setuid(65534), "")
		}
		v, k := must2(openDerived(filepath.Join(dir, "v"))), fileKeyring(dir)
		expect("unlock", v.Unlock(context.Background(), k, somePIN), "")
		secret, err := unsynced[to](v, k)
		_, after := v.Accounts()
		fmt.Printf("%s\n%s\n%s\n%s\n", secret, core.KindOf(err), v.Facts().Kind, core.KindOf(after))
	}
}

func must2(v *Vault, err error) *Vault {
	expect("open", err, "")
	return v
}

// TestLockThatHoldsIsNotSaidToHaveFailed: and a power cut that takes the rename back
// finds what the old lock needs.
func TestLockThatHoldsIsNotSaidToHaveFailed(t *testing.T) {
	for to := range unsynced {
		t.Run(to, func(t *testing.T) {
			base := t.TempDir()
			must(t, os.Chmod(filepath.Dir(base), 0o755))
			dir, k := filepath.Join(base, "v"), fileKeyring(base)
			v := opened(t, dir, k)
			must(t, v.PutAccount(codeOnly("acc_a")))
			_, err := v.SetPIN(t.Context(), k, somePIN)
			must(t, err)
			must(t, v.Close())
			before := read(t, dir)
			for _, place := range []string{base, dir} {
				files, err := os.ReadDir(place)
				must(t, err)
				for _, f := range files {
					must(t, os.Chmod(filepath.Join(place, f.Name()), 0o777))
				}
			}
			must(t, os.Chmod(base, 0o777))
			must(t, os.Chmod(dir, 0o333))
			out, err := child(t, "unsynced "+to, base).CombinedOutput()
			must(t, os.Chmod(dir, 0o700))
			said := strings.Split(string(out), "\n")
			want := to
			if to == "none" {
				want = ""
			}
			if err != nil || len(said) < 4 || said[1] != "" || said[2] != want || said[3] != string(core.StorageDenied) {
				t.Fatalf("%v: %q", err, out)
			}
			after := read(t, dir)
			overwrite(t, dir, before)
			v = mustOpen(t, dir)
			must(t, v.Unlock(t.Context(), k, somePIN)) // the old lock, after the power cut
			must(t, v.Close())
			overwrite(t, dir, after)
			v = mustOpen(t, dir)
			switch to {
			case "pin":
				must(t, v.Unlock(t.Context(), k, []byte("739104")))
				v.Shut()
				must(t, v.Unlock(t.Context(), k, []byte(said[0])))
			case "none":
				must(t, v.UnlockKeyring(t.Context(), k))
			default:
				must(t, v.Unlock(t.Context(), k, somePass))
			}
			wantAccounts(t, v, 1)
		})
	}
}
