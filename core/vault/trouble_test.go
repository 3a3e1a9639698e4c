//go:build linux || darwin

package vault

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/signal"
	"path/filepath"
	"syscall"
	"testing"

	bolterrors "go.etcd.io/bbolt/errors"

	"kauth/core"
)

func init() {
	children["full"] = onAFullDisk
	children["denied"] = withoutPermission(core.StorageDenied)
	children["fixed"] = readsAlone
	children["allowed"] = withoutPermission("")
	children["blind"] = beginBlind
}

// parent runs a child and wants it to find nothing wrong.
func parent(t *testing.T, role, dir string) {
	t.Helper()
	c := child(t, role, dir)
	if out, err := c.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
}

// expect ends a child that finds something wrong.
func expect(step string, err error, want core.Kind) {
	if core.KindOf(err) != want {
		fmt.Printf("%s: %v; want %q\n", step, err, want)
		os.Exit(1)
	}
}

func TestFullDiskIsSaidAndCostsNothing(t *testing.T) {
	dir := t.TempDir()
	v := mustOpen(t, dir)
	must(t, v.UnlockPassphrase(childPass))
	must(t, v.PutAccount(codeOnly("acc_a")))
	must(t, v.PutAccount(codeOnly("acc_goes")))
	must(t, v.Close())
	parent(t, "full", dir)

	v = mustOpen(t, dir)
	must(t, v.UnlockPassphrase(childPass))
	if v.list.Stale {
		t.Error("what was deleted is still in the file, now that there is room")
	}
	all, err := v.Accounts()
	if err != nil || len(all) != 1 || all[0].ID != "acc_a" || len(v.Damaged()) != 0 {
		t.Fatal(all, err, v.Damaged())
	}
}

// onAFullDisk puts until no file may grow any more (the process's own limit: a
// full disk that needs nobody's permission), and looks at what is left.
func onAFullDisk(dir string) {
	signal.Ignore(syscall.SIGXFSZ)
	info, err := os.Stat(filepath.Join(dir, "vault.db"))
	expect("stat", err, "")
	limit := syscall.Rlimit{Cur: uint64(info.Size()) + 4096, Max: uint64(info.Size()) + 4096}
	expect("limit", syscall.Setrlimit(syscall.RLIMIT_FSIZE, &limit), "")

	v, err := Open(dir)
	expect("open", err, "")
	expect("unlock", v.UnlockPassphrase(childPass), "")
	for i := 0; err == nil; i++ {
		err = v.Put("b", fmt.Sprint(i), make([]byte, 6000))
	}
	expect("put", err, core.StorageFull)
	_, err = v.Account("acc_a")
	expect("what was there", err, "")
	limit.Cur = 4096 // not even room for a copy
	expect("limit", syscall.Setrlimit(syscall.RLIMIT_FSIZE, &limit), "")
	expect("update on a full disk", v.PutAccount(codeOnly("acc_a")), core.StorageFull)
	limit.Cur = limit.Max
	expect("limit", syscall.Setrlimit(syscall.RLIMIT_FSIZE, &limit), "")
	_, err = v.Account("acc_a")
	expect("what was there", err, "")
	expect("delete", v.DeleteAccount("acc_goes"), "")
	_, err = v.Account("acc_goes")
	expect("what was deleted", err, core.NotFound)
	expect("close", v.Close(), "")
	v, err = Open(dir)
	expect("open on a full disk", err, "")
	expect("unlock on a full disk", v.UnlockPassphrase(childPass), "")
	_, err = v.Account("acc_a")
	expect("what was there, again", err, "")
}

func TestReadOnlyFileOrFolderIsReadAndNotWritten(t *testing.T) {
	dir := t.TempDir()
	must(t, os.Chmod(filepath.Dir(dir), 0o755))
	files := []string{filepath.Join(dir, "vault.db"), filepath.Join(dir, "vault.mark")}
	v := mustOpen(t, dir)
	must(t, v.UnlockPassphrase(childPass))
	must(t, v.PutAccount(codeOnly("acc_a")))
	must(t, v.Close())
	for _, c := range []struct {
		name            string
		db, mark, place fs.FileMode
		role            string
	}{
		{"writable", 0o666, 0o666, 0o777, "allowed"}, // or the others would prove nothing
		{"file", 0o444, 0o666, 0o777, "fixed"},
		{"mark", 0o666, 0o444, 0o777, "fixed"},
		{"folder", 0o666, 0o666, 0o555, "fixed"},
		{"unreadable", 0o000, 0o666, 0o777, "denied"},
		{"no entry", 0o666, 0o666, 0o000, "denied"},
	} {
		t.Run(c.name, func(t *testing.T) {
			must(t, os.Chmod(files[0], c.db))
			must(t, os.Chmod(files[1], c.mark))
			must(t, os.Chmod(dir, c.place))
			defer os.Chmod(dir, 0o777)
			parent(t, c.role, dir)
		})
	}
	t.Run("damaged", func(t *testing.T) { // the copies may have all of it, where they can take its place
		must(t, os.Truncate(files[0], 5000))
		must(t, os.Chmod(dir, 0o555))
		defer os.Chmod(dir, 0o777)
		parent(t, "denied", dir)
	})
}

// withoutPermission gives up root, whom no mode of a file stops, and opens the
// folder as nobody.
func withoutPermission(want core.Kind) func(string) {
	return func(dir string) {
		if os.Getuid() == 0 {
			expect("nobody", syscall.Setuid(65534), "")
		}
		for range 2 {
			v, err := Open(dir)
			expect("open", err, want)
			if err == nil {
				expect("close", v.Close(), "")
			}
		}
	}
}

// The folder can be written and not opened, so the rename of the new file cannot be made
// durable: the vault is there, and its start has failed.
func TestVaultWhoseStartFailedOpensAtTheNext(t *testing.T) {
	dir := t.TempDir()
	k := fileKeyring(filepath.Join(dir, "keyring"))
	must(t, os.Chmod(filepath.Dir(dir), 0o755))
	must(t, os.Mkdir(string(k), 0o777))
	must(t, os.Chmod(string(k), 0o777))
	must(t, os.Mkdir(filepath.Join(dir, "vault"), 0o777))
	must(t, os.Chmod(filepath.Join(dir, "vault"), 0o333))
	parent(t, "blind", dir)
	must(t, os.Chmod(filepath.Join(dir, "vault"), 0o777))
	v := mustOpen(t, filepath.Join(dir, "vault"))
	if v.State() != Sealed {
		t.Fatal("no vault was left: this proved nothing")
	}
	must(t, v.UnlockKeyring(t.Context(), k))
	must(t, v.PutAccount(codeOnly("acc_a")))
}

func beginBlind(dir string) {
	if os.Getuid() == 0 {
		expect("nobody", syscall.Setuid(65534), "")
	}
	v, err := Open(filepath.Join(dir, "vault"))
	expect("open", err, "")
	err = v.UnlockKeyring(context.Background(), fileKeyring(filepath.Join(dir, "keyring")))
	expect("unlock", err, core.StorageDenied)
}

// readsAlone opens the folder as nobody, and reads what it cannot change.
func readsAlone(dir string) {
	if os.Getuid() == 0 {
		expect("nobody", syscall.Setuid(65534), "")
	}
	v, err := Open(dir)
	expect("open", err, "")
	expect("unlock", v.UnlockPassphrase(childPass), "")
	if !v.Fixed() {
		expect("fixed", errors.New("it can be changed"), "")
	}
	if _, err = v.Accounts(); err != nil {
		expect("read", err, "")
	}
	_, err = Open(dir)
	expect("a second time", err, core.VaultBusy)
	expect("remove", v.DeleteAccount("acc_a"), core.StorageDenied)
	for range 2 {
		expect("put", v.Put("b", "1", []byte("x")), core.StorageDenied)
	}
	expect("account", v.PutAccount(core.Account{ID: "acc_z", State: core.CodeOnly}), core.StorageDenied)
	expect("close", v.Close(), "")
}

func TestErrorsOfTheSystemGetTheirKind(t *testing.T) {
	wrap := func(e error) error { return fmt.Errorf("write: %w", &fs.PathError{Op: "write", Path: "f", Err: e}) }
	for _, c := range []struct {
		err  error
		want core.Kind
	}{
		{nil, ""},
		{wrap(syscall.ENOSPC), core.StorageFull},
		{wrap(syscall.EDQUOT), core.StorageFull},
		{wrap(syscall.EFBIG), core.StorageFull},
		{wrap(syscall.EROFS), core.StorageDenied},
		{wrap(syscall.EACCES), core.StorageDenied},
		{wrap(syscall.EPERM), core.StorageDenied},
		{wrap(syscall.EIO), core.StorageDenied},
		{wrap(syscall.ENOTDIR), core.StorageDenied},
		{bolterrors.ErrTimeout, core.VaultBusy},
		{bolterrors.ErrMaxSizeReached, core.StorageFull},
		{fmt.Errorf("open: %w", bolterrors.ErrChecksum), core.VaultDamaged},
		{broke{damagedf("panic")}, core.VaultDamaged},
		{errNewer, core.VaultNewer},
		{errors.New("else"), core.Internal},
		{core.E("inner", core.KeyGone, nil), core.KeyGone},
	} {
		if got := core.KindOf(storage("op", c.err)); got != c.want {
			t.Errorf("%v: %s, want %s", c.err, got, c.want)
		}
	}
}

func TestFolderThatIsAFileIsStorageDenied(t *testing.T) {
	path := filepath.Join(t.TempDir(), "file")
	must(t, os.WriteFile(path, nil, 0o600))
	_, err := Open(path)
	wantKind(t, err, core.StorageDenied)
}
