package api

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/elliptic"
	"errors"
)

// A listening key hears requests and refuses them, for a phone that is locked: it
// signs proofs and answers with a NO, and a server takes no YES by it.

// Possession is what a listening key signs inside the registration that brings it:
// nobody registers a key that is somebody else's.
type Possession struct {
	Aud string `json:"aud"` // the server's origin
	Iat int64  `json:"iat"`
	Jti string `json:"jti"` // of the registration around it
	Key string `json:"dk"`  // thumbprint of the device key that it is registered with
}

// SignRegistration signs a registration of a device key and of a listening key; nil
// for none. It fills in both.
func SignRegistration(r Registration, key, listen crypto.Signer) (string, error) {
	public, err := p256(key)
	if err != nil {
		return "", err
	}
	r.JWK, r.Listen, r.ListenProof = JWKOf(public), nil, ""
	if listen != nil {
		heard, err := p256(listen)
		if err != nil {
			return "", err
		}
		jwk := JWKOf(heard)
		r.Listen = &jwk
		r.ListenProof, err = Sign(TypeListen, listen, Possession{Aud: r.Aud, Iat: r.Iat, Jti: r.Jti, Key: Thumbprint(public)})
		if err != nil {
			return "", err
		}
	}
	return Sign(TypeRegistration, key, r)
}

func p256(s crypto.Signer) (*ecdsa.PublicKey, error) {
	p, ok := s.Public().(*ecdsa.PublicKey)
	if !ok || p.Curve != elliptic.P256() {
		return nil, errors.New("api: only P-256 keys sign")
	}
	return p, nil
}

// ListenKey is the thumbprint of the listening key; "" for none. The registration
// was opened before.
func (r Registration) ListenKey() string {
	if r.Listen == nil {
		return ""
	}
	key, err := r.Listen.Key()
	if err != nil {
		return ""
	}
	return Thumbprint(key)
}

// checkListen takes a listening key that is not the device key, and whose holder
// registers it with that very device key, here and now.
func (r Registration) checkListen(device *ecdsa.PublicKey) error {
	if r.Listen == nil {
		if r.ListenProof != "" {
			return refuse("lp without listen")
		}
		return nil
	}
	key, err := r.Listen.Key()
	switch {
	case err != nil:
		return refuse("listen: %v", err)
	case *r.Listen != JWKOf(key):
		return refuse("listen has members that are not ours")
	case key.Equal(device):
		return refuse("one key to approve and to listen")
	}
	return openPossession(r.ListenProof, key, r.Aud, r.Jti, Thumbprint(device))
}

func openPossession(jws string, key *ecdsa.PublicKey, origin, jti, deviceKey string) error {
	var p Possession
	if _, err := open(jws, TypeListen, OneKey(key), &p); err != nil {
		return err
	}
	switch {
	case p.Aud != origin:
		return refuse("lp is meant for %q", p.Aud)
	case p.Jti != jti:
		return refuse("lp belongs to another registration")
	case p.Key != deviceKey:
		return refuse("lp is for another device key")
	}
	return nil
}
