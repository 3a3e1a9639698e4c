package api

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/sha256"
	"encoding/asn1"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"math/big"
	"strings"
)

// MaxJWS is the largest signed message, in bytes.
const MaxJWS = 8 << 10

// Type is a signed message's "typ".
type Type string

// The signed messages.
const (
	TypeRegistration Type = "ka-reg+jwt"
	TypeProof        Type = "ka-req+jwt"
	TypeChallenge    Type = "ka-chal+jwt"
	TypeAnswer       Type = "ka-ans+jwt"
	TypeStatement    Type = "ka-stmt+jwt"
	TypeListen       Type = "ka-listen+jwt" // inside a registration
)

// ErrJWS is in every error of Open: the message is not one of ours, whole and
// signed by the key that was expected.
var ErrJWS = errors.New("signed message refused")

func refuse(format string, a ...any) error {
	return fmt.Errorf("%w: %s", ErrJWS, fmt.Sprintf(format, a...))
}

// b64 is base64url without padding, refusing non-canonical tails.
var b64 = base64.RawURLEncoding.Strict()

// unb64 reads base64url in its one spelling. Go's decoder skips line breaks, of
// which RFC 7515 has none: with them one message would have many spellings.
func unb64(s string) ([]byte, error) {
	if strings.ContainsAny(s, "\r\n") {
		return nil, errors.New("line break in base64url")
	}
	return b64.DecodeString(s)
}

// Keys finds the public key for a kid; nil where there is none.
type Keys func(kid string) *ecdsa.PublicKey

// OneKey knows a single key, by its thumbprint.
func OneKey(p *ecdsa.PublicKey) Keys {
	id := Thumbprint(p)
	return func(kid string) *ecdsa.PublicKey {
		if kid == id {
			return p
		}
		return nil
	}
}

// Sign makes a compact JWS of claims. The signer's public key must be P-256; it
// may live in hardware, which answers in DER (converted to r||s, RFC 7518 3.4).
func Sign(t Type, signer crypto.Signer, claims any) (string, error) {
	pub, ok := signer.Public().(*ecdsa.PublicKey)
	if !ok || pub.Curve != elliptic.P256() {
		return "", errors.New("api: only P-256 keys sign")
	}
	payload, err := json.Marshal(claims)
	if err != nil {
		return "", err
	}
	head := fmt.Sprintf(`{"alg":"ES256","kid":%q,"typ":%q}`, Thumbprint(pub), t)
	input := b64.EncodeToString([]byte(head)) + "." + b64.EncodeToString(payload)
	digest := sha256.Sum256([]byte(input))
	der, err := signer.Sign(rand.Reader, digest[:], crypto.SHA256)
	if err != nil {
		return "", err
	}
	raw, err := rawSignature(der)
	if err != nil {
		return "", err
	}
	jws := input + "." + b64.EncodeToString(raw)
	if len(jws) > MaxJWS {
		return "", fmt.Errorf("api: a message of %d bytes is over the limit of %d", len(jws), MaxJWS)
	}
	return jws, nil
}

// rawSignature turns ASN.1 DER into r||s of 64 bytes.
func rawSignature(der []byte) ([]byte, error) {
	var sig struct{ R, S *big.Int }
	rest, err := asn1.Unmarshal(der, &sig)
	if err != nil || len(rest) > 0 || sig.R.Sign() <= 0 || sig.S.Sign() <= 0 || sig.R.BitLen() > 256 || sig.S.BitLen() > 256 {
		return nil, errors.New("api: the signer gave no P-256 signature")
	}
	raw := make([]byte, 64)
	sig.R.FillBytes(raw[:32])
	sig.S.FillBytes(raw[32:])
	return raw, nil
}

// open checks a JWS of type t against the key that its kid names and decodes its
// payload into claims. Nothing of the payload is looked at before the signature holds.
func open(jws string, t Type, keys Keys, claims any) (kid string, err error) {
	head, payload, input, sig, err := split(jws)
	if err != nil {
		return "", err
	}
	kid, err = checkHeader(head, t)
	if err != nil {
		return "", err
	}
	pub := keys(kid)
	if pub == nil {
		return "", refuse("unknown key")
	}
	if !verify(pub, input, sig) {
		return "", refuse("wrong signature")
	}
	if err := DecodeObject(payload, claims); err != nil {
		return "", refuse("payload: %v", err)
	}
	return kid, nil
}

func split(jws string) (head, payload []byte, input string, sig []byte, err error) {
	if len(jws) > MaxJWS {
		return nil, nil, "", nil, refuse("over %d bytes", MaxJWS)
	}
	parts := strings.Split(jws, ".")
	if len(parts) != 3 {
		return nil, nil, "", nil, refuse("%d parts instead of 3", len(parts))
	}
	var dec [3][]byte
	for i, p := range parts {
		if dec[i], err = unb64(p); err != nil {
			return nil, nil, "", nil, refuse("part %d is not base64url", i+1)
		}
	}
	if len(dec[2]) != 64 { // said apart: a DER signature is what others get wrong first
		return nil, nil, "", nil, refuse("signature of %d bytes instead of 64", len(dec[2]))
	}
	return dec[0], dec[1], parts[0] + "." + parts[1], dec[2], nil
}

// checkHeader takes exactly alg, kid and typ: no jwk, jku, x5c, crit or b64 can
// change how the message is checked.
func checkHeader(head []byte, t Type) (kid string, err error) {
	var members map[string]json.RawMessage
	if err := DecodeObject(head, &members); err != nil {
		return "", refuse("header: %v", err)
	}
	var alg, typ string
	for name, to := range map[string]*string{"alg": &alg, "kid": &kid, "typ": &typ} {
		if json.Unmarshal(members[name], to) != nil {
			return "", refuse("header has no %s", name)
		}
	}
	switch {
	case len(members) != 3:
		return "", refuse("header has %d members instead of 3", len(members))
	case alg != "ES256":
		return "", refuse("alg %q", alg)
	case typ != string(t):
		return "", refuse("typ %q instead of %q", typ, t)
	}
	return kid, nil
}

func verify(pub *ecdsa.PublicKey, input string, sig []byte) bool {
	if len(sig) != 64 {
		return false
	}
	digest := sha256.Sum256([]byte(input))
	r, s := new(big.Int).SetBytes(sig[:32]), new(big.Int).SetBytes(sig[32:])
	return ecdsa.Verify(pub, digest[:], r, s)
}
