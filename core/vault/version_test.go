package vault

import (
	"bytes"
	"crypto/ecdsa"
	"crypto/elliptic"
	"encoding/binary"
	"encoding/hex"
	"os"
	"testing"
	"time"

	bolt "go.etcd.io/bbolt"

	"kauth/core"
	"kauth/core/coretest"
)

// The public halves of the keys in testdata/v1.vault, as X9.62 points.
const (
	v1Device = "042dabcfc16cc5f2404fcecd7b97311600d1dc7689f95b598bab012e39fd0b6bb5c76280b1869e4bffa17f2cc6609c6fc3dd117b4b20bb6a3bc2bc97012dedcd3b"
	v1One    = "043ae98422ddb3c3aebbbcaf522fab3ed8a537685e690e748a0b256e7fd53aa94fc73d7c6c5ea89543dd814bbe26d4b0dcaaa5105f24f30c1d38a5bd8c09f44c18"
	v1Two    = "0450e09795086d39184eb131314c089905c475a7dbd546b7250cb99fd4358d7ec22b367459e640b8dce994642238f58dc01687e5f2c6ce1c5d52c4d8a0e70252c1"
)

// testdata/v1.vault was made by the first version of this code, and opens for ever.
func TestVaultOfVersion1Opens(t *testing.T) {
	dir := t.TempDir()
	file, err := os.ReadFile("testdata/v1.vault")
	must(t, err)
	overwrite(t, dir, file)
	v := mustOpen(t, dir)
	must(t, v.UnlockPassphrase([]byte("correct horse battery staple")))
	if len(v.Damaged()) > 0 {
		t.Fatal(v.Damaged())
	}
	all, err := v.Accounts()
	must(t, err)
	want := linked(t, "acc_linked")
	want.Device.Key, want.Device.LinkCode, want.Device.Bearer = core.DeviceKey{}, core.Secret{}, false
	want.LinkedTo, want.LinkedAs, want.Replaces, want.Quiet, want.QuietSince = "", "", "", 0, time.Time{} // it knew of none of these
	want.Device.ServerKeys = []core.ServerKey{{ID: "one", Key: point(t, v1One)}, {ID: "two", Key: point(t, v1Two)}}
	if len(all) != 2 || !same(t, codeOnly("acc_code_only"), all[0]) {
		t.Fatalf("%+v", all)
	}
	key := all[1].Device.Key
	all[1].Device.Key = core.DeviceKey{}
	if !same(t, want, all[1]) || !key.Public().(*ecdsa.PublicKey).Equal(point(t, v1Device)) {
		t.Fatalf("%+v", all[1])
	}
	if n, err := v.NextCounter("acc_linked"); err != nil || n != 6 {
		t.Fatal(n, err)
	}
	if lang, err := v.Get("settings", "language"); err != nil || string(lang) != "fr" {
		t.Fatalf("%q, %v", lang, err)
	}
	a := codeOnly("acc_new")
	a.Added = time.Now()
	must(t, v.PutAccount(a))
}

func point(t *testing.T, text string) *ecdsa.PublicKey {
	t.Helper()
	b, err := hex.DecodeString(text)
	must(t, err)
	k, err := ecdsa.ParseUncompressedPublicKey(elliptic.P256(), b)
	must(t, err)
	return k
}

func TestVaultOfALaterVersionIsRefusedAndStaysAsItIs(t *testing.T) {
	dir, k := filled(t, codeOnly("acc_a"))
	good := read(t, dir)
	tamper(t, dir, func(own, _ *bolt.Bucket) error {
		h, err := decodeHeader(bytes.Clone(own.Get(nameHeader)))
		h.Version = schema + 1
		must(t, err)
		return own.Put(nameHeader, h.encode())
	})
	later := read(t, dir)
	for range 2 {
		_, err := Open(dir)
		wantKind(t, err, core.VaultNewer)
	}
	if !bytes.Equal(later, read(t, dir)) {
		t.Fatal("the file was changed")
	}
	overwrite(t, dir, good)
	opened(t, dir, k)
}

// What goes with testdata/v2.vault, besides the PIN 482913: the keyring's secret is the
// bytes 0 to 31, and its number 44.
const (
	v2Name     = "vault_UyQ-lWKIixTW1sXd_5SgCg"
	v2Recovery = "y576r wmmax 2f84n 3cxmm q4ewq"
	v2Device   = "044cc4da8f40aaad494bdcf19244209d3a407409b6c899d3132fd59a92403e76e6feef3169b58e2e39cfabc2239a873088d9853bb25baad9193e6b84d720f7b8c7"
	v2Listen   = "04ffce5e966043860e5834e339f552311c425c581546ea343773dd4b9426f5ff31e29c1892b436895c0b64fe2ede63b2220266a3f19206e5e65597447c48fc6297"
)

// testdata/v2.vault was made by the first code that wrote version 2, behind a PIN that
// was wrong twice, and opens for ever.
func TestVaultOfVersion2Opens(t *testing.T) {
	for name, secret := range map[string]string{"pin": "482913", "recovery": v2Recovery} {
		t.Run(name, func(t *testing.T) {
			dir, k := t.TempDir(), &coretest.Keyring{}
			file, err := os.ReadFile("testdata/v2.vault")
			must(t, err)
			overwrite(t, dir, file)
			secretOfDevice := make([]byte, 32)
			for i := range secretOfDevice {
				secretOfDevice[i] = byte(i)
			}
			must(t, k.Set(t.Context(), v2Name+itemDevice, secretOfDevice))
			must(t, k.Set(t.Context(), v2Name+itemTries, binary.BigEndian.AppendUint64(nil, 44)))
			v := mustOpen(t, dir)
			must(t, v.Look(t.Context(), k))
			if f := v.Facts(); f.Kind != "pin" || f.Digits != 6 || f.Wrong != 2 || f.Spent {
				t.Fatalf("%+v", f)
			}
			must(t, v.Unlock(t.Context(), k, []byte(secret)))
			a, err := v.Account("acc_linked")
			must(t, err)
			for want, key := range map[string]core.DeviceKey{v2Device: a.Device.Key, v2Listen: a.Device.Listen} {
				if !key.Public().(*ecdsa.PublicKey).Equal(point(t, want)) {
					t.Error("another key")
				}
			}
			if n, err := v.NextCounter("acc_linked"); err != nil || n != 6 || len(v.Damaged()) > 0 {
				t.Fatal(n, err, v.Damaged())
			}
			if lang, err := v.Get("settings", "language"); err != nil || string(lang) != "fr" {
				t.Fatalf("%q, %v", lang, err)
			}
			if f := v.Facts(); f.Wrong != 0 {
				t.Fatalf("%+v", f)
			}
		})
	}
}

func TestVaultOfVersion1BecomesOneOfVersion2AtTheFirstUnlock(t *testing.T) {
	dir := t.TempDir()
	file, err := os.ReadFile("testdata/v1.vault")
	must(t, err)
	overwrite(t, dir, file)
	v := mustOpen(t, dir)
	wantKind(t, v.UnlockPassphrase([]byte("wrong")), core.WrongPass)
	if !bytes.Equal(file, read(t, dir)) {
		t.Fatal("changed before it was open")
	}
	for range 2 { // and once only
		must(t, v.UnlockPassphrase([]byte("correct horse battery staple")))
		list := v.list.Generation
		v = again(t, v, dir)
		if v.head.Version != 2 {
			t.Fatal(v.head.Version)
		}
		must(t, v.UnlockPassphrase([]byte("correct horse battery staple")))
		if v.list.Generation != list || len(v.Damaged()) > 0 {
			t.Fatal(list, v.list.Generation, v.Damaged())
		}
		wantAccounts(t, v, 2)
	}
}
