package core

import (
	"bytes"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"testing"
)

func TestDeviceKeyIsStoredAsX509WritesIt(t *testing.T) {
	for range 20 {
		k, err := NewDeviceKey()
		if err != nil {
			t.Fatal(err)
		}
		ours, err := k.PKCS8()
		if err != nil {
			t.Fatal(err)
		}
		theirs, err := x509.MarshalPKCS8PrivateKey(k.signer.(*ecdsa.PrivateKey))
		if err != nil || !bytes.Equal(ours.Bytes(), theirs) {
			t.Fatalf("%x, x509 writes %x, %v", ours.Bytes(), theirs, err)
		}
		again, err := ParseDeviceKey(theirs)
		if err != nil || !again.signer.(*ecdsa.PrivateKey).Equal(k.signer) {
			t.Fatalf("came back as another key: %v", err)
		}
	}
}

func TestWhatIsNoDeviceKeyIsRefused(t *testing.T) {
	k, _ := NewDeviceKey()
	secret, _ := k.PKCS8()
	good := secret.Bytes()
	other, _ := ecdsa.GenerateKey(elliptic.P384(), rand.Reader)
	p384, _ := x509.MarshalPKCS8PrivateKey(other)
	for name, der := range map[string][]byte{
		"nothing": nil, "cut": good[:len(good)-1], "longer": append(good[:len(good):len(good)], 0), "P-384": p384,
	} {
		if _, err := ParseDeviceKey(der); err == nil {
			t.Errorf("%s: taken", name)
		}
	}
}
