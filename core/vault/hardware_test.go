package vault

import (
	"bytes"
	"crypto"
	"crypto/ecdsa"
	"crypto/rand"
	"crypto/sha256"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	bolt "go.etcd.io/bbolt"

	"kauth/core"
	"kauth/core/coretest"
)

// inHardware is a linked account whose device key is there.
func inHardware(t *testing.T, id core.AccountID, h *coretest.Hardware) (core.Account, string) {
	t.Helper()
	a := linked(t, id)
	listen, err := core.NewDeviceKey()
	must(t, err)
	a.Device.Listen = listen
	var name string
	a.Device.Key, name = hardKey(t, h)
	return a, name
}

func hardKey(t *testing.T, h *coretest.Hardware) (core.DeviceKey, string) {
	t.Helper()
	k, err := core.NewDeviceKeyIn(t.Context(), h, false)
	must(t, err)
	kept, ok := k.Hardware()
	if !ok {
		t.Fatal("the key is in software")
	}
	return k, kept.Name
}

// opensWith is a vault with accounts, on a phone with that hardware.
func opensWith(t *testing.T, dir string, k Keyring, o Options) *Vault {
	t.Helper()
	v, err := OpenAs(dir, o)
	must(t, err)
	t.Cleanup(func() { _ = v.Close() })
	must(t, v.UnlockKeyring(t.Context(), k))
	return v
}

func signs(k core.DeviceKey) error {
	digest := sha256.Sum256([]byte("yes"))
	sig, err := k.Sign(rand.Reader, digest[:], crypto.SHA256)
	if err == nil && !ecdsa.VerifyASN1(k.Public().(*ecdsa.PublicKey), digest[:], sig) {
		return core.Errorf("signs", core.Internal, "the signature does not hold")
	}
	return err
}

func TestKeyInHardwareIsFoundAgainByItsName(t *testing.T) {
	h := &coretest.Hardware{}
	dir, k := filled(t)
	v := opensWith(t, dir, k, Options{Hardware: h})
	a, _ := inHardware(t, "acc_a", h)
	a.Device.NextKey, _ = hardKey(t, h)
	must(t, v.PutAccount(a))
	must(t, v.Close())
	v = opensWith(t, dir, k, Options{Hardware: h})
	back, err := v.Account("acc_a")
	must(t, err)
	if !back.Device.Key.Equal(a.Device.Key) || !back.Device.NextKey.Equal(a.Device.NextKey) || back.Device.Key.Level() != core.InStrongBox {
		t.Fatal("another key came back")
	}
	for _, k := range []core.DeviceKey{back.Device.Key, back.Device.NextKey, back.Device.Listen} {
		must(t, signs(k))
	}
	if n := h.Signed(); n != 2 {
		t.Errorf("the hardware signed %d times", n)
	}
	if back.Device.Listen.Level() != core.InSoftware {
		t.Errorf("the listening key, which works while the phone is locked, is in %s", back.Device.Listen.Level())
	}
	record, err := encodeAccount(back)
	must(t, err)
	if n := bytes.Count(record, []byte(`"pkcs8":`)); n != 1 { // of the listening key
		t.Errorf("%d private keys in the record", n)
	}
}

// A vault that was copied off the phone has names of keys, and no keys.
func TestVaultOfAnotherPhoneHasNoKeyThatSigns(t *testing.T) {
	dir, k := filled(t)
	h := &coretest.Hardware{}
	v := opensWith(t, dir, k, Options{Hardware: h})
	a, _ := inHardware(t, "acc_a", h)
	must(t, v.PutAccount(a))
	must(t, v.Close())
	for name, other := range map[string]core.Hardware{"a phone": &coretest.Hardware{}, "no hardware at all": nil} {
		v := opensWith(t, dir, k, Options{Hardware: other})
		back, err := v.Account("acc_a")
		must(t, err)
		wantKind(t, signs(back.Device.Key), core.SignerGone)
		wantKind(t, back.Device.Key.Check(), core.SignerGone)
		if back.OTP.Secret.Len() == 0 {
			t.Errorf("%s: its codes are gone too", name)
		}
		must(t, v.PutAccount(back)) // as any change of it does
		must(t, v.Close())
	}
	v = opensWith(t, dir, k, Options{Hardware: h})
	back, err := v.Account("acc_a")
	must(t, err)
	must(t, signs(back.Device.Key))
}

func wantSpent(t *testing.T, v *Vault, since time.Duration, want ...string) {
	t.Helper()
	got, err := v.SpentKeys(since)
	must(t, err)
	slices.Sort(got)
	slices.Sort(want)
	if !slices.Equal(got, want) {
		t.Errorf("spent for %v: %v, want %v", since, got, want)
	}
}

func TestKeyThatNoAccountHasAnyMoreIsSpent(t *testing.T) {
	h := &coretest.Hardware{}
	for name, c := range map[string]struct {
		do    func(v *Vault) error
		spent bool
	}{
		"replaced by the next one": {func(v *Vault) error {
			return v.UpdateAccount("acc_a", func(a *core.Account) error {
				a.Device.Key, a.Device.NextKey = a.Device.NextKey, core.DeviceKey{}
				return nil
			})
		}, true},
		"discarded": {func(v *Vault) error { return v.Discard("acc_a", core.ByPerson) }, true},
		"deleted":   {func(v *Vault) error { return v.DeleteAccount("acc_a") }, true},
		"renamed": {func(v *Vault) error {
			return v.UpdateAccount("acc_a", func(a *core.Account) error { a.Name = "Work"; return nil })
		}, false},
		"handed to another": {func(v *Vault) error {
			a, err := v.Account("acc_a")
			if err != nil {
				return err
			}
			a.ID, a.Device.NextKey = "acc_b", core.DeviceKey{}
			if err := v.PutAccount(a); err != nil {
				return err
			}
			return v.UpdateAccount("acc_a", func(a *core.Account) error { a.Device = nil; a.State = core.CodeOnly; return nil })
		}, false},
	} {
		t.Run(name, func(t *testing.T) {
			dir, k := filled(t)
			now := time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)
			o := Options{Hardware: h, Now: func() time.Time { return now }}
			v := opensWith(t, dir, k, o)
			a, key := inHardware(t, "acc_a", h)
			var next string
			a.Device.NextKey, next = hardKey(t, h)
			must(t, v.PutAccount(a))
			wantSpent(t, v, 0)
			must(t, c.do(v))
			must(t, v.Close())
			v = opensWith(t, dir, k, o) // it is noted, whatever becomes of the process
			all, err := v.SpentKeys(0)
			must(t, err)
			if slices.Contains(all, key) != c.spent {
				t.Fatalf("spent: %v", all)
			}
			if left := name == "discarded" || name == "deleted" || name == "handed to another"; slices.Contains(all, next) != left {
				t.Fatalf("the next one: %v", all)
			}
			wantSpent(t, v, time.Minute)
			now = now.Add(time.Minute)
			wantSpent(t, v, time.Minute, all...)
			now = now.AddDate(-1, 0, 0) // a clock that was set back
			wantSpent(t, v, time.Minute, all...)
			must(t, v.ForgetSpent(all...))
			wantSpent(t, v, 0)
		})
	}
}

// A link again gives the key of its own record to the account's: what is noted then is in
// use, and stays so while the account's record is damaged and waits to be mended.
func TestDamagedAccountKeepsItsKeyInTheHardware(t *testing.T) {
	h := &coretest.Hardware{}
	dir, k := filled(t)
	v := opensWith(t, dir, k, Options{Hardware: h})
	a, key := inHardware(t, "acc_new", h)
	must(t, v.PutAccount(a))
	a.ID = "acc_a"
	must(t, v.PutAccount(a))
	must(t, v.DeleteAccount("acc_new"))
	if _, noted := v.list.revision(spent, key); !noted {
		t.Fatal("nothing to find")
	}
	wantSpent(t, v, 0)
	must(t, v.NoteKey(key)) // as where its process was killed right after
	place := v.keys.name(accounts, "acc_a")
	var sound []byte
	must(t, v.store.update(func(tx *bolt.Tx) error {
		sound = bytes.Clone(tx.Bucket(bucketRecords).Get(place))
		bad := bytes.Clone(sound)
		bad[len(bad)-1] ^= 1
		return tx.Bucket(bucketRecords).Put(place, bad)
	}))
	wantSpent(t, v, 0)
	must(t, v.SettleKeys(key))
	if noted, err := v.NotedKeys(); err != nil || !slices.Equal(noted, []string{key}) {
		t.Errorf("settled while nobody can say whose it is: %v, %v", noted, err)
	}
	must(t, v.store.update(func(tx *bolt.Tx) error { return tx.Bucket(bucketRecords).Put(place, sound) }))
	must(t, v.DeleteAccount("acc_a"))
	wantSpent(t, v, 0, key)
}

// TestANoteThatIsTakenBackLeavesTheFileAsItIs: no copy of it is made, now or at the next
// unlock.
func TestANoteThatIsTakenBackLeavesTheFileAsItIs(t *testing.T) {
	dir, k := filled(t)
	v := opened(t, dir, k)
	must(t, v.NoteKey("a"))
	before, err := os.Stat(filepath.Join(dir, "vault.db"))
	must(t, err)
	must(t, v.UnnoteKey("a"))
	after, err := os.Stat(filepath.Join(dir, "vault.db"))
	must(t, err)
	if noted, err := v.NotedKeys(); err != nil || len(noted) != 0 || v.list.Stale || !os.SameFile(before, after) {
		t.Errorf("noted %v, %v; to be made anew %v, another file %v", noted, err, v.list.Stale, !os.SameFile(before, after))
	}
	wantKind(t, v.UnnoteKey("a"), core.NotFound)
}
