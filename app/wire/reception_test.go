package wire

import (
	"bytes"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"errors"
	"os"
	"path/filepath"
	"testing"
	"time"

	"kauth/core"
	"kauth/core/api"
	"kauth/core/coretest"
	"kauth/core/history"
	"kauth/core/seal"
	"kauth/core/vault"
)

var (
	pin  = []byte("482913")
	pass = []byte("correct horse")
)

// scene is a phone with one linked account, whose lock a test sets.
type scene struct {
	*testing.T
	*Phone
	o Options
	k *coretest.Keyring
}

// cheap is for tests of other things than the time that a PIN takes.
func cheap() seal.Cost { return seal.Cost{MemoryKiB: 8 << 10, Passes: 1, Lanes: 1} }

func newScene(t *testing.T) *scene {
	t.Helper()
	k := &coretest.Keyring{}
	s := &scene{T: t, k: k, o: Options{
		Dir: t.TempDir(), Keyring: k, Shut: true,
		Cost: cheap,
	}}
	s.open()
	t.Cleanup(func() { s.Phone.Close() })
	s.must(s.Vault.PutAccount(account(t, "acc_a")))
	return s
}

func (s *scene) open() {
	s.Helper()
	var err error
	s.Phone, err = Open(s.Context(), s.o)
	s.must(err)
}

func (s *scene) again() {
	s.Helper()
	s.must(s.Phone.Close())
	s.open()
}

func (s *scene) must(err error) {
	s.Helper()
	if err != nil {
		s.Fatal(err)
	}
}

// setPIN gives the phone a PIN and shuts it.
func (s *scene) setPIN() {
	s.Helper()
	_, err := s.Lock.SetPIN(s.Context(), pin)
	s.must(err)
	s.Lock.Shut()
}

func (s *scene) unlock(secret []byte) {
	s.Helper()
	s.must(s.Lock.Unlock(s.Context(), secret))
}

// heard gives the accounts that the inbox works with.
func (s *scene) heard(n int) []core.Account {
	s.Helper()
	all, err := s.store.Accounts()
	if err != nil || len(all) != n {
		s.Fatalf("%d accounts, %v; want %d", len(all), err, n)
	}
	return all
}

// serverKey is the key of the company's server.
var serverKey, _ = ecdsa.GenerateKey(elliptic.P256(), rand.Reader)

func newKey(t *testing.T) *ecdsa.PrivateKey {
	t.Helper()
	k, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	must(t, err)
	return k
}

func account(t *testing.T, id core.AccountID) core.Account {
	t.Helper()
	key, err := core.NewDeviceKey()
	listen, errListen := core.NewDeviceKey()
	if err := errors.Join(err, errListen); err != nil {
		t.Fatal(err)
	}
	return core.Account{
		ID: id, Issuer: "Infomaniak", Label: "anna@example.ch", State: core.Active,
		OTP: core.OTP{
			Type: core.TOTP, Secret: core.NewSecret([]byte("12345678901234567890")), Algorithm: "SHA1",
			Digits: 6, Period: 30 * time.Second,
		},
		Device: &core.Device{
			Origin: "https://login.example.ch", ID: "dev_" + string(id), Account: "acc_server", Name: "Pixel",
			Key: key, Listen: listen, KeysAt: 3,
			ServerKeys: []core.ServerKey{{ID: api.Thumbprint(&serverKey.PublicKey), Key: &serverKey.PublicKey}},
		},
		Added: time.Date(2026, 9, 1, 12, 0, 0, 0, time.UTC),
	}
}

func TestShutPhoneHearsWithItsListeningKeyAlone(t *testing.T) {
	s := newScene(t)
	full := s.heard(1)[0]
	if full.Device.Key.IsZero() {
		t.Fatal("an open phone cannot approve")
	}
	s.setPIN()
	for _, again := range []bool{false, true} {
		if again {
			s.again()
		}
		a := s.heard(1)[0]
		if !a.Device.Key.IsZero() || !a.Device.NextKey.IsZero() || a.OTP.Secret.Len() > 0 || a.Device.LinkCode.Len() > 0 {
			t.Fatal("a shut phone has a secret")
		}
		if !a.Device.Listen.Equal(full.Device.Listen) || a.Device.ID != full.Device.ID || a.Label != full.Label {
			t.Fatalf("%+v", a)
		}
		if n, err := s.store.NextCounter(a.ID); err != nil || n == 0 {
			t.Fatal(n, err)
		}
		if _, err := s.Vault.Accounts(); core.KindOf(err) != core.Locked {
			t.Fatal(err)
		}
	}
	s.unlock(pin)
	if s.heard(1)[0].Device.Key.IsZero() {
		t.Fatal("an open phone cannot approve")
	}
}

func TestReceptionFollowsTheAccounts(t *testing.T) {
	s := newScene(t)
	s.setPIN()
	s.unlock(pin)
	s.must(s.Vault.PutAccount(account(t, "acc_b")))
	s.must(s.Vault.UpdateAccount("acc_b", func(a *core.Account) error { a.Name = "Mine"; return nil }))
	deaf := account(t, "acc_c") // linked before there were listening keys
	deaf.Device.Listen = core.DeviceKey{}
	s.must(s.Vault.PutAccount(deaf))
	s.must(s.Vault.DeleteAccount("acc_a"))
	s.Lock.Shut()
	if a := s.heard(1)[0]; a.ID != "acc_b" || a.Name != "Mine" {
		t.Fatalf("%+v", a)
	}
	s.again()
	s.heard(1)
}

func TestWhatHappenedWhileShutIsInTheVaultOnce(t *testing.T) {
	s := newScene(t)
	stays, gone := s.heard(1)[0], account(t, "acc_gone")
	s.must(s.Vault.PutAccount(gone))
	s.setPIN()
	s.must(s.store.Put("answered", "ch_1", []byte("{}")))
	s.hears("acc_a", states(t, serverKey, stays, keyRoll(4, serverKey)))
	s.hears("acc_a", states(t, serverKey, stays, policy(2)))
	s.hears("acc_gone", states(t, serverKey, gone, api.Statement{Kind: api.StmtRevoked}))
	one := core.Record{ID: "ch_1", Account: "acc_a", Outcome: core.Refused, Why: core.NotMe, Ended: time.Now()}
	two := core.Record{ID: "ch_2", Account: "acc_a", Outcome: core.TimedOut, Ended: time.Now()}
	for _, r := range []core.Record{one, two, one} {
		s.must(past{s.store}.Begin(r))
		s.must(past{s.store}.End(r))
	}
	waits := core.Record{ID: "ch_3", Account: "acc_a"}
	s.must(past{s.store}.Begin(waits))
	s.again() // killed, and begun shut
	if left, err := (past{s.store}).Left(); err != nil || len(left) != 1 || left[0].ID != "ch_3" {
		t.Fatal(left, err)
	}
	before := copyOf(t, s.away().dir)

	for i := range 2 {
		s.unlock(pin)
		if _, err := s.Vault.Get("answered", "ch_1"); err != nil {
			t.Fatal(err)
		}
		a, err := s.Vault.Account("acc_a")
		if err != nil || a.Device.KeysAt != 4 || !a.Device.Policy.MustStay || a.Device.Key.IsZero() || a.OTP.Secret.Len() == 0 {
			t.Fatalf("%+v, %v", a, err)
		}
		if _, err := s.Vault.Account("acc_gone"); core.KindOf(err) != core.NotFound {
			t.Fatal(err)
		}
		if told := s.Gone(); i == 0 && (len(told) != 1 || told[0].Account.Label != gone.Label || told[0].Account.Device != nil) || i > 0 && len(told) > 0 {
			t.Fatalf("told of %+v", told)
		}
		if was, err := s.Trash.List(); err != nil || len(was) != 1 || was[0].Account.ID != "acc_gone" || was[0].By != core.ByServer {
			t.Fatal(was, err)
		}
		all, _, err := s.History.List(history.Query{}, 0, 10)
		left, _ := s.History.Left()
		if err != nil || len(all) != 2 || len(left) != 1 {
			t.Fatalf("%d ends, %d left, %v", len(all), len(left), err)
		}
		if ids, err := s.away().v.List(endedBucket); err != nil || len(ids) > 0 {
			t.Fatal(ids, err)
		}
		s.heard(1)
		if i == 0 { // killed after all was moved, before any of it was taken away
			s.must(s.Phone.Close())
			putBack(t, before, s.away().dir)
			s.open()
		}
	}
}

func (s *scene) away() *reception { return s.store.away }

func copyOf(t *testing.T, dir string) map[string][]byte {
	t.Helper()
	out := map[string][]byte{}
	files, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range files {
		if out[f.Name()], err = os.ReadFile(filepath.Join(dir, f.Name())); err != nil {
			t.Fatal(err)
		}
	}
	return out
}

func putBack(t *testing.T, files map[string][]byte, dir string) {
	t.Helper()
	for name, data := range files {
		if err := os.WriteFile(filepath.Join(dir, name), data, 0o600); err != nil {
			t.Fatal(err)
		}
	}
}

func TestWithoutAKeyringThePhoneHearsOnceItWasUnlocked(t *testing.T) {
	s := newScene(t)
	s.must(s.Lock.SetPassphrase(t.Context(), pass))
	s.k.Fail(core.E("test", core.Unsupported, nil)) // and it has forgotten the reception too
	s.k.Forget()
	s.again()
	if _, err := s.store.Accounts(); core.KindOf(err) != core.Locked {
		t.Fatal(err)
	}
	for range 2 {
		s.unlock(pass)
		s.Lock.Shut()
		s.heard(1)
	}
	s.again()
	if _, err := s.store.Accounts(); core.KindOf(err) != core.Locked {
		t.Fatal(err)
	}
}

func TestReceptionOfSomebodyElseIsNotBelieved(t *testing.T) {
	s := newScene(t)
	s.setPIN()
	s.must(s.Phone.Close())
	s.must(os.RemoveAll(s.away().dir))
	forged, err := vault.Open(s.away().dir)
	s.must(err)
	s.must(forged.UnlockKeyring(t.Context(), s.k))
	s.must(forged.Put("answered", "ch_forged", []byte("{}")))
	s.must(forged.PutAccount(account(t, "acc_forged")))
	s.must(forged.Put(heardBucket, "0000000001.acc_a", []byte("a.b.c")))
	s.must(forged.Close())
	s.open()
	s.unlock(pin)
	if _, err := s.Vault.Get("answered", "ch_forged"); core.KindOf(err) != core.NotFound {
		t.Fatal(err)
	}
	s.Lock.Shut()
	if a := s.heard(1)[0]; a.ID != "acc_a" {
		t.Fatal(a.ID)
	}
}

func TestDamagedReceptionIsMadeAnew(t *testing.T) {
	s := newScene(t)
	s.setPIN()
	s.must(s.Phone.Close())
	s.must(os.WriteFile(filepath.Join(s.away().dir, "vault.db"), bytes.Repeat([]byte{7}, 9000), 0o600))
	s.open()
	if _, err := s.store.Accounts(); core.KindOf(err) != core.Locked {
		t.Fatal(err)
	}
	s.unlock(pin)
	s.Lock.Shut()
	s.heard(1)
}

func TestWithoutALockThereIsNoReception(t *testing.T) {
	s := newScene(t)
	s.setPIN()
	s.must(s.store.Put("answered", "ch_1", []byte("{}")))
	s.unlock(pin)
	s.must(s.Lock.Clear(t.Context()))
	if s.away().exists() || s.k.Names() != 2 { // the vault's key and its generation
		t.Fatalf("%d keys in the keyring", s.k.Names())
	}
	if _, err := s.Vault.Get("answered", "ch_1"); err != nil {
		t.Fatal(err)
	}
	s.again()
	s.heard(1)
}
