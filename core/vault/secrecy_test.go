package vault

import (
	"bytes"
	"encoding/base32"
	"encoding/base64"
	"encoding/hex"
	"fmt"
	"strings"
	"testing"

	bolt "go.etcd.io/bbolt"

	"kauth/core"
)

// forms are the ways in which a secret might lie in a file.
func forms(secret []byte) [][]byte {
	b32 := base32.StdEncoding.WithPadding(base32.NoPadding).EncodeToString(secret)
	all := [][]byte{
		secret, []byte(b32), []byte(strings.ToLower(b32)),
		[]byte(hex.EncodeToString(secret)), []byte(strings.ToUpper(hex.EncodeToString(secret))),
	}
	for shift := range 3 { // base64 inside a longer text begins anywhere in three bytes
		cut := secret[shift : len(secret)-(len(secret)-shift)%3]
		all = append(all, []byte(base64.RawStdEncoding.EncodeToString(cut)), []byte(base64.RawURLEncoding.EncodeToString(cut)))
	}
	return all
}

func secretsOf(t testing.TB, a core.Account) [][]byte {
	t.Helper()
	key, err := a.Device.Key.PKCS8()
	must(t, err)
	secrets := [][]byte{a.OTP.Secret.Bytes(), key.Bytes()[36:68], a.Device.LinkCode.Bytes()}
	if !a.Device.Listen.IsZero() {
		key, err := a.Device.Listen.PKCS8()
		must(t, err)
		secrets = append(secrets, key.Bytes()[36:68])
	}
	var all [][]byte
	for _, s := range secrets {
		all = append(all, forms(s)...)
	}
	for _, text := range []string{
		a.Issuer, a.Label, a.Name, a.Device.Origin, "login.example.ch", "example", a.Device.ID, a.Device.Account,
		a.Device.Name, string(a.ID), "accounts", "counters", "PKCS8", "pkcs8", "secret", `"acc_`, `"totp"`, // four letters alone come by chance in sealed bytes
	} {
		all = append(all, []byte(text))
	}
	return all
}

func TestNothingReadableIsInTheFiles(t *testing.T) {
	dir, k := filled(t)
	v := opened(t, dir, k)
	a := linked(t, "acc_Zm9udGFpbmViZWF1")
	listen, err := core.NewDeviceKey()
	must(t, err)
	a.Device.Listen = listen
	look := func(step string) {
		t.Helper()
		raw := everything(t, dir)
		for _, s := range append(secretsOf(t, a), []byte("bucketname"), []byte("record-id"), []byte("record data")) {
			if bytes.Contains(raw, s) {
				t.Fatalf("%s: %q is in the files", step, s)
			}
		}
	}
	must(t, v.PutAccount(a))
	must(t, v.Put("bucketname", "record-id", []byte("record data")))
	_, err = v.NextCounter(a.ID)
	must(t, err)
	look("after the first change")
	for i := range 5 {
		a.Name = fmt.Sprint("another name ", i)
		must(t, v.PutAccount(a))
	}
	look("after updates")
	must(t, v.DeleteAccount(a.ID))
	look("after deletion")
	must(t, v.Close())
	look("after closing")
}

// rawValues are the sealed values in the file, by name.
func rawValues(t testing.TB, dir string) map[string][]byte {
	t.Helper()
	s, err := openBolt(dir+"/vault.db", bolt.Options{})
	must(t, err)
	defer s.close()
	c, err := s.contents()
	must(t, err)
	return c.records
}

// Whoever gets the key later must not find what was deleted before, in whichever
// state it ever was.
func TestDeletedRecordsLeaveNoSealedBytesBehind(t *testing.T) {
	dir, k := filled(t, codeOnly("acc_stays"))
	keep := rawValues(t, dir)
	var sealed [][]byte
	for i := range 4 { // each leaves an earlier state in a free page
		v := opened(t, dir, k)
		a := linked(t, "acc_goes")
		a.Order = i
		must(t, v.PutAccount(a))
		_, err := v.NextCounter("acc_goes")
		must(t, err)
		must(t, v.Put("other", "goes", []byte{byte(i)}))
		must(t, v.Close())
		for name, value := range rawValues(t, dir) {
			if keep[name] == nil {
				sealed = append(sealed, value[recordHead:], []byte(name))
			}
		}
	}
	v := opened(t, dir, k)
	must(t, v.DeleteAccount("acc_goes"))
	must(t, v.Delete("other", "goes"))
	for step := range 2 {
		raw := everything(t, dir)
		for i, s := range sealed {
			if bytes.Contains(raw, s) {
				t.Fatalf("sealed bytes %d of %d are still there (step %d)", i, len(sealed), step)
			}
		}
		must(t, v.Close())
	}
	v = opened(t, dir, k)
	if all, err := v.Accounts(); err != nil || len(all) != 1 || len(v.Damaged()) != 0 {
		t.Fatal(all, err, v.Damaged())
	}
}

// A record's length must not tell how long the names in it are.
func TestLengthsSayLittle(t *testing.T) {
	dir, k := filled(t)
	v := opened(t, dir, k)
	for i := range 50 {
		must(t, v.Put("b", strings.Repeat("i", i+1), bytes.Repeat([]byte("x"), i)))
	}
	must(t, v.Close())
	lengths := map[int]bool{}
	for _, value := range rawValues(t, dir) {
		lengths[len(value)] = true
	}
	if len(lengths) != 1 {
		t.Fatal(lengths)
	}
}

func TestErrorsHoldNoSecret(t *testing.T) {
	dir, k := filled(t)
	v := opened(t, dir, k)
	a := linked(t, "acc_a")
	a.OTP.Period++
	failed := []error{v.PutAccount(a)}
	data, err := encodeAccount(linked(t, "acc_a"))
	must(t, err)
	_, err = decodeAccount(bytes.Replace(data, []byte(`"order":`), []byte(`"order":"x`), 1), nil)
	failed = append(failed, err)
	_, err = decodeAccount(bytes.Replace(data, []byte(`"secret":"`), []byte(`"secret":"!!`), 1), nil)
	for _, err := range append(failed, err) {
		if err == nil {
			t.Fatal("no error")
		}
		for _, s := range forms(a.OTP.Secret.Bytes()) {
			if strings.Contains(err.Error(), string(s)) {
				t.Fatalf("%v", err)
			}
		}
	}
}
