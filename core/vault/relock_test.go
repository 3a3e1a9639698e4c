package vault

import (
	"bytes"
	"context"
	"errors"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"testing"

	bolt "go.etcd.io/bbolt"

	"kauth/core"
	"kauth/core/coretest"
	"kauth/core/seal"
)

var somePIN, somePass = []byte("482913"), []byte("correct horse")

// locked is a vault with an account and a PIN, open.
func locked(t testing.TB) (*Vault, *coretest.Keyring, string, string) {
	t.Helper()
	dir, k := t.TempDir(), &coretest.Keyring{}
	v := opened(t, dir, k)
	must(t, v.PutAccount(codeOnly("acc_a")))
	recovery, err := v.SetPIN(t.Context(), k, somePIN)
	must(t, err)
	return v, k, dir, recovery
}

func again(t testing.TB, v *Vault, dir string) *Vault {
	t.Helper()
	must(t, v.Close())
	return mustOpen(t, dir)
}

func wantAccounts(t testing.TB, v *Vault, n int) {
	t.Helper()
	if all, err := v.Accounts(); err != nil || len(all) != n || len(v.Damaged()) > 0 {
		t.Fatal(all, err, v.Damaged())
	}
}

func TestShutVaultAnswersNothingUntilItsPIN(t *testing.T) {
	v, k, dir, recovery := locked(t)
	for _, secret := range []string{string(somePIN), recovery} {
		wantAccounts(t, v, 1)
		v.Shut()
		if f := v.Facts(); f.Kind != "pin" || !f.Shut || f.Digits != 6 || v.State() != Sealed {
			t.Fatalf("%+v", f)
		}
		_, get := v.Get("b", "i")
		_, list := v.List("b")
		_, all := v.Accounts()
		_, count := v.NextCounter("acc_a")
		for _, err := range []error{get, list, all, count, v.Put("b", "i", nil), v.DeleteAccount("acc_a")} {
			wantKind(t, err, core.Locked)
		}
		_, err := Open(dir)
		wantKind(t, err, core.VaultBusy)
		wantKind(t, v.Unlock(t.Context(), k, []byte("000000")), core.WrongPass)
		must(t, v.Unlock(t.Context(), k, []byte(secret)))
	}
	wantAccounts(t, v, 1)
}

func TestKeyringAloneDoesNotOpenALockedVault(t *testing.T) {
	v, k, dir, _ := locked(t)
	name := v.head.Name
	v = again(t, v, dir)
	wantKind(t, v.UnlockKeyring(t.Context(), k), core.Locked)
	if _, err := k.Get(t.Context(), name); core.KindOf(err) != core.KeyGone {
		t.Fatal("the plain key is still in the keyring")
	}
	must(t, v.Look(t.Context(), k))
	if f := v.Facts(); f.Digits != 6 || f.Wrong != 0 || !f.Shut {
		t.Fatalf("%+v", f)
	}
	must(t, v.Unlock(t.Context(), k, somePIN))
	wantAccounts(t, v, 1)
}

// Whoever copied the keyring before the lock was set has the data key of then.
func TestKeysOfBeforeTheLockOpenNothingOfAfter(t *testing.T) {
	dir, k := t.TempDir(), &coretest.Keyring{}
	v := opened(t, dir, k)
	must(t, v.PutAccount(codeOnly("acc_a")))
	before := *newKeys(append([]byte(nil), v.keys.data...))
	_, err := v.SetPIN(t.Context(), k, somePIN)
	must(t, err)
	c, err := v.store.contents()
	must(t, err)
	if _, err := before.open(accounts, "acc_a", v.list.Generation, c.records[string(v.keys.name(accounts, "acc_a"))]); err == nil {
		t.Fatal("the record opens with the old key")
	}
	if _, err := seal.Open(before.data, c.manifest, manifestPurpose, []byte(v.head.Name)); err == nil {
		t.Fatal("the manifest opens with the old key")
	}
}

func TestKeysThatAKilledChangeLeftInTheKeyringGo(t *testing.T) {
	v, k, dir, _ := locked(t)
	left := seal.NewKey()
	must(t, k.Set(t.Context(), v.head.Name, left))
	v = again(t, v, dir)
	must(t, v.Unlock(t.Context(), k, somePIN))
	v.Tidy(t.Context(), k)
	if k.Names() != 3 { // what the PIN needs, and the generation
		t.Fatal(k.Names())
	}
}

// A header is anybody's until the vault is open: one that was put back, or made up,
// must not cost the key that is in use.
func TestForeignHeaderTakesNothingOutOfTheKeyring(t *testing.T) {
	for _, kind := range []string{slotPIN, slotPassphrase} {
		dir, k := filled(t, codeOnly("acc_a"))
		good := read(t, dir)
		v := mustOpen(t, dir)
		h := v.head
		h.Slots = slices.Clone(h.Slots)
		h.Slots[0].Kind, h.Slots[0].Cost = kind, &seal.DefaultCost
		text := h.encode()
		must(t, v.store.update(func(tx *bolt.Tx) error { return tx.Bucket(bucketVault).Put(nameHeader, text) }))
		v = again(t, v, dir)
		if f := v.Facts(); f.Kind != kind {
			t.Fatalf("%+v", f)
		}
		_ = v.Look(t.Context(), k)
		_ = v.Unlock(t.Context(), k, somePIN)
		v.Tidy(t.Context(), k)
		must(t, v.Close())
		overwrite(t, dir, good)
		wantAccounts(t, opened(t, dir, k), 1)
	}
}

// The keyring of an older PIN is no help with a newer one.
func TestCopyOfTheKeyringIsWorthNothingAfterAnotherPIN(t *testing.T) {
	v, k, dir, _ := locked(t)
	ctx, name := t.Context(), v.head.Name
	copied, err := k.Get(ctx, name+itemDevice)
	must(t, err)
	newPIN := []byte("739104")
	_, err = v.SetPIN(ctx, k, newPIN)
	must(t, err)
	guess := func(device []byte) error {
		_, err := v.head.openSlot(slotPIN, func(s seal.Slot) ([]byte, error) { return s.OpenBound(name, newPIN, device) })
		return err
	}
	if guess(copied) == nil {
		t.Fatal("the new PIN can be guessed with the keyring of before")
	}
	now, err := k.Get(ctx, name+itemDevice)
	must(t, err)
	must(t, guess(now))
	if k.Names() != 2 {
		t.Fatal(k.Names())
	}
	v = again(t, v, dir)
	wantKind(t, v.Unlock(ctx, k, somePIN), core.WrongPass)
	must(t, v.Unlock(ctx, k, newPIN))
}

// mortal is a keyring whose process is killed at one of its calls that change anything.
type mortal struct {
	*coretest.Keyring
	left int
}

func (m *mortal) die() error {
	if m.left--; m.left < 0 {
		return errors.New("killed")
	}
	return nil
}

func (m *mortal) Set(ctx context.Context, name string, key []byte) error {
	if err := m.die(); err != nil {
		return err
	}
	return m.Keyring.Set(ctx, name, key)
}

func (m *mortal) Delete(ctx context.Context, name string) error {
	if err := m.die(); err != nil {
		return err
	}
	return m.Keyring.Delete(ctx, name)
}

// TestKilledBetweenTwoPINsOneOfThemOpens: at every call of the keyring.
func TestKilledBetweenTwoPINsOneOfThemOpens(t *testing.T) {
	newPIN := []byte("739104")
	for _, first := range []bool{true, false} {
		for at := range 6 {
			dir, k := t.TempDir(), &coretest.Keyring{}
			v := opened(t, dir, k)
			must(t, v.PutAccount(codeOnly("acc_a")))
			if !first {
				_, err := v.SetPIN(t.Context(), k, somePIN)
				must(t, err)
			}
			_, failed := v.SetPIN(t.Context(), &mortal{k, at}, newPIN)
			v = again(t, v, dir)
			switch {
			case failed == nil:
				wantKind(t, v.Unlock(t.Context(), k, wrongPIN), core.WrongPass)
				must(t, v.Unlock(t.Context(), k, newPIN))
				v.Shut()
				must(t, v.Unlock(t.Context(), k, newPIN))
			case first:
				must(t, v.UnlockKeyring(t.Context(), k))
			default:
				must(t, v.Unlock(t.Context(), k, somePIN))
			}
			wantAccounts(t, v, 1)
			_, err := v.SetPIN(t.Context(), k, newPIN) // and then it can be changed
			must(t, err)
			if k.Names() != 3 {
				t.Fatalf("killed at %d: %d names", at, k.Names())
			}
		}
	}
}

func TestLockChangesFromPINToPassphraseToNone(t *testing.T) {
	v, k, dir, recovery := locked(t)
	must(t, v.SetPassphrase(t.Context(), k, somePass))
	if f := v.Facts(); f.Kind != "passphrase" || f.Shut || k.Names() != 0 {
		t.Fatalf("%+v, %d names", f, k.Names())
	}
	v = again(t, v, dir)
	for _, old := range []string{string(somePIN), recovery} {
		wantKind(t, v.Unlock(t.Context(), k, []byte(old)), core.WrongPass)
	}
	must(t, v.Unlock(t.Context(), k, somePass))
	must(t, v.ClearLock(t.Context(), k))
	if f := v.Facts(); f.Kind != "" || f.Shut || k.Names() != 2 {
		t.Fatalf("%+v, %d names", f, k.Names())
	}
	v = again(t, v, dir)
	wantKind(t, v.Unlock(t.Context(), k, somePass), core.Locked)
	must(t, v.UnlockKeyring(t.Context(), k))
	wantAccounts(t, v, 1)
}

func TestPINNeedsAKeyring(t *testing.T) {
	dir, k := t.TempDir(), &coretest.Keyring{}
	v := mustOpen(t, dir)
	must(t, v.UnlockPassphrase(somePass))
	k.Fail(errors.New("no bus"))
	_, err := v.SetPIN(t.Context(), k, somePIN)
	wantKind(t, err, core.Unsupported)
	wantKind(t, v.ClearLock(t.Context(), k), core.Unsupported)
	must(t, v.SetPassphrase(t.Context(), k, []byte("another")))
	must(t, again(t, v, dir).Unlock(t.Context(), k, []byte("another")))
}

func TestOnlyDigitsAreAPIN(t *testing.T) {
	v := opened(t, t.TempDir(), &coretest.Keyring{})
	for _, pin := range []string{"", "12345", "1234567890123", "12345a", "１２３４５６"} {
		_, err := v.SetPIN(t.Context(), &coretest.Keyring{}, []byte(pin))
		wantKind(t, err, core.Malformed)
	}
	wantKind(t, v.SetPassphrase(t.Context(), nil, nil), core.Malformed)
}

func TestWithoutTheKeyringThePINSlotCannotBeTried(t *testing.T) {
	v, k, dir, recovery := locked(t)
	k.Forget() // reset, or another machine's
	v = again(t, v, dir)
	wantKind(t, v.Look(t.Context(), k), core.KeyGone)
	wantKind(t, v.Unlock(t.Context(), k, somePIN), core.KeyGone)
	if f := v.Facts(); !f.Spent || !f.Gone || f.Wrong != 0 {
		t.Fatalf("%+v", f)
	}
	must(t, v.Unlock(t.Context(), k, []byte(recovery)))
	wantAccounts(t, v, 1)
	_, err := v.SetPIN(t.Context(), k, []byte("777777"))
	must(t, err)
	v = again(t, v, dir)
	must(t, v.Unlock(t.Context(), k, []byte("777777")))
}

// A record that cannot be read is kept byte for byte through a change of the lock.
func TestDamagedRecordIsKeptWhenTheLockChanges(t *testing.T) {
	dir, k := filled(t, codeOnly("acc_a"), codeOnly("acc_b"))
	good := opened(t, dir, k)
	old := good.keys.name(accounts, "acc_a")
	c, err := good.store.contents()
	must(t, err)
	value := c.records[string(old)]
	value[len(value)-1] ^= 1
	must(t, good.Close())
	alone(t, dir)
	tamper(t, dir, func(_, records *bolt.Bucket) error { return records.Put(old, value) })

	v := opened(t, dir, k)
	_, err = v.SetPIN(t.Context(), k, somePIN)
	must(t, err)
	v = again(t, v, dir)
	must(t, v.Unlock(t.Context(), k, somePIN))
	if d := v.Damaged(); len(d) != 1 || d[0] != "accounts/acc_a" {
		t.Fatal(d)
	}
	c, err = v.store.contents()
	must(t, err)
	if string(c.records[string(v.keys.name(accounts, "acc_a"))]) != string(value) {
		t.Fatal("its bytes are lost")
	}
	if keys, err := v.List(formerKeys); err != nil || len(keys) != 1 {
		t.Fatal(keys, err)
	}
}

func TestSetLockThatFindsNoRoomChangesNothing(t *testing.T) {
	dir, k := t.TempDir(), &coretest.Keyring{}
	v := opened(t, dir, k)
	must(t, v.PutAccount(codeOnly("acc_a")))
	must(t, os.Mkdir(filepath.Join(dir, "vault.db.new"), 0o700)) // in the way of the copy
	must(t, os.WriteFile(filepath.Join(dir, "vault.db.new", "x"), nil, 0o600))
	if _, err := v.SetPIN(t.Context(), k, somePIN); err == nil {
		t.Fatal("no error")
	}
	wantAccounts(t, v, 1)
	must(t, os.RemoveAll(filepath.Join(dir, "vault.db.new")))
	v = again(t, v, dir)
	must(t, v.UnlockKeyring(t.Context(), k))
	wantAccounts(t, v, 1)
}

// A slot is changed without a record being written.
func TestSlotOfAnOlderCostIsMadeStrongerWhenItIsUsed(t *testing.T) {
	v, k, dir, _ := locked(t)
	must(t, v.Close())
	before := rawValues(t, dir)
	floor := passCost
	t.Cleanup(func() { passCost = floor })
	passCost.Passes = 3
	for range 2 {
		v = mustOpen(t, dir)
		must(t, v.Unlock(t.Context(), k, somePIN))
		must(t, v.Close())
		for _, s := range v.head.Slots {
			if s.Kind == slotPIN && s.Cost.Passes != 3 {
				t.Fatalf("%+v", *s.Cost)
			}
		}
	}
	if !maps.EqualFunc(before, rawValues(t, dir), bytes.Equal) {
		t.Fatal("records were written")
	}
	v = mustOpen(t, dir)
	must(t, v.Unlock(t.Context(), k, somePIN))
	wantAccounts(t, v, 1)
}
