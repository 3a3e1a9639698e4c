package vault

import (
	"bytes"
	"errors"
	"sync"
	"testing"
	"time"

	"kauth/core"
)

func TestKeysThatChangeAndPolicyAreKept(t *testing.T) {
	a := linked(t, "acc_a")
	next, err := core.NewDeviceKey()
	must(t, err)
	a.Device.NextKey, a.Device.KeySince, a.Device.KeysAt = next, time.Date(2026, 9, 1, 12, 0, 0, 0, time.UTC), 7
	a.Device.Listen, err = core.NewDeviceKey()
	must(t, err)
	a.Device.NextListen, err = core.NewDeviceKey()
	must(t, err)
	a.Device.Policy = core.Policy{Version: 3, VerifyRequired: true, MustStay: true}
	dir, k := filled(t, a)
	v := mustOpen(t, dir)
	must(t, v.UnlockKeyring(t.Context(), k))
	got, err := v.Account("acc_a")
	must(t, err)
	d := got.Device
	if !d.NextKey.Equal(next) || !d.Key.Equal(a.Device.Key) || !d.KeySince.Equal(a.Device.KeySince) || d.KeysAt != 7 || d.Policy != a.Device.Policy {
		t.Fatalf("%+v", d)
	}
	if !d.Listen.Equal(a.Device.Listen) || !d.NextListen.Equal(a.Device.NextListen) || d.Listen.IsZero() {
		t.Fatalf("the listening keys are others: %+v", d)
	}
}

func TestAccountOfBeforeListeningKeysIsRead(t *testing.T) {
	old, err := encodeAccount(linked(t, "acc_a"))
	must(t, err)
	if bytes.Contains(old, []byte("listen")) {
		t.Fatalf("a key that is not there is written: %s", old)
	}
	a, err := decodeAccount(old, nil)
	if err != nil || !a.Device.Listen.IsZero() || a.Device.Locked() {
		t.Fatalf("%+v, %v", a.Device, err)
	}
}

func TestUpdatesOfOneAccountDoNotUndoEachOther(t *testing.T) {
	dir, k := filled(t, linked(t, "acc_a"))
	v := mustOpen(t, dir)
	must(t, v.UnlockKeyring(t.Context(), k))
	var all sync.WaitGroup
	for range 20 {
		all.Go(func() {
			err := v.UpdateAccount("acc_a", func(a *core.Account) error {
				a.Order++
				a.ID = "acc_other" // the name is not a part that can change
				return nil
			})
			if err != nil {
				t.Error(err)
			}
		})
	}
	all.Wait()
	a, err := v.Account("acc_a")
	must(t, err)
	if list, err := v.Accounts(); err != nil || len(list) != 1 || a.Order != 3+20 {
		t.Fatalf("%v, order %d", err, a.Order)
	}
}

func TestRefusedUpdateChangesNothing(t *testing.T) {
	dir, k := filled(t, linked(t, "acc_a"))
	v := mustOpen(t, dir)
	must(t, v.UnlockKeyring(t.Context(), k))
	no := errors.New("no")
	err := v.UpdateAccount("acc_a", func(a *core.Account) error { a.Name = "changed"; return no })
	if !errors.Is(err, no) {
		t.Fatal(err)
	}
	if a, err := v.Account("acc_a"); err != nil || a.Name == "changed" {
		t.Fatalf("%q, %v", a.Name, err)
	}
	wantKind(t, v.UpdateAccount("acc_b", func(*core.Account) error { return nil }), core.NotFound)
}
