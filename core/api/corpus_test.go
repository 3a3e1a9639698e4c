package api

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"encoding/asn1"
	"encoding/json"
	"errors"
	"math/big"
	"strings"
	"testing"
)

// The names in the vectors, fixed.
const (
	vOrigin  = "https://login.example.ch"
	vDevice  = "dev_AAECAwQFBgcICQoLDA0ODw"
	vAccount = "acc_EBESExQVFhcYGRobHB0eHw"
	vCid     = "chl_ICEiIyQlJicoKSorLC0uLw"
	vLink    = "MDEyMzQ1Njc4OTo7PD0-Pw"
	vNonce   = "QEFCQ0RFRkdISUpLTE1OTw"
	vJti     = "UFFSU1RVVldYWVpbXF1eXw"
	vTime    = 1800000000
)

func vectorChallenge() Challenge {
	return Challenge{
		Iss: vOrigin, Aud: vDevice, ID: vCid, Iat: vTime, Exp: vTime + 120, Nonce: vNonce, Account: vAccount,
		Kind: "login", Mode: "match", Digits: 2,
		Context: Context{
			App: "Manager", Origin: vOrigin, IP: "192.0.2.7", Place: "Lausanne, Switzerland",
			Agent: "Firefox on Windows", Device: "computer", At: vTime,
		},
	}
}

func mustJSON(t testing.TB, v any) string {
	t.Helper()
	b, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

func openVector(jws string, k *ecdsa.PrivateKey) error {
	_, err := OpenChallenge(jws, OneKey(&k.PublicKey), vOrigin, vDevice, vAccount)
	return err
}

// broken is a message that breaks one rule and no other, where it can be helped.
type broken struct {
	Name string `json:"name"`
	JWS  string `json:"jws"`
}

// corpus are challenges that every implementation has to refuse.
func corpus(t testing.TB, k *ecdsa.PrivateKey) (list []broken) {
	add := func(name, jws string) { list = append(list, broken{name, jws}) }
	good := mustJSON(t, vectorChallenge())
	kid := Thumbprint(&k.PublicKey)
	for _, h := range [][2]string{
		{"alg none", `{"alg":"none","kid":"` + kid + `","typ":"ka-chal+jwt"}`},
		{"alg HS256", `{"alg":"HS256","kid":"` + kid + `","typ":"ka-chal+jwt"}`},
		{"alg ES384", `{"alg":"ES384","kid":"` + kid + `","typ":"ka-chal+jwt"}`},
		{"alg es256 in lower case", `{"alg":"es256","kid":"` + kid + `","typ":"ka-chal+jwt"}`},
		{"alg is a list", `{"alg":["ES256"],"kid":"` + kid + `","typ":"ka-chal+jwt"}`},
		{"alg null", `{"alg":null,"kid":"` + kid + `","typ":"ka-chal+jwt"}`},
		{"no alg", `{"kid":"` + kid + `","typ":"ka-chal+jwt"}`},
		{"no kid", `{"alg":"ES256","typ":"ka-chal+jwt"}`},
		{"kid null", `{"alg":"ES256","kid":null,"typ":"ka-chal+jwt"}`},
		{"kid empty", `{"alg":"ES256","kid":"","typ":"ka-chal+jwt"}`},
		{"kid of another key", `{"alg":"ES256","kid":"` + Thumbprint(&fixedKey(t, "another").PublicKey) + `","typ":"ka-chal+jwt"}`},
		{"no typ", `{"alg":"ES256","kid":"` + kid + `"}`},
		{"typ of an answer", head(k, TypeAnswer)},
		{"typ of a statement", head(k, TypeStatement)},
		{"typ JWT", `{"alg":"ES256","kid":"` + kid + `","typ":"JWT"}`},
		{"typ with application/", `{"alg":"ES256","kid":"` + kid + `","typ":"application/ka-chal+jwt"}`},
		{"typ in capitals", `{"alg":"ES256","kid":"` + kid + `","typ":"KA-CHAL+JWT"}`},
		{"header with jwk", `{"alg":"ES256","kid":"` + kid + `","typ":"ka-chal+jwt","jwk":` + mustJSON(t, JWKOf(&k.PublicKey)) + `}`},
		{"header with jku", `{"alg":"ES256","kid":"` + kid + `","typ":"ka-chal+jwt","jku":"https://evil.example/keys"}`},
		{"header with x5c", `{"alg":"ES256","kid":"` + kid + `","typ":"ka-chal+jwt","x5c":[]}`},
		{"header with crit", `{"alg":"ES256","crit":["exp"],"kid":"` + kid + `","typ":"ka-chal+jwt"}`},
		{"header with b64", `{"alg":"ES256","b64":false,"crit":["b64"],"kid":"` + kid + `","typ":"ka-chal+jwt"}`},
		{"header with a member of its own", `{"alg":"ES256","kid":"` + kid + `","typ":"ka-chal+jwt","x":1}`},
		{"header with alg twice", `{"alg":"none","alg":"ES256","kid":"` + kid + `","typ":"ka-chal+jwt"}`},
		{"header with alg twice in another case", `{"ALG":"none","alg":"ES256","kid":"` + kid + `","typ":"ka-chal+jwt"}`},
		{"header in another case", `{"Alg":"ES256","Kid":"` + kid + `","Typ":"ka-chal+jwt"}`},
		{"header is a list", `["ES256"]`},
		{"header is null", `null`},
		{"header empty", ``},
		{"header with more after it", head(k, TypeChallenge) + "{}"},
		{"header not UTF-8", strings.Replace(head(k, TypeChallenge), "ka-chal", "ka-chal\xff", 1)},
	} {
		add(h[0], rawSign(t, k, h[1], good))
	}
	for _, p := range [][2]string{
		{"payload is a list", `[` + good + `]`},
		{"payload is null", `null`},
		{"payload empty", ``},
		{"payload is text", `"` + vCid + `"`},
		{"payload with more after it", good + `{}`},
		{"payload cut off", good[:len(good)-1]},
		{"payload not UTF-8", strings.Replace(good, "Manager", "Man\xffager", 1)},
		{"payload with a member twice", strings.Replace(good, `{"iss"`, `{"mode":"confirm","iss"`, 1)},
		{"payload with a member twice in another case", strings.Replace(good, `{"iss"`, `{"MODE":"confirm","iss"`, 1)},
		{"payload with a member twice by a long s", strings.Replace(good, `{"iss"`, "{\"i\u017fs\":\"x\",\"iss\"", 1)},
		{"payload with a member twice inside", strings.Replace(good, `"app":`, `"app":"Bank","app":`, 1)},
		{"payload nested too deep", strings.Replace(good, `{"iss"`, `{"x":`+strings.Repeat("[", 20)+strings.Repeat("]", 20)+`,"iss"`, 1)},
		{"exp is a text", strings.Replace(good, `"exp":1800000120`, `"exp":"1800000120"`, 1)},
		{"exp is a fraction", strings.Replace(good, `"exp":1800000120`, `"exp":1800000120.5`, 1)},
		{"exp in another notation", strings.Replace(good, `"exp":1800000120`, `"exp":18000001.2e2`, 1)},
		{"exp out of range", strings.Replace(good, `"exp":1800000120`, `"exp":9223372036854775808`, 1)},
		{"exp before iat", strings.Replace(good, `"exp":1800000120`, `"exp":1799999999`, 1)},
		{"exp is iat", strings.Replace(good, `"exp":1800000120`, `"exp":1800000000`, 1)},
		{"life over ten minutes", strings.Replace(good, `"exp":1800000120`, `"exp":1800000601`, 1)},
		{"life that overflows", strings.Replace(strings.Replace(good, `"exp":1800000120`, `"exp":9223372036854775807`, 1), `"iat":1800000000`, `"iat":-2`, 1)},
		{"iat before 1970", strings.Replace(strings.Replace(good, `"exp":1800000120`, `"exp":-1`, 1), `"iat":1800000000`, `"iat":-2`, 1)},
		{"no exp", strings.Replace(good, `"exp":1800000120,`, ``, 1)},
		{"of another server", strings.Replace(good, `"iss":"`+vOrigin, `"iss":"https://evil.example`, 1)},
		{"of this server with a slash", strings.Replace(good, `"iss":"`+vOrigin, `"iss":"`+vOrigin+`/`, 1)},
		{"for another device", strings.Replace(good, vDevice, "dev_AAAAAAAAAAAAAAAAAAAAAA", 1)},
		{"for several devices", strings.Replace(good, `"aud":"`+vDevice+`"`, `"aud":["`+vDevice+`"]`, 1)},
		{"for another account", strings.Replace(good, vAccount, "acc_AAAAAAAAAAAAAAAAAAAAAA", 1)},
		{"id of another sort", strings.Replace(good, vCid, "lgn_ICEiIyQlJicoKSorLC0uLw", 1)},
		{"id with a line break", strings.Replace(good, vCid, `chl_ICEiIyQlJicoKSorLC0u\n\n`, 1)},
		{"id that is a path", strings.Replace(good, vCid, `chl_/../../devices/self/`, 1)},
		{"id too short", strings.Replace(good, vCid, "chl_ICEi", 1)},
		{"unknown kind", strings.Replace(good, `"kind":"login"`, `"kind":"payment"`, 1)},
		{"unknown mode", strings.Replace(good, `"mode":"match"`, `"mode":"auto"`, 1)},
		{"mode in another case", strings.Replace(good, `"mode":"match"`, `"mode":"Confirm"`, 1)},
		{"digits with mode confirm", strings.Replace(good, `"mode":"match"`, `"mode":"confirm"`, 1)},
		{"mode match with no digits", strings.Replace(good, `"digits":2`, `"digits":0`, 1)},
		{"three digits", strings.Replace(good, `"digits":2`, `"digits":3`, 1)},
		{"digits below zero", strings.Replace(good, `"digits":2`, `"digits":-2`, 1)},
		{"short nonce", strings.Replace(good, vNonce, "QEFCQ0RFRkdISUpLTE1OT", 1)},
		{"nonce that is no base64url", strings.Replace(good, vNonce, "QEFCQ0RFRkdISUpLTE1O==", 1)},
		{"ctx is a text", strings.Split(good, `"ctx":`)[0] + `"ctx":"x"}`},
	} {
		if p[1] == good {
			t.Fatalf("%s changes nothing", p[0])
		}
		add(p[0], rawSign(t, k, head(k, TypeChallenge), p[1]))
	}
	for _, m := range brokenMoves(t) {
		add(m[0], rawSign(t, k, head(k, TypeChallenge), m[1]))
	}
	return append(list, brokenSignatures(t, k, good)...)
}

// brokenSignatures are broken in their outer form.
func brokenSignatures(t testing.TB, k *ecdsa.PrivateKey, payload string) (list []broken) {
	add := func(name, jws string) { list = append(list, broken{name, jws}) }
	jws := rawSign(t, k, head(k, TypeChallenge), payload)
	for !strings.ContainsAny(jws, "-_") { // for "standard alphabet"
		jws = rawSign(t, k, head(k, TypeChallenge), payload)
	}
	part := strings.Split(jws, ".")
	input := part[0] + "." + part[1]
	sig, err := b64.DecodeString(part[2])
	if err != nil {
		t.Fatal(err)
	}
	n := elliptic.P256().Params().N
	r, s := new(big.Int).SetBytes(sig[:32]), new(big.Int).SetBytes(sig[32:])
	raw := func(r, s *big.Int) string {
		var b [64]byte
		r.FillBytes(b[:32])
		s.FillBytes(b[32:])
		return input + "." + b64.EncodeToString(b[:])
	}
	der, err := asn1.Marshal(struct{ R, S *big.Int }{r, s})
	if err != nil {
		t.Fatal(err)
	}
	add("signature of 0 bytes", input+".")
	add("signature of 63 bytes", input+"."+b64.EncodeToString(sig[:63]))
	add("signature of 65 bytes", input+"."+b64.EncodeToString(append(sig[:64:64], 0)))
	add("signature in DER", input+"."+b64.EncodeToString(der))
	add("signature of zeros", raw(new(big.Int), new(big.Int)))
	add("r is 0", raw(new(big.Int), s))
	add("s is 0", raw(r, new(big.Int)))
	add("r is n", raw(n, s))
	add("s is n", raw(r, n))
	add("r and s swapped", raw(s, r))
	add("all ones", raw(new(big.Int).Sub(new(big.Int).Lsh(big.NewInt(1), 256), big.NewInt(1)), s))
	add("signed by another key", rawSign(t, fixedKey(t, "another"), head(k, TypeChallenge), payload))
	add("header padded", part[0]+"=."+part[1]+"."+part[2])
	add("signature padded", jws+"==")
	add("signature with a non-canonical tail", jws[:len(jws)-1]+nextInAlphabet(jws[len(jws)-1]))
	add("line break at the end", jws+"\n")
	add("line break inside", part[0]+"."+part[1][:10]+"\r\n"+part[1][10:]+"."+part[2])
	add("blank at the end", jws+" ")
	add("byte after it", jws+"A")
	add("fourth part", jws+".")
	add("two parts", input)
	add("no parts", "")
	add("dots alone", "..")
	add("JSON serialization", `{"protected":"`+part[0]+`","payload":"`+part[1]+`","signature":"`+part[2]+`"}`)
	add("standard alphabet", strings.NewReplacer("-", "+", "_", "/").Replace(jws))
	add("over 8 KiB", rawSign(t, k, head(k, TypeChallenge), payload[:len(payload)-1]+`,"x":"`+strings.Repeat("x", MaxJWS)+`"}`))
	return list
}

// nextInAlphabet sets bits of the last character that stand for nothing.
func nextInAlphabet(c byte) string {
	const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
	return string(alphabet[strings.IndexByte(alphabet, c)+1])
}

func TestBrokenMessagesAreRefused(t *testing.T) {
	k := fixedKey(t, "server")
	if err := openVector(rawSign(t, k, head(k, TypeChallenge), mustJSON(t, vectorChallenge())), k); err != nil {
		t.Fatalf("the message that all others are made of is refused: %v", err)
	}
	for _, c := range corpus(t, k) {
		if err := openVector(c.JWS, k); !errors.Is(err, ErrJWS) {
			t.Errorf("%s: %v", c.Name, err)
		}
	}
}

func TestMessageOf8KiBIsTakenAndOneByteMoreIsNot(t *testing.T) {
	k := fixedKey(t, "server")
	good := mustJSON(t, vectorChallenge())
	of := func(n int) string {
		return rawSign(t, k, head(k, TypeChallenge), good[:len(good)-1]+`,"x":"`+strings.Repeat("x", n)+`"}`)
	}
	n := MaxJWS * 3 / 4
	for len(of(n)) > MaxJWS {
		n--
	}
	if err := openVector(of(n), k); err != nil || len(of(n)) < MaxJWS-1 {
		t.Errorf("%d bytes: %v", len(of(n)), err)
	}
	if err := openVector(of(n+1), k); err == nil {
		t.Errorf("%d bytes: taken", len(of(n+1)))
	}
}

func TestEverySingleBitFlipOfAChallengeIsRefused(t *testing.T) {
	k := fixedKey(t, "server")
	jws := []byte(rawSign(t, k, head(k, TypeChallenge), mustJSON(t, vectorChallenge())))
	keys := OneKey(&k.PublicKey)
	for i := range jws {
		for bit := range 8 {
			jws[i] ^= 1 << bit
			if _, err := OpenChallenge(string(jws), keys, vOrigin, vDevice, vAccount); err == nil {
				t.Fatalf("bit %d of byte %d: taken", bit, i)
			}
			jws[i] ^= 1 << bit
		}
	}
}

func TestUnknownMembersOfAChallengeAreSignedAndIgnored(t *testing.T) {
	k := fixedKey(t, "server")
	good := mustJSON(t, vectorChallenge())
	jws := rawSign(t, k, head(k, TypeChallenge), good[:len(good)-1]+`,"later":{"version":[1,2]}}`)
	if err := openVector(jws, k); err != nil {
		t.Fatal(err)
	}
}

func TestChallengeIsCleanedAgainByThePhone(t *testing.T) {
	k := fixedKey(t, "server")
	c := vectorChallenge()
	c.Context.App, c.Context.Agent, c.Context.Device = "Mana\u202eger", strings.Repeat("x", 200), "toaster"
	jws, err := Sign(TypeChallenge, k, c)
	if err != nil {
		t.Fatal(err)
	}
	got, err := OpenChallenge(jws, OneKey(&k.PublicKey), vOrigin, vDevice, vAccount)
	if err != nil || got.Context.App != "Manager" || len(got.Context.Agent) != MaxAgent || got.Context.Device != "computer" {
		t.Fatalf("%+v, %v", got.Context, err)
	}
}

func FuzzOpenChallenge(f *testing.F) {
	k := fixedKey(f, "server")
	good := rawSign(f, k, head(k, TypeChallenge), mustJSON(f, vectorChallenge()))
	f.Add(good)
	f.Add("..")
	for _, c := range corpus(f, k)[:20] {
		f.Add(c.JWS)
	}
	keys := OneKey(&k.PublicKey)
	f.Fuzz(func(t *testing.T, jws string) {
		c, err := OpenChallenge(jws, keys, vOrigin, vDevice, vAccount)
		if err == nil && (c.Iss != vOrigin || c.Aud != vDevice || c.Context != c.Context.Clean()) {
			t.Fatalf("%+v", c)
		}
		if err != nil && !errors.Is(err, ErrJWS) {
			t.Fatalf("%v is no refusal", err)
		}
		for _, peek := range []func(string) (string, error){ProofDevice, AnswerDevice} {
			if _, err := peek(jws); err != nil && !errors.Is(err, ErrJWS) {
				t.Fatalf("%v is no refusal", err)
			}
		}
	})
}
