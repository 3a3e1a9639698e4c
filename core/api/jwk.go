package api

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
)

// JWK is a P-256 public key (RFC 7517, RFC 7518 section 6.2.1).
type JWK struct {
	Kty string `json:"kty"` // "EC"
	Crv string `json:"crv"` // "P-256"
	X   string `json:"x"`
	Y   string `json:"y"`
	Kid string `json:"kid,omitempty"`
}

// UnmarshalJSON refuses a key that says it is not for signatures (RFC 7517 sections
// 4.2 and 4.3), and one that comes with its private half, which is nobody's secret
// any more. Other members that are not ours are ignored.
func (j *JWK) UnmarshalJSON(data []byte) error {
	type publicKey JWK // inOurWords knows its name
	var key struct {
		publicKey
		Use string          `json:"use"`
		Ops []string        `json:"key_ops"`
		Alg string          `json:"alg"`
		D   json.RawMessage `json:"d"`
	}
	if err := json.Unmarshal(data, &key); err != nil {
		return err
	}
	switch {
	case key.D != nil:
		return errors.New("a private key")
	case key.Use != "" && key.Use != "sig":
		return errors.New("a key that is not for signatures")
	case key.Ops != nil && !slices.Contains(key.Ops, "verify"):
		return errors.New("a key that does not verify")
	case key.Alg != "" && key.Alg != "ES256":
		return errors.New("a key of another algorithm")
	}
	*j = JWK(key.publicKey)
	return nil
}

// JWKOf writes a public key, without its kid.
func JWKOf(p *ecdsa.PublicKey) JWK {
	point, err := p.Bytes() // 0x04 || X || Y
	if err != nil {
		panic("api: not a P-256 key: " + err.Error()) // callers checked the curve
	}
	return JWK{Kty: "EC", Crv: "P-256", X: b64.EncodeToString(point[1:33]), Y: b64.EncodeToString(point[33:])}
}

// Key reads the public key, refusing a point that is not on the curve.
func (j JWK) Key() (*ecdsa.PublicKey, error) {
	if j.Kty != "EC" || j.Crv != "P-256" {
		return nil, errors.New("not a P-256 key")
	}
	x, errX := unb64(j.X)
	y, errY := unb64(j.Y)
	if errX != nil || errY != nil || len(x) != 32 || len(y) != 32 {
		return nil, errors.New("coordinates are not 32 bytes of base64url")
	}
	p, err := ecdsa.ParseUncompressedPublicKey(elliptic.P256(), append(append([]byte{4}, x...), y...))
	if err != nil {
		return nil, errors.New("not a point of the curve")
	}
	return p, nil
}

// Thumbprint is RFC 7638 over SHA-256, base64url: 43 characters.
func Thumbprint(p *ecdsa.PublicKey) string {
	j := JWKOf(p)
	sum := sha256.Sum256(fmt.Appendf(nil, `{"crv":"P-256","kty":"EC","x":"%s","y":"%s"}`, j.X, j.Y))
	return b64.EncodeToString(sum[:])
}

// ThumbprintOf is the thumbprint of a signer's P-256 key; "" for none.
func ThumbprintOf(s crypto.Signer) string {
	if s == nil {
		return ""
	}
	p, err := p256(s)
	if err != nil {
		return ""
	}
	return Thumbprint(p)
}

// Hash is base64url(SHA-256(data)), as used for link codes, bodies and challenges.
func Hash(data []byte) string {
	sum := sha256.Sum256(data)
	return b64.EncodeToString(sum[:])
}
