package vault

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"testing"
)

// A disk may change bytes while the vault is open. The snapshots are from before, and
// must not be written over with that.
func TestWhatGoesBadWhileTheVaultIsOpenDoesNotSpoilTheSnapshots(t *testing.T) {
	for _, what := range []string{"record", "header"} {
		t.Run(what, func(t *testing.T) {
			dir, k := filled(t, many(t, 20)...)
			v := opened(t, dir, k)
			must(t, v.PutAccount(codeOnly("acc_new")))
			value := v.head.raw
			if what == "record" {
				value = rawOf(t, v, v.keys.name(accounts, "acc_3"))
			}
			spoil(t, filepath.Join(dir, "vault.db"), value)
			for i := range 10 {
				v.copies.spare = copyBurst
				must(t, v.Put("b", fmt.Sprint(i), make([]byte, 700)))
			}
			wantAccounts(t, v, 21)
			d, hurt := v.Damage()
			if what == "record" && (!hurt || len(d.Mended) != 1 || d.Mended[0].ID != "acc_3") {
				t.Fatalf("%v %+v", hurt, d)
			}
			if f := v.Snapshots(); f.Missed != nil {
				t.Fatalf("%+v", f)
			}
			must(t, v.Close())
			overwrite(t, dir, nil)
			v = opened(t, dir, k)
			wantAccounts(t, v, 21)
		})
	}
}

// spoil changes every copy of some bytes in a file, in place.
func spoil(t *testing.T, path string, what []byte) {
	t.Helper()
	b, err := os.ReadFile(path)
	must(t, err)
	f, err := os.OpenFile(path, os.O_WRONLY, 0)
	must(t, err)
	defer f.Close()
	found := 0
	each(b, what, func(at int) {
		_, err := f.WriteAt(bytes.Repeat([]byte{0x5a}, 8), int64(at+len(what)-8))
		must(t, err)
		found++
	})
	if found == 0 {
		t.Fatal("nothing to spoil: this proves nothing")
	}
}
