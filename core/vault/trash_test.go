package vault

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"testing"
	"time"

	"kauth/core"
	"kauth/core/coretest"
)

// wristwatch is what a vault is told the time by.
type wristwatch struct{ m core.Moment }

func newWristwatch() *wristwatch {
	now := time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)
	return &wristwatch{core.Moment{Phone: now, Corrected: now}}
}

func (w *wristwatch) pass(d time.Duration) {
	w.m.Phone, w.m.Corrected = w.m.Phone.Add(d), w.m.Corrected.Add(d)
}

// timed opens the vault by the keyring, and by that watch.
func timed(t testing.TB, dir string, k Keyring, w *wristwatch) *Vault {
	t.Helper()
	v, err := OpenAs(dir, Options{Moment: func() core.Moment { return w.m }})
	must(t, err)
	t.Cleanup(func() { v.Close() })
	must(t, v.UnlockKeyring(t.Context(), k))
	return v
}

func inTrash(t testing.TB, v *Vault, want ...core.AccountID) []core.Discarded {
	t.Helper()
	list, err := v.Trash()
	must(t, err)
	var got []core.AccountID
	for _, d := range list {
		got = append(got, d.Account.ID)
	}
	if fmt.Sprint(got) != fmt.Sprint(want) {
		t.Fatalf("the trash has %v, want %v", got, want)
	}
	return list
}

func TestRemovedLinkedAccountComesBackWithItsCodesAlone(t *testing.T) {
	a := linked(t, "acc_a")
	dir, k := filled(t, codeOnly("acc_b"), a)
	w := newWristwatch()
	v := timed(t, dir, k, w)
	_, err := v.NextCounter(a.ID)
	must(t, err)
	must(t, v.Discard(a.ID, core.ByServer))
	_, err = v.Account(a.ID)
	wantKind(t, err, core.NotFound)
	must(t, v.Close())

	v = timed(t, dir, k, w)
	d := inTrash(t, v, a.ID)[0]
	if d.By != core.ByServer || !d.When.Equal(w.m.Phone) || d.Left != trashKeeps {
		t.Fatalf("%+v", d)
	}
	back, err := v.PutBack(a.ID)
	must(t, err)
	now, err := v.Account(a.ID)
	must(t, err)
	for _, got := range []core.Account{back, now} {
		if got.State != core.CodeOnly || got.Device != nil || got.CodesWaiting || got.LinkedTo != a.Device.Origin || got.LinkedAs != a.Device.Account ||
			!got.OTP.Secret.Equal(a.OTP.Secret) || got.Name != a.Name || got.Order != a.Order || !got.Added.Equal(a.Added) {
			t.Fatalf("%+v", got)
		}
	}
	inTrash(t, v)
	_, err = v.PutBack(a.ID)
	wantKind(t, err, core.NotFound)
	if n, err := v.NextCounter(a.ID); n != 1 || err != nil {
		t.Fatal(n, err)
	}
}

// What goes into the trash leaves neither keys nor anything readable in the folder, and
// what is removed for ever leaves no sealed bytes either.
func TestTrashKeepsNoDeviceKeyAndLeavesNothingBehind(t *testing.T) {
	a := linked(t, "acc_a")
	dir, k := filled(t, a, codeOnly("acc_b"))
	v := timed(t, dir, k, newWristwatch())
	was := v.keys.name(accounts, "acc_a")
	must(t, v.Discard(a.ID, core.ByPerson))
	data, err := v.read("test", trash, "acc_a")
	must(t, err)
	key, err := a.Device.Key.PKCS8()
	must(t, err)
	for _, s := range append(forms(key.Bytes()[36:68]), []byte(a.Device.ID), forms(a.Device.LinkCode.Bytes())[0]) {
		if bytes.Contains(data, s) {
			t.Fatalf("%q is in the trash", s)
		}
	}
	raw := everything(t, dir)
	for _, s := range append(secretsOf(t, a), was) {
		if bytes.Contains(raw, s) {
			t.Fatalf("%q is in the files", s)
		}
	}
	now := v.keys.name(trash, "acc_a")
	if !bytes.Contains(raw, now) {
		t.Fatal("it is not in the files: this proves nothing")
	}
	must(t, v.RemoveForEver(a.ID))
	if bytes.Contains(everything(t, dir), now) {
		t.Fatal("its bytes are still there")
	}
	wantKind(t, v.RemoveForEver(a.ID), core.NotFound)
}

func TestAccountWithoutCodesLeavesNothingInTheTrash(t *testing.T) {
	a := linked(t, "acc_a")
	a.State, a.OTP = core.Registering, core.OTP{}
	dir, k := filled(t, a)
	v := timed(t, dir, k, newWristwatch())
	must(t, v.Discard(a.ID, core.ByPerson))
	inTrash(t, v)
	wantKind(t, v.Discard(a.ID, core.ByPerson), core.NotFound)
}

func TestAccountThatIsThereAgainIsNotPutBack(t *testing.T) {
	a := codeOnly("acc_a")
	dir, k := filled(t, a)
	v := timed(t, dir, k, newWristwatch())
	must(t, v.Discard(a.ID, core.ByPerson))
	again := a
	again.ID = "acc_again"
	must(t, v.PutAccount(again))
	_, err := v.PutBack(a.ID)
	wantKind(t, err, core.Duplicate)
	inTrash(t, v, a.ID)
}

func TestOldestLeavesATrashThatIsFull(t *testing.T) {
	w := newWristwatch()
	dir, k := filled(t)
	v := timed(t, dir, k, w)
	var list []core.Account
	for i := range trashMost + 1 {
		list = append(list, codeOnly(core.AccountID(fmt.Sprintf("acc_%04d", i))))
	}
	must(t, v.AddAccounts(list))
	// All but the last two at once, as a file that had them: each discarding takes long.
	data, err := encodeAccount(list[0])
	must(t, err)
	var writes []write
	for i, a := range list[:trashMost-1] {
		writes = append(writes, write{accounts, string(a.ID), nil}, write{
			trash, string(a.ID),
			fmt.Appendf(nil, `{"version":1,"account":%s,"since_seconds":%d}`, bytes.Replace(data, []byte("acc_0000"), []byte(a.ID), 1), i),
		})
	}
	must(t, v.change("test", writes...))
	must(t, v.Discard(list[trashMost-1].ID, core.ByPerson))
	if all, err := v.Trash(); err != nil || len(all) != trashMost {
		t.Fatal(len(all), err)
	}
	must(t, v.Discard(list[trashMost].ID, core.ByPerson))
	all, err := v.Trash()
	if err != nil || len(all) != trashMost || all[trashMost-1].Account.ID != "acc_0001" {
		t.Fatal(len(all), err)
	}
}

// The trash is sealed like everything: it is there after the lock has changed, and after
// the file was damaged.
func TestTrashSurvivesANewLockAndSalvage(t *testing.T) {
	b := codeOnly("acc_b")
	b.Label = "berta"
	dir, k := filled(t, codeOnly("acc_a"), b)
	w := newWristwatch()
	v := timed(t, dir, k, w)
	must(t, v.Discard("acc_a", core.ByPerson))
	must(t, v.SetPassphrase(t.Context(), k, []byte(childPass)))
	inTrash(t, v, "acc_a")
	must(t, v.Close())
	must(t, os.WriteFile(filepath.Join(dir, "vault.db"), []byte("nothing"), 0o600))

	v, err := Open(dir)
	must(t, err)
	defer v.Close()
	must(t, v.Unlock(t.Context(), &coretest.Keyring{}, []byte(childPass)))
	if all, err := v.Accounts(); err != nil || len(all) != 1 {
		t.Fatal(all, err)
	}
	inTrash(t, v, "acc_a")
	_, err = v.PutBack("acc_a")
	must(t, err)
}

func TestTrashIsOnlyReachedAsTrash(t *testing.T) {
	dir, k := filled(t, codeOnly("acc_a"))
	v := timed(t, dir, k, newWristwatch())
	for _, bucket := range []string{trash, trashClock} {
		wantKind(t, v.Put(bucket, "acc_a", nil), core.Internal)
		wantKind(t, v.Delete(bucket, "acc_a"), core.Internal)
	}
	must(t, v.Close())
	_, err := v.Trash()
	wantKind(t, err, core.Locked)
	wantKind(t, v.Discard("acc_a", core.ByPerson), core.Locked)
	wantKind(t, v.RemoveForEver("acc_a"), core.Locked)
	_, err = v.PutBack("acc_a")
	wantKind(t, err, core.Locked)
}
