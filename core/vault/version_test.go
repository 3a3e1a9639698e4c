package vault

import (
	"bytes"
	"crypto/ecdsa"
	"crypto/elliptic"
	"encoding/hex"
	"os"
	"testing"
	"time"

	bolt "go.etcd.io/bbolt"

	"kauth/core"
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
