//go:build linux && !android

package vault

import (
	"os"
	"syscall"
	"testing"
	"time"

	"kauth/core"
)

// On a full disk the count in the file stays behind: the keyring's is enough, and a
// thief who fills the disk has ten tries as everybody.
func TestTryThatTheFileCannotCountIsCountedInTheKeyring(t *testing.T) {
	v, k, _, _, now := clocked(t)
	file, left := read(t, string(v.dir)), 10
	v.store.full(t)
	for ; left > 0; left-- {
		v.miss(t, k, 1)
		*now = now.Add(15 * time.Minute)
	}
	wantKind(t, v.Unlock(t.Context(), k, somePIN), core.Locked)
	if string(read(t, string(v.dir))) != string(file) {
		t.Fatal("the file was written: this proved nothing")
	}
	must(t, v.Close())
	v = reopened(t, string(v.dir), now)
	wantKind(t, v.Unlock(t.Context(), k, somePIN), core.Locked)
}

func TestRightPINOpensOnAFullDisk(t *testing.T) {
	v, k, _, _, _ := clocked(t)
	v.store.full(t)
	v.miss(t, k, 1)
	must(t, v.Unlock(t.Context(), k, somePIN))
	if f := v.Facts(); f.Wrong != 0 {
		t.Fatalf("%+v", f)
	}
	wantAccounts(t, v, 1)
}

// full has every write fail as on a full disk.
func (s *store) full(t *testing.T) {
	t.Helper()
	raw, err := os.Open(s.raw.Name())
	must(t, err)
	t.Cleanup(func() { raw.Close() })
	must(t, syscall.Dup3(int(raw.Fd()), int(s.raw.Fd()), 0)) // what is open for reading takes no write
}
