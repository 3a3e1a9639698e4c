//go:build linux || darwin

package vault

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/signal"
	"path/filepath"
	"syscall"
	"testing"

	bolt "go.etcd.io/bbolt"

	"kauth/core"
)

func init() {
	children["full"] = onAFullDisk
	children["denied"] = withoutPermission
}

// parent runs a child and wants it to find nothing wrong.
func parent(t *testing.T, role, dir string) {
	t.Helper()
	c := child(t, role, dir)
	c.Dir = dir // reachable by name or not
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

func TestReadOnlyFileOrFolderIsStorageDenied(t *testing.T) {
	dir := t.TempDir()
	for name, modes := range map[string][2]fs.FileMode{
		"file": {0o400, 0o777}, "folder": {0o666, 0o555}, "both": {0o400, 0o555}, "no entry": {0o666, 0o000},
	} {
		v := mustOpen(t, dir)
		must(t, v.UnlockPassphrase(childPass))
		must(t, v.Close())
		for _, f := range []string{"vault.db", "vault.mark"} {
			must(t, os.Chmod(filepath.Join(dir, f), modes[0]|0o044))
		}
		must(t, os.Chmod(dir, modes[1]))
		t.Run(name, func(t *testing.T) { parent(t, "denied", dir) })
		must(t, os.Chmod(dir, 0o777))
		for _, f := range []string{"vault.db", "vault.mark"} {
			must(t, os.Chmod(filepath.Join(dir, f), 0o600))
		}
	}
}

// withoutPermission gives up root, whom no mode of a file stops. It looks at the
// folder that it stands in.
func withoutPermission(string) {
	if os.Getuid() == 0 {
		expect("nobody", syscall.Setuid(65534), "")
	}
	for range 2 {
		_, err := Open(".")
		expect("open", err, core.StorageDenied)
	}
	_, err := Open("below")
	expect("a new folder", err, core.StorageDenied)
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
		{bolt.ErrTimeout, core.VaultBusy},
		{fmt.Errorf("open: %w", bolt.ErrChecksum), core.VaultDamaged},
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
