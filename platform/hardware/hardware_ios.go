package hardware

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/x509"

	"kauth/core"
	"kauth/platform/ios"
)

// native is the Secure Enclave, by signer_ios.m: every phone with iOS 15 has one.
func native() system { return enclave{} }

type enclave struct{}

func (enclave) make(name string) (made, error)   { return described("signer.make", name) }
func (enclave) public(name string) (made, error) { return described("signer.public", name) }

func (enclave) sign(name string, digest []byte) ([]byte, error) {
	der, err := ios.Call("signer.sign", name, digest)
	return der, plain(err)
}

func (enclave) remove(name string) error {
	_, err := ios.Call("signer.remove", name, nil)
	return plain(err)
}

// described makes a SubjectPublicKeyInfo of the point that iOS gives.
func described(what, name string) (made, error) {
	point, err := ios.Call(what, name, nil)
	if err != nil {
		return made{}, plain(err)
	}
	public, err := ecdsa.ParseUncompressedPublicKey(elliptic.P256(), point)
	if err != nil {
		return made{}, errOther
	}
	spki, err := x509.MarshalPKIXPublicKey(public)
	if err != nil {
		return made{}, errOther
	}
	return made{core.InEnclave, spki}, nil
}

// plain: a phone that is locked, or an Enclave that fails, says nothing about the key.
func plain(err error) error {
	switch {
	case err == nil:
		return nil
	case ios.Kind(err) == "none":
		return errNone
	case ios.Kind(err) == "unsupported":
		return errAbsent
	}
	return err
}
