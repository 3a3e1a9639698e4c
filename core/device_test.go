package core_test

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/sha256"
	"crypto/x509"
	"testing"

	"kauth/core"
)

func TestDeviceKeySurvivesTheVault(t *testing.T) {
	k, err := core.NewDeviceKey()
	if err != nil {
		t.Fatal(err)
	}
	der, err := k.PKCS8()
	if err != nil {
		t.Fatal(err)
	}
	back, err := core.ParseDeviceKey(der.Bytes())
	if err != nil {
		t.Fatal(err)
	}
	digest := sha256.Sum256([]byte("x"))
	sig, err := back.Sign(rand.Reader, digest[:], crypto.SHA256)
	if err != nil || !ecdsa.VerifyASN1(k.Public().(*ecdsa.PublicKey), digest[:], sig) {
		t.Fatalf("another key came back: %v", err)
	}
	if k.IsZero() || !(core.DeviceKey{}).IsZero() {
		t.Fatal("IsZero tells nothing")
	}
}

func TestOnlyP256IsADeviceKey(t *testing.T) {
	p384, _ := ecdsa.GenerateKey(elliptic.P384(), rand.Reader)
	_, ed, _ := ed25519.GenerateKey(rand.Reader)
	for name, k := range map[string]crypto.Signer{"P-384": p384, "Ed25519": ed} {
		if _, err := core.DeviceKeyFrom(k); err == nil {
			t.Errorf("%s is taken", name)
		}
		der, err := x509.MarshalPKCS8PrivateKey(k)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := core.ParseDeviceKey(der); err == nil {
			t.Errorf("%s is read", name)
		}
	}
	if _, err := core.ParseDeviceKey([]byte("no key")); err == nil {
		t.Error("what is no key is read")
	}
}

// hardware is a key that signs and never shows its bytes.
type hardware struct{ crypto.Signer }

func TestKeyInHardwareNeverLeavesIt(t *testing.T) {
	soft, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	k, err := core.DeviceKeyFrom(hardware{soft})
	if err != nil {
		t.Fatal(err)
	}
	if s, err := k.PKCS8(); err == nil || s.Len() > 0 {
		t.Fatal("a key in hardware was written out")
	}
}

func TestTitleIsThePersonsOwnName(t *testing.T) {
	a := core.Account{Label: "anna@example.ch"}
	if a.Title() != "anna@example.ch" {
		t.Error(a.Title())
	}
	a.Issuer = "Example"
	if a.Title() != "Example" {
		t.Error(a.Title())
	}
	a.Name = "Work"
	if a.Title() != "Work" {
		t.Error(a.Title())
	}
}
