package api

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/sha256"
	"encoding/asn1"
	"encoding/json"
	"errors"
	"io"
	"math/big"
	"strings"
	"testing"
)

// fixedKey makes the same key from the same name, for vectors.
func fixedKey(t testing.TB, name string) *ecdsa.PrivateKey {
	t.Helper()
	d := sha256.Sum256([]byte("ka/1 test vectors: " + name))
	k, err := ecdsa.ParseRawPrivateKey(elliptic.P256(), d[:])
	if err != nil {
		t.Fatal(err)
	}
	return k
}

// rawSign signs any header and payload, also those that Sign never makes.
func rawSign(t testing.TB, k *ecdsa.PrivateKey, head, payload string) string {
	t.Helper()
	input := b64.EncodeToString([]byte(head)) + "." + b64.EncodeToString([]byte(payload))
	digest := sha256.Sum256([]byte(input))
	der, err := k.Sign(rand.Reader, digest[:], crypto.SHA256)
	if err != nil {
		t.Fatal(err)
	}
	raw, err := rawSignature(der)
	if err != nil {
		t.Fatal(err)
	}
	return input + "." + b64.EncodeToString(raw)
}

func head(k *ecdsa.PrivateKey, t Type) string {
	return `{"alg":"ES256","kid":"` + Thumbprint(&k.PublicKey) + `","typ":"` + string(t) + `"}`
}

// RFC 7515 appendix A.3: key, payload and signature of somebody else's making.
const (
	rfc7515 = "eyJhbGciOiJFUzI1NiJ9.eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ.DtEhU3ljbEg8L38VWAfUAqOyKAM6-Xx-F4GawxaepmXFCgfTjDxw5djxLa8ISlSApmWQxfKTUJqPP3-Kg6NU1Q"
	rfcX    = "f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU"
	rfcY    = "x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0"
)

func TestSignatureOfRFC7515Verifies(t *testing.T) {
	pub, err := (JWK{Kty: "EC", Crv: "P-256", X: rfcX, Y: rfcY}).Key()
	if err != nil {
		t.Fatal(err)
	}
	head, payload, input, sig, err := split(rfc7515)
	if err != nil || string(head) != `{"alg":"ES256"}` || !strings.HasPrefix(string(payload), `{"iss":"joe",`) {
		t.Fatalf("%s %s %v", head, payload, err)
	}
	if !verify(pub, input, sig) {
		t.Fatal("a signature that holds is refused")
	}
	sig[10] ^= 1
	if verify(pub, input, sig) {
		t.Fatal("a signature that does not hold is taken")
	}
	if _, err := open(rfc7515, TypeChallenge, OneKey(pub), &Challenge{}); !errors.Is(err, ErrJWS) {
		t.Fatalf("a message without kid and typ is taken: %v", err)
	}
}

func TestThumbprintIsThatOfRFC7638(t *testing.T) {
	pub, err := (JWK{Kty: "EC", Crv: "P-256", X: rfcX, Y: rfcY, Kid: "is no part of it"}).Key()
	if err != nil {
		t.Fatal(err)
	}
	// Required members only, in lexicographic order, no white space (section 3).
	sum := sha256.Sum256([]byte(`{"crv":"P-256","kty":"EC","x":"` + rfcX + `","y":"` + rfcY + `"}`))
	if got := Thumbprint(pub); got != b64.EncodeToString(sum[:]) || got != "oKIywvGUpTVTyxMQ3bwIIeQUudfr_CkLMjCE19ECD-U" {
		t.Fatal(got)
	}
}

func TestKeysThatAreNoneAreRefused(t *testing.T) {
	good := JWK{Kty: "EC", Crv: "P-256", X: rfcX, Y: rfcY}
	for name, change := range map[string]func(*JWK){
		"another type":         func(j *JWK) { j.Kty = "OKP" },
		"another curve":        func(j *JWK) { j.Crv = "P-384" },
		"no point":             func(j *JWK) { j.X, j.Y = j.Y, j.X },
		"infinity":             func(j *JWK) { j.X, j.Y = strings.Repeat("A", 43), strings.Repeat("A", 43) },
		"short":                func(j *JWK) { j.X = j.X[:42] },
		"padded":               func(j *JWK) { j.X += "=" },
		"line break":           func(j *JWK) { j.X += "\n" },
		"line break inside":    func(j *JWK) { j.Y = j.Y[:20] + "\r\n" + j.Y[20:] },
		"non-canonical tail":   func(j *JWK) { j.X = j.X[:42] + "V" },
		"standard alphabet":    func(j *JWK) { j.Y = strings.ReplaceAll(j.Y, "_", "/") },
		"one byte too many":    func(j *JWK) { j.X = "A" + j.X },
		"empty":                func(j *JWK) { j.X = "" },
		"x over the field":     func(j *JWK) { j.X = b64.EncodeToString(elliptic.P256().Params().P.Bytes()) },
		"negated, so no point": func(j *JWK) { j.Y = b64.EncodeToString(make([]byte, 32)) },
	} {
		j := good
		change(&j)
		if _, err := j.Key(); err == nil {
			t.Errorf("%s: taken", name)
		}
	}
}

func TestKeysThatAreNotForSignaturesAreRefused(t *testing.T) {
	read := func(more string) error {
		return json.Unmarshal([]byte(`{"kty":"EC","crv":"P-256","x":"`+rfcX+`","y":"`+rfcY+`"`+more+`}`), &JWK{})
	}
	for _, good := range []string{"", `,"use":"sig"`, `,"key_ops":["sign","verify"]`, `,"alg":"ES256"`, `,"later":[{}]`} {
		if err := read(good); err != nil {
			t.Errorf("%s: %v", good, err)
		}
	}
	for _, bad := range []string{`,"use":"enc"`, `,"use":["sig"]`, `,"key_ops":[]`, `,"key_ops":["encrypt"]`, `,"alg":"ECDH-ES"`} {
		if read(bad) == nil {
			t.Errorf("%s: taken", bad)
		}
	}
}

// inHardware answers in DER of any kind.
type inHardware struct {
	*ecdsa.PrivateKey
	der []byte
}

func (h inHardware) Sign(io.Reader, []byte, crypto.SignerOpts) ([]byte, error) { return h.der, nil }

func TestSignatureOfHardwareIsPaddedTo64Bytes(t *testing.T) {
	der := func(r, s *big.Int) []byte {
		b, err := asn1.Marshal(struct{ R, S *big.Int }{r, s})
		if err != nil {
			t.Fatal(err)
		}
		return b
	}
	k := fixedKey(t, "server")
	jws, err := Sign(TypeAnswer, inHardware{k, der(big.NewInt(1), big.NewInt(2))}, struct{}{})
	if err != nil {
		t.Fatal(err)
	}
	_, _, _, sig, err := split(jws)
	if err != nil || len(sig) != 64 || sig[31] != 1 || sig[63] != 2 {
		t.Fatalf("%x, %v", sig, err)
	}
	huge := new(big.Int).Lsh(big.NewInt(1), 256)
	for name, bad := range map[string][]byte{
		"zero": der(new(big.Int), big.NewInt(1)), "negative": der(big.NewInt(1), big.NewInt(-1)),
		"over 256 bits": der(huge, big.NewInt(1)), "no DER": []byte("x"), "more after it": append(der(big.NewInt(1), big.NewInt(1)), 0),
	} {
		if _, err := Sign(TypeAnswer, inHardware{k, bad}, struct{}{}); err == nil {
			t.Errorf("%s: taken", name)
		}
	}
}

func TestOnlyP256KeysSign(t *testing.T) {
	p384, err := ecdsa.GenerateKey(elliptic.P384(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := Sign(TypeAnswer, p384, struct{}{}); err == nil {
		t.Fatal("a P-384 key signs")
	}
	if _, err := Sign(TypeAnswer, fixedKey(t, "server"), strings.Repeat("x", MaxJWS)); err == nil {
		t.Fatal("a message over the limit is signed")
	}
}

func TestNoVerifierServesTwoTypes(t *testing.T) {
	k := fixedKey(t, "device")
	types := []Type{TypeRegistration, TypeProof, TypeChallenge, TypeAnswer, TypeStatement}
	for _, signed := range types {
		jws := rawSign(t, k, head(k, signed), `{}`)
		for _, wanted := range types {
			var claims map[string]json.RawMessage
			_, err := open(jws, wanted, OneKey(&k.PublicKey), &claims)
			if (err == nil) != (signed == wanted) {
				t.Errorf("%s opened as %s: %v", signed, wanted, err)
			}
		}
	}
}
