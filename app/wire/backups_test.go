package wire

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"testing"
	"testing/synctest"
	"time"

	"kauth/core"
	"kauth/core/seal"
	"kauth/core/transfer"
	"kauth/core/vault"
)

var backupPass = []byte("four words in a row")

func coded(id core.AccountID, secret string) core.Account {
	return core.Account{ID: id, Issuer: "ACME", Label: string(id), State: core.CodeOnly, OTP: core.OTP{
		Type: core.TOTP, Secret: core.NewSecret([]byte(secret)), Algorithm: "SHA1", Digits: 6, Period: 30 * time.Second,
	}}
}

// backingUp is a vault with one account, its backups, and a folder for them.
func backingUp(t *testing.T) (*Backups, *vault.Vault, string) {
	t.Helper()
	v, err := vault.Open(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { v.Close() })
	for _, err := range []error{v.UnlockPassphrase([]byte("the vault's")), v.PutAccount(coded("acc_1", "one"))} {
		if err != nil {
			t.Fatal(err)
		}
	}
	cheap := func() seal.Cost { return seal.Cost{MemoryKiB: 8 << 10, Passes: 1, Lanes: 1} }
	return newBackups(v, time.Now, cheap), v, t.TempDir()
}

func backupsIn(t *testing.T, dir string) []string {
	t.Helper()
	names, err := filepath.Glob(filepath.Join(dir, "kAuth-*.kauth"))
	if err != nil {
		t.Fatal(err)
	}
	return names
}

func TestABackupFollowsEachChangeUnderThePassphraseThatIsNotKept(t *testing.T) {
	b, v, dir := backingUp(t)
	if f, err := b.Facts(); err != nil || f.Set {
		t.Fatal(f, err)
	}
	f, err := b.Setup(t.Context(), dir, backupPass)
	if err != nil || !f.Set || !f.Auto || f.Behind || f.Accounts != 1 || f.Last.IsZero() {
		t.Fatalf("%+v %v", f, err)
	}
	if err := v.PutAccount(coded("acc_2", "two")); err != nil {
		t.Fatal(err)
	}
	if f, err := b.Facts(); err != nil || !f.Behind {
		t.Errorf("%+v %v", f, err)
	}
	b.changed()
	b.due()
	f, err = b.Facts()
	if err != nil || f.Behind || f.Accounts != 2 {
		t.Errorf("%+v %v", f, err)
	}
	names := backupsIn(t, dir)
	data, err := os.ReadFile(names[len(names)-1])
	if err != nil {
		t.Fatal(err)
	}
	r, err := transfer.Parse(context.Background(), bytes.NewReader(data), transfer.Options{Password: backupPass})
	if err != nil || len(r.Entries) != 2 {
		t.Errorf("%v, %d entries", err, len(r.Entries))
	}
}

func TestUsingACodeMakesNoBackup(t *testing.T) {
	b, v, dir := backingUp(t)
	if _, err := b.Setup(t.Context(), dir, backupPass); err != nil {
		t.Fatal(err)
	}
	if err := v.UpdateAccount("acc_1", func(a *core.Account) error { a.Uses++; return nil }); err != nil {
		t.Fatal(err)
	}
	if f, err := b.Facts(); err != nil || f.Behind {
		t.Errorf("%+v %v", f, err)
	}
}

func TestALostFolderIsToldAndTheBackupsBeforeStay(t *testing.T) {
	b, v, dir := backingUp(t)
	if _, err := b.Setup(t.Context(), dir, backupPass); err != nil {
		t.Fatal(err)
	}
	away := dir + ".away"
	if err := os.Rename(dir, away); err != nil {
		t.Fatal(err)
	}
	if err := v.PutAccount(coded("acc_2", "two")); err != nil {
		t.Fatal(err)
	}
	if _, err := b.Now(t.Context()); core.KindOf(err) != core.NotFound {
		t.Error(err)
	}
	f, err := b.Facts()
	if err != nil || f.Missed != core.NotFound || !f.Behind || f.Accounts != 1 || len(backupsIn(t, away)) != 1 {
		t.Errorf("%+v %v", f, err)
	}
	if err := os.Rename(away, dir); err != nil {
		t.Fatal(err)
	}
	if f, err := b.Now(t.Context()); err != nil || f.Missed != "" || f.Behind || f.Accounts != 2 {
		t.Errorf("%+v %v", f, err)
	}
}

func TestBackupsThatAreTurnedOffDoNotComeByThemselves(t *testing.T) {
	b, v, dir := backingUp(t)
	if _, err := b.Setup(t.Context(), dir, backupPass); err != nil {
		t.Fatal(err)
	}
	if err := b.SetAuto(false); err != nil {
		t.Fatal(err)
	}
	if err := v.PutAccount(coded("acc_2", "two")); err != nil {
		t.Fatal(err)
	}
	synctest.Test(t, func(t *testing.T) {
		b.changed()
		time.Sleep(time.Minute)
	})
	if f, err := b.Facts(); err != nil || !f.Behind || f.Auto {
		t.Errorf("%+v %v", f, err)
	}
}

func TestAShutVaultMakesNoBackup(t *testing.T) {
	b, v, dir := backingUp(t)
	if _, err := b.Setup(t.Context(), dir, backupPass); err != nil {
		t.Fatal(err)
	}
	v.Shut()
	b.changed()
	b.due()
	if _, err := b.Facts(); core.KindOf(err) != core.Locked || len(backupsIn(t, dir)) != 1 {
		t.Error(err, backupsIn(t, dir))
	}
}

func TestSinceWhenTheLastBackupLacksSomethingIsKept(t *testing.T) {
	b, v, dir := backingUp(t)
	now := time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)
	b.now = func() time.Time { return now }
	if _, err := b.Setup(t.Context(), dir, backupPass); err != nil {
		t.Fatal(err)
	}
	if err := b.SetAuto(false); err != nil {
		t.Fatal(err)
	}
	since := now.Add(40 * 24 * time.Hour)
	for now = since; now.Before(since.Add(3 * time.Hour)); now = now.Add(time.Hour) {
		if err := v.PutAccount(coded("acc_2", now.String())); err != nil {
			t.Fatal(err)
		}
		b.changed()
	}
	if f, err := b.Facts(); err != nil || !f.Behind || !f.Since.Equal(since) {
		t.Errorf("%+v %v", f, err)
	}
	if f, err := b.Now(t.Context()); err != nil || f.Behind || !f.Since.IsZero() {
		t.Errorf("%+v %v", f, err)
	}
}
