package core

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"encoding/asn1"
	"errors"
)

// A device key in the vault is PKCS #8 (RFC 5208) around SEC 1 (RFC 5915), byte for
// byte as crypto/x509 writes it. It is spelled out here because that package brings
// package net along, and then nothing that speaks of accounts could be shown to
// work without a network.
type pkcs8 struct {
	Version   int
	Algorithm struct{ Key, Curve asn1.ObjectIdentifier }
	Key       []byte // a sec1
}

type sec1 struct {
	Version int
	Private []byte
	Public  asn1.BitString `asn1:"optional,explicit,tag:1"`
}

var (
	oidECKey = asn1.ObjectIdentifier{1, 2, 840, 10045, 2, 1}
	oidP256  = asn1.ObjectIdentifier{1, 2, 840, 10045, 3, 1, 7}
)

func marshalKey(k *ecdsa.PrivateKey) ([]byte, error) {
	private, err := k.Bytes()
	if err != nil {
		return nil, err
	}
	public, err := k.PublicKey.Bytes()
	if err != nil {
		return nil, err
	}
	inner, err := asn1.Marshal(sec1{1, private, asn1.BitString{Bytes: public, BitLength: 8 * len(public)}})
	if err != nil {
		return nil, err
	}
	p := pkcs8{Key: inner}
	p.Algorithm.Key, p.Algorithm.Curve = oidECKey, oidP256
	return asn1.Marshal(p)
}

func parseKey(der []byte) (*ecdsa.PrivateKey, error) {
	var p pkcs8
	var inner sec1
	rest, err := asn1.Unmarshal(der, &p)
	if err != nil || len(rest) > 0 || !p.Algorithm.Key.Equal(oidECKey) || !p.Algorithm.Curve.Equal(oidP256) {
		return nil, errors.New("not a P-256 key in PKCS #8")
	}
	rest, err = asn1.Unmarshal(p.Key, &inner)
	if err != nil || len(rest) > 0 || p.Version != 0 || inner.Version != 1 {
		return nil, errors.New("not a P-256 key in PKCS #8")
	}
	return ecdsa.ParseRawPrivateKey(elliptic.P256(), inner.Private)
}
