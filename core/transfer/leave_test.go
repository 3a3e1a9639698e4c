package transfer_test

import (
	"bytes"
	"context"
	"encoding/base64"
	"encoding/hex"
	"slices"
	"strings"
	"testing"

	"kauth/core"
	"kauth/core/transfer"
)

func TestEncryptedAegisExportIsReadBackWithItsPasswordAlone(t *testing.T) {
	data, err := transfer.SealedAegis(people(), []byte("four words here"))
	if err != nil {
		t.Fatal(err)
	}
	plain, err := transfer.Parse(context.Background(), bytes.NewReader(transfer.PlainAegis(people())), transfer.Options{})
	if err != nil {
		t.Fatal(err)
	}
	r, err := transfer.Parse(context.Background(), bytes.NewReader(data), transfer.Options{Password: []byte("four words here")})
	if err != nil || !r.Encrypted || !slices.Equal(lines(r), lines(plain)) || len(r.Entries) == 0 {
		t.Fatalf("%v\n%v\n%v", err, lines(r), lines(plain))
	}
	for _, e := range plain.Entries {
		if name := e.Label; strings.Contains(string(data), name) {
			t.Errorf("%q can be read in it", name)
		}
	}
	_, err = transfer.Parse(context.Background(), bytes.NewReader(data), transfer.Options{Password: []byte("four words there")})
	if core.KindOf(err) != core.WrongPass {
		t.Error(err)
	}
	if _, err := transfer.SealedAegis(people(), nil); core.KindOf(err) != core.Malformed {
		t.Error(err)
	}
}

// An export goes to another phone: nothing in it lets that one answer a request.
func TestNoExportHoldsADeviceKey(t *testing.T) {
	key, err := core.NewDeviceKey()
	if err != nil {
		t.Fatal(err)
	}
	raw, err := key.PKCS8()
	if err != nil {
		t.Fatal(err)
	}
	all := people()
	all[0].Device.Key, all[0].Device.ID = key, "dev_of_this_phone"
	secret := raw.Bytes()[36:68]
	for _, data := range [][]byte{transfer.PlainAddresses(all), transfer.PlainAegis(all)} {
		for _, form := range []string{string(secret), hex.EncodeToString(secret), base64.StdEncoding.EncodeToString(secret), all[0].Device.ID} {
			if strings.Contains(string(data), form) {
				t.Error("it holds the device")
			}
		}
	}
}
