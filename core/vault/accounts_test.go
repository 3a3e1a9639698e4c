package vault

import (
	"bytes"
	"crypto"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"io"
	"reflect"
	"strings"
	"testing"
	"time"

	"kauth/core"
)

func serverKey(t testing.TB, id string) core.ServerKey {
	t.Helper()
	k, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	must(t, err)
	return core.ServerKey{ID: id, Key: &k.PublicKey}
}

// same compares what == cannot: keys and secrets by their bytes.
func same(t testing.TB, a, b core.Account) bool {
	t.Helper()
	if (a.Device == nil) != (b.Device == nil) || !a.OTP.Secret.Equal(b.OTP.Secret) {
		return false
	}
	if a.Device != nil {
		x, y := *a.Device, *b.Device
		if x.Key.IsZero() != y.Key.IsZero() || !x.LinkCode.Equal(y.LinkCode) || len(x.ServerKeys) != len(y.ServerKeys) {
			return false
		}
		if !x.Key.IsZero() {
			kx, errX := x.Key.PKCS8()
			ky, errY := y.Key.PKCS8()
			if errX != nil || errY != nil || !kx.Equal(ky) {
				return false
			}
		}
		for i, k := range x.ServerKeys {
			if k.ID != y.ServerKeys[i].ID || !k.Key.Equal(y.ServerKeys[i].Key) {
				return false
			}
		}
		x.Key, y.Key, x.LinkCode, y.LinkCode, x.ServerKeys, y.ServerKeys = core.DeviceKey{}, core.DeviceKey{}, core.Secret{}, core.Secret{}, nil, nil
		if !reflect.DeepEqual(x, y) {
			return false
		}
	}
	a.Device, b.Device, a.OTP.Secret, b.OTP.Secret = nil, nil, core.Secret{}, core.Secret{}
	return reflect.DeepEqual(a, b)
}

func TestAccountComesBackAsItWasPutAfterARestart(t *testing.T) {
	early := linked(t, "acc_early")
	early.State, early.OTP, early.CodesWaiting = core.Registering, core.OTP{}, false
	bare := linked(t, "acc_bare")
	bare.Device = &core.Device{Origin: "https://a.example"}
	steam := codeOnly("acc_steam")
	steam.OTP.Type, steam.OTP.Digits, steam.OTP.Period, steam.Order = core.Steam, 5, 30*time.Second, -1
	list := []core.Account{linked(t, "acc_linked"), codeOnly("acc_code"), early, bare, steam}
	dir, k := filled(t, list...)
	v := opened(t, dir, k)
	for _, want := range list {
		got, err := v.Account(want.ID)
		if err != nil || !same(t, want, got) {
			t.Errorf("%s: %+v, %v", want.ID, got, err)
		}
	}
	all, err := v.Accounts()
	if err != nil || len(all) != len(list) || len(v.Damaged()) != 0 {
		t.Fatalf("%d accounts, %v, damaged %v", len(all), err, v.Damaged())
	}
}

func TestStoredDeviceKeyStillSigns(t *testing.T) {
	a := linked(t, "acc_a")
	dir, k := filled(t, a)
	got, err := opened(t, dir, k).Account("acc_a")
	must(t, err)
	digest := bytes.Repeat([]byte{7}, 32)
	sig, err := got.Device.Key.Sign(rand.Reader, digest, crypto.SHA256)
	must(t, err)
	if !ecdsa.VerifyASN1(a.Device.Key.Public().(*ecdsa.PublicKey), digest, sig) {
		t.Fatal("the key that was linked does not verify")
	}
}

func TestAccountsComeByOrderThenByWhenTheyWereAdded(t *testing.T) {
	day := func(n int) time.Time { return time.Date(2026, 1, n, 0, 0, 0, 0, time.UTC) }
	var list []core.Account
	for i, place := range []struct {
		order int
		added time.Time
	}{{2, day(1)}, {1, day(3)}, {1, day(2)}, {0, day(9)}} {
		a := codeOnly(core.AccountID("acc_" + string(rune('a'+i))))
		a.Order, a.Added = place.order, place.added
		list = append(list, a)
	}
	dir, k := filled(t, list...)
	all, err := opened(t, dir, k).Accounts()
	must(t, err)
	var ids []string
	for _, a := range all {
		ids = append(ids, string(a.ID))
	}
	if got := strings.Join(ids, " "); got != "acc_d acc_c acc_b acc_a" {
		t.Fatal(got)
	}
}

func TestPutReplacesAnAccountAndDeleteRemovesIt(t *testing.T) {
	dir, k := filled(t, codeOnly("acc_a"), codeOnly("acc_b"))
	v := opened(t, dir, k)
	changed := codeOnly("acc_a")
	changed.Name = "renamed"
	must(t, v.PutAccount(changed))
	must(t, v.DeleteAccount("acc_b"))
	wantKind(t, v.DeleteAccount("acc_b"), core.NotFound)
	must(t, v.Close())

	v = opened(t, dir, k)
	all, err := v.Accounts()
	if err != nil || len(all) != 1 || all[0].Name != "renamed" {
		t.Fatalf("%+v, %v", all, err)
	}
	_, err = v.Account("acc_b")
	wantKind(t, err, core.NotFound)
}

// hardware is a signer whose key has no bytes to store.
type hardware struct{ public crypto.PublicKey }

func (h hardware) Public() crypto.PublicKey                                      { return h.public }
func (hardware) Sign(io.Reader, []byte, crypto.SignerOpts) (sig []byte, e error) { return nil, nil }

func TestWhatCannotBeGivenBackAsItIsIsNotStored(t *testing.T) {
	dir, k := filled(t)
	v := opened(t, dir, k)
	inHardware, err := core.DeviceKeyFrom(hardware{serverKey(t, "h").Key})
	must(t, err)
	otherCurve, err := ecdsa.GenerateKey(elliptic.P384(), rand.Reader)
	must(t, err)
	for name, c := range map[string]struct {
		change func(*core.Account)
		want   core.Kind
	}{
		"key in hardware":    {func(a *core.Account) { a.Device.Key = inHardware }, core.Unsupported},
		"no id":              {func(a *core.Account) { a.ID = "" }, core.Malformed},
		"unknown state":      {func(a *core.Account) { a.State = "asleep" }, core.Malformed},
		"unknown type":       {func(a *core.Account) { a.OTP.Type = "motp" }, core.Malformed},
		"unknown algorithm":  {func(a *core.Account) { a.OTP.Algorithm = "MD5" }, core.Malformed},
		"half a second":      {func(a *core.Account) { a.OTP.Period = 1500 * time.Millisecond }, core.Malformed},
		"label not UTF-8":    {func(a *core.Account) { a.Label = "a\xff" }, core.Malformed},
		"origin not UTF-8":   {func(a *core.Account) { a.Device.Origin = "\xff" }, core.Malformed},
		"server key on P384": {func(a *core.Account) { a.Device.ServerKeys[0].Key = &otherCurve.PublicKey }, core.Malformed},
		"no server key":      {func(a *core.Account) { a.Device.ServerKeys[0].Key = nil }, core.Malformed},
		"year 10000":         {func(a *core.Account) { a.Added = time.Date(10000, 1, 1, 0, 0, 0, 0, time.UTC) }, core.Malformed},
	} {
		t.Run(name, func(t *testing.T) {
			a := linked(t, "acc_a")
			c.change(&a)
			wantKind(t, v.PutAccount(a), c.want)
		})
	}
	if all, err := v.Accounts(); err != nil || len(all) != 0 {
		t.Fatalf("%+v, %v", all, err)
	}
}

func TestCounterNeverGivesANumberTwice(t *testing.T) {
	dir, k := filled(t, codeOnly("acc_a"), codeOnly("acc_b"))
	var last uint64
	for range 3 {
		v := opened(t, dir, k)
		for range 4 {
			n, err := v.NextCounter("acc_a")
			if err != nil || n != last+1 {
				t.Fatalf("%d after %d, %v", n, last, err)
			}
			last = n
		}
		must(t, v.Close())
	}
	v := opened(t, dir, k)
	if n, err := v.NextCounter("acc_b"); err != nil || n != 1 {
		t.Fatalf("another account begins at %d, %v", n, err)
	}
	_, err := v.NextCounter("acc_c")
	wantKind(t, err, core.NotFound)
}

func FuzzStoredAccount(f *testing.F) {
	for _, a := range []core.Account{linked(f, "acc_a"), codeOnly("acc_b")} {
		data, err := encodeAccount(a)
		must(f, err)
		f.Add(data)
	}
	f.Add([]byte(`{"version":1,"id":"a","state":"active","device":{"server_keys":[{"x":"","y":""}]}}`))
	f.Add([]byte(`{"version":1,"id":"a","state":"active","device":{"key":{"kind":"pkcs8"}}}`))
	f.Add([]byte(`{"version":2}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		a, err := decodeAccount(data, nil)
		if err != nil {
			return
		}
		again, err := encodeAccount(a)
		if err != nil {
			t.Fatalf("read, and cannot be written: %v", err)
		}
		if b, err := decodeAccount(again, nil); err != nil || !same(t, a, b) {
			t.Fatalf("comes back otherwise: %v", err)
		}
	})
}

func TestAccountsThatComeTogetherAreOneChange(t *testing.T) {
	dir, k := filled(t)
	v := opened(t, dir, k)
	before := v.list.Generation
	must(t, v.AddAccounts([]core.Account{codeOnly("acc_a"), codeOnly("acc_b"), linked(t, "acc_c")}))
	if v.list.Generation != before+1 {
		t.Errorf("%d changes", v.list.Generation-before)
	}
	bad := codeOnly("acc_e")
	bad.OTP.Period = time.Millisecond
	wantKind(t, v.AddAccounts([]core.Account{codeOnly("acc_d"), bad}), core.Malformed)
	must(t, v.AddAccounts(nil))
	v = again(t, v, dir)
	must(t, v.UnlockKeyring(t.Context(), k))
	wantAccounts(t, v, 3)
}
