package main

import (
	"bytes"
	"crypto/sha256"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"testing"
	"time"

	bolt "go.etcd.io/bbolt"

	"kauth/app/viewmodel"
	"kauth/core"
)

// withAccount gives a phone that has one account, closed.
func withAccount(t *testing.T) *phoneWithLock {
	t.Helper()
	p := newPhoneWithLock(t)
	_, err := p.Enroll.AddCodeOnly(core.Account{
		Issuer: "Infomaniak", Label: "anna@example.ch", State: core.CodeOnly,
		OTP: core.OTP{Type: core.TOTP, Secret: core.NewSecret([]byte("12345678901234567890")), Algorithm: "SHA1", Digits: 6, Period: 30 * time.Second},
	})
	p.must(err)
	return p
}

func (p *phoneWithLock) db() string { return filepath.Join(p.f.vault, "vault.db") }

// harmed closes the vault, has something done to its files, and opens it again.
func (p *phoneWithLock) harmed(harm func()) viewmodel.Report {
	p.Helper()
	p.must(p.Phone.Close())
	harm()
	p.open()
	r, is := p.Rescue.Report()
	if !is {
		p.Fatal("nothing is told")
	}
	return r
}

func TestDamagedFileIsToldWithWhatWasKeptAndWhereItIs(t *testing.T) {
	p := withAccount(t)
	var broken []byte
	r := p.harmed(func() {
		p.must(os.Truncate(p.db(), 5000))
		broken, _ = os.ReadFile(p.db())
	})
	d := r.Damage
	if d == nil || d.Missing || d.Kept != 1 || d.Lost != 0 || d.From != viewmodel.FromSnapshot || d.Of.IsZero() || r.Behind != nil {
		t.Fatalf("%+v", d)
	}
	if all, err := p.Accounts.Accounts(); err != nil || len(all) != 1 {
		t.Fatal(all, err)
	}
	if kept, err := os.ReadFile(d.File); err != nil || !bytes.Equal(kept, broken) {
		t.Errorf("the damaged file: %v, %d bytes of %d", err, len(kept), len(broken))
	}
	var saved bytes.Buffer
	p.must(p.Rescue.Save(&saved))
	if !bytes.Equal(saved.Bytes(), broken) {
		t.Error("what is saved for support is another file")
	}
	p.again()
	if again, is := p.Rescue.Report(); !is || again.ID != r.ID {
		t.Errorf("the next start tells %+v %v", again, is)
	}
	p.must(p.Rescue.Dismiss())
	p.again()
	if again, is := p.Rescue.Report(); is {
		t.Errorf("after it was put aside: %+v", again)
	}
}

func TestMissingFileIsSaidToBeMissingAndRestored(t *testing.T) {
	p := withAccount(t)
	r := p.harmed(func() { p.must(os.Remove(p.db())) })
	if d := r.Damage; d == nil || !d.Missing || d.Kept != 1 || d.File != "" {
		t.Fatalf("%+v", d)
	}
	p.want(p.Rescue.Save(io.Discard), core.NotFound)
}

func TestAccountOfWhichNoCopyCanBeReadIsListedAndForgottenOnRequest(t *testing.T) {
	p := withAccount(t)
	r := p.harmed(func() { p.spoil() })
	if d := r.Damage; d == nil || d.Lost != 1 || d.Kept != 0 || len(d.Names) != 1 || d.Names[0] != "Infomaniak anna@example.ch" {
		t.Fatalf("%+v", d)
	}
	unread := p.Rescue.Unread()
	if len(unread) != 1 || !unread[0].Account || unread[0].Title != "Infomaniak" {
		t.Fatalf("%+v", unread)
	}
	p.must(p.Rescue.Forget(unread[0].Place))
	p.must(p.Rescue.Dismiss())
	if _, is := p.Rescue.Report(); is || len(p.Rescue.Unread()) != 0 {
		t.Error("it is still told")
	}
}

// spoil changes a byte of the first record, in the vault and in every copy of it.
func (p *phoneWithLock) spoil() {
	p.Helper()
	b, err := os.ReadFile(p.db())
	p.must(err)
	i := bytes.Index(b, []byte("kAR\x01"))
	if i < 0 {
		p.Fatal("no record")
	}
	record := bytes.Clone(b[i : i+120])
	changed := bytes.Clone(record)
	changed[60] ^= 1
	files, err := filepath.Glob(filepath.Join(p.f.vault, "vault.*"))
	p.must(err)
	for _, f := range files {
		b, err := os.ReadFile(f)
		p.must(err)
		p.must(os.WriteFile(f, bytes.ReplaceAll(b, record, changed), 0o600))
	}
}

func TestVaultOfWhichNothingIsLeftBeginsAnewAndItsFilesAreKept(t *testing.T) {
	p := withAccount(t)
	p.must(p.Phone.Close())
	files, err := filepath.Glob(filepath.Join(p.f.vault, "vault.[dn]*"))
	p.must(err)
	for _, f := range files {
		p.must(os.WriteFile(f, bytes.Repeat([]byte("x"), 9000), 0o600))
	}
	_, err = p.opener.Open(t.Context())
	p.want(err, core.VaultDamaged)
	p.must(p.opener.StartOver(t.Context()))
	p.open()
	if all, err := p.Accounts.Accounts(); err != nil || len(all) != 0 {
		t.Fatal(all, err)
	}
	kept, err := filepath.Glob(filepath.Join(p.f.vault, "aside-*", "vault.*"))
	p.must(err)
	if len(kept) < len(files) {
		t.Errorf("%d of %d files were kept", len(kept), len(files))
	}
}

func TestKeyringThatWasResetIsNoDamageAndNoVaultIsMadeOverIt(t *testing.T) {
	p := withAccount(t)
	p.must(p.Phone.Close())
	p.k.Forget()
	before, err := os.ReadFile(p.db())
	p.must(err)
	_, err = p.opener.Open(t.Context())
	p.want(err, core.KeyGone)
	if after, err := os.ReadFile(p.db()); err != nil || !bytes.Equal(before, after) {
		t.Error("the file was touched")
	}
	p.must(p.opener.StartOver(t.Context()))
	p.open()
}

func TestKeyringThatIsLockedOrSilentLeavesAllAsItIs(t *testing.T) {
	p := withAccount(t)
	p.must(p.Phone.Close())
	p.k.Fail(core.E("test", core.Unsupported, nil))
	_, err := p.opener.Open(t.Context())
	p.want(err, core.KeyringSilent)
	p.k.Fail(nil)
	p.open()
	if all, err := p.Accounts.Accounts(); err != nil || len(all) != 1 {
		t.Fatal(all, err)
	}
	if r, is := p.Rescue.Report(); is {
		t.Errorf("told as damage: %+v", r)
	}
}

func TestFolderThatWasPutBackIsSaidToBeOlder(t *testing.T) {
	p := withAccount(t)
	p.must(p.Phone.Close())
	before := filepath.Join(t.TempDir(), "before")
	p.must(os.CopyFS(before, os.DirFS(p.f.vault)))
	p.open()
	all, err := p.Accounts.Accounts()
	p.must(err)
	for _, name := range []string{"one", "two", "three"} {
		p.must(p.Accounts.UpdateAccount(all[0].ID, func(a *core.Account) error {
			a.Name = name
			return nil
		}))
	}
	r := p.harmed(func() {
		p.must(os.RemoveAll(p.f.vault))
		p.must(os.CopyFS(p.f.vault, os.DirFS(before)))
	})
	if r.Damage != nil || r.Behind == nil || r.Behind.Changes < 3 {
		t.Fatalf("%+v %+v", r.Damage, r.Behind)
	}
	if all, err := p.Accounts.Accounts(); err != nil || len(all) != 1 || all[0].Name != "" {
		t.Fatal(all, err)
	}
	p.must(p.Rescue.Dismiss())
	p.again()
	if r, is := p.Rescue.Report(); is {
		t.Errorf("after it was put aside: %+v", r)
	}
}

func TestVaultOfALaterVersionIsLeftAlone(t *testing.T) {
	p := newPhoneWithLock(t)
	p.must(p.Phone.Close())
	p.newer()
	before, err := os.ReadFile(p.db())
	p.must(err)
	_, err = p.opener.Open(t.Context())
	p.want(err, core.VaultNewer)
	if after, err := os.ReadFile(p.db()); err != nil || !bytes.Equal(before, after) {
		t.Error("the file was touched")
	}
}

// newer has the header be one of version 99.
func (p *phoneWithLock) newer() {
	p.Helper()
	db, err := bolt.Open(p.db(), 0o600, nil)
	p.must(err)
	p.must(db.Update(func(tx *bolt.Tx) error {
		own := tx.Bucket([]byte("vault"))
		text := regexp.MustCompile(`"version":\d+`).ReplaceAll(own.Get([]byte("header"))[sha256.Size:], []byte(`"version":99`))
		sum := sha256.Sum256(text)
		return own.Put([]byte("header"), append(sum[:], text...))
	}))
	p.must(db.Close())
}

func TestDamageOfALockedVaultIsToldAfterTheUnlockAlone(t *testing.T) {
	p := withAccount(t)
	_, err := p.Lock.SetPIN(t.Context(), rightPIN)
	p.must(err)
	p.must(p.Phone.Close())
	p.must(os.Truncate(p.db(), 5000))
	p.open()
	if r, is := p.Rescue.Report(); is || len(p.Rescue.Unread()) > 0 || !p.Lock.Facts().Shut {
		t.Fatalf("before the PIN: %+v", r)
	}
	p.want(p.Lock.Unlock(t.Context(), wrongPIN), core.WrongPass)
	p.must(p.Lock.Unlock(t.Context(), rightPIN))
	r, is := p.Rescue.Report()
	if !is || r.Damage == nil || r.Damage.Kept != 1 {
		t.Fatalf("%+v", r)
	}
	p.Lock.Shut()
	if _, is := p.Rescue.Report(); is {
		t.Error("told while it is locked")
	}
}
