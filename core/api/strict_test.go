package api

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"
)

func TestStrictJSONRefuses(t *testing.T) {
	deep := strings.Repeat("[", 17) + strings.Repeat("]", 17)
	for name, in := range map[string]string{
		"nothing":                       "",
		"blank":                         "  ",
		"a member twice":                `{"a":1,"a":2}`,
		"twice in another case":         `{"iss":"a","ISS":"b"}`,
		"twice with a long s":           "{\"iss\":\"a\",\"is\u017f\":\"b\"}",
		"twice with a Kelvin sign":      "{\"kid\":\"a\",\"\u212aid\":\"b\"}",
		"twice with an escape":          `{"iss":"a","\u0069ss":"b"}`,
		"twice inside":                  `{"x":[{"a":1,"b":{"c":1,"c":2}}]}`,
		"two values":                    `{} {}`,
		"trailing bytes":                `{}x`,
		"trailing brace":                `{}}`,
		"trailing comma":                `{"a":1,}`,
		"too deep":                      deep,
		"cut off":                       `{"a":`,
		"a name that is no text":        `{1:2}`,
		"not UTF-8":                     "{\"a\":\"\xff\"}",
		"not UTF-8 in a name":           "{\"a\xff\":1}",
		"a comment":                     `{"a":1/**/}`,
		"a number of our own invention": `{"a":01}`,
		"byte order mark":               "\ufeff{}",
	} {
		var v any
		if err := DecodeStrict([]byte(in), &v); err == nil {
			t.Errorf("%s: taken", name)
		}
	}
}

func TestStrictJSONTakesWhatIsPlain(t *testing.T) {
	for _, in := range []string{
		`{}`, ` {"a":[1,{"a":2},{"a":3}],"b":{"a":4}} `, `[]`, `"x"`, `0`, `null`, `{"":0}`, `[[],[[]],{}]`,
		strings.Repeat("[", 16) + strings.Repeat("]", 16), "{\"i\u0307\":1,\"i\":2}",
	} {
		var v any
		if err := DecodeStrict([]byte(in), &v); err != nil {
			t.Errorf("%s: %v", in, err)
		}
	}
}

func TestOnlyAnObjectIsAMessage(t *testing.T) {
	for _, in := range []string{`null`, `[]`, `"{}"`, `1`, ``, ` [{}]`, `true`} {
		if err := DecodeObject([]byte(in), &Challenge{}); err == nil {
			t.Errorf("%s is taken for an object", in)
		}
	}
	if err := DecodeObject([]byte(" \n\t{}"), &Challenge{}); err != nil {
		t.Error(err)
	}
}

func TestErrorsSayNothingOfGo(t *testing.T) {
	k := fixedKey(t, "device")
	opens := map[Type]func(jws string) []error{
		TypeRegistration: func(jws string) []error {
			_, _, err := OpenRegistration(jws, vOrigin, vLink)
			return []error{err}
		},
		TypeProof: func(jws string) []error {
			_, peek := ProofDevice(jws)
			_, err := OpenProof(jws, &k.PublicKey, vDevice, vOrigin, "GET", "/", nil)
			return []error{peek, err}
		},
		TypeAnswer: func(jws string) []error {
			_, peek := AnswerDevice(jws)
			_, err := OpenAnswer(jws, &k.PublicKey, vDevice, vOrigin)
			return []error{peek, err}
		},
	}
	jwk := mustJSON(t, JWKOf(&k.PublicKey))
	off := strings.Replace(jwk, `"y":"`, `"y":"AAAA`, 1)
	curve := mustJSON(t, JWK{Kty: "EC", Crv: "P-256", X: Hash(nil), Y: Hash(nil)})
	for typ, open := range opens {
		for _, payload := range []string{
			`{"iss":1}`, `{"iss":["x"]}`, `{"iat":"x"}`, `{"iat":1.5}`, `{"iat":1e999}`, `{"ctr":-1}`, `{"ctr":18446744073709551616}`, `{"jwk":"x"}`, `{"jwk":{"x":1}}`,
			`{"jwk":{"use":1}}`, `{"jwk":{"key_ops":[1]}}`, `{"jwk":` + off + `}`, `{"jwk":` + curve + `}`, `{"jwk":` + jwk + `,"name":1}`, `{"jwk":` + jwk + `,"push":[{"kind":1}]}`,
			`{`, `{"iss"`, `{"iss":}`, `{"iss":"x"}}`, `{"iss":tru}`, `[]`, `null`, ``, "{\"iss\":\"\xff\"}", `{"iss":"a","iss":"b"}`,
		} {
			for _, err := range open(rawSign(t, k, head(k, typ), payload)) {
				if err == nil {
					continue
				}
				for _, word := range []string{"Go ", "json", "nmarshal", "struct", "api.", "int64", "publicKey", "EOF", "crypto", "%!"} {
					if strings.Contains(err.Error(), word) {
						t.Errorf("%s %s: %v", typ, payload, err)
					}
				}
			}
		}
	}
	err := DecodeObject([]byte(`{"jwk":{"x":1}}`), &Registration{})
	if err == nil || !strings.Contains(err.Error(), `"jwk.x"`) {
		t.Errorf("it does not say which: %v", err)
	}
}

// FuzzDecodeStrict: what it takes, encoding/json takes, and no object in it has two
// names that a Go struct would take for one.
func FuzzDecodeStrict(f *testing.F) {
	for _, s := range []string{
		`{}`, `{"a":{"a":[]}}`, `{"a":1,"A":2}`, `[[[[]]]]`, "{\"iss\":1,\"is\u017f\":2}", `{"a":1}}`, `null`, `{"a":1} `,
	} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		var v any
		if DecodeStrict(data, &v) != nil {
			return
		}
		if !json.Valid(data) {
			t.Fatalf("%q is no JSON", data)
		}
		again, err := json.Marshal(v)
		if err != nil {
			t.Fatal(err)
		}
		var w any
		if err := DecodeStrict(again, &w); err != nil {
			t.Fatalf("%q is refused when written again: %v", data, err)
		}
		unique(t, v)
		var claims Challenge
		if DecodeObject(data, &claims) == nil && bytes.TrimSpace(data)[0] != '{' {
			t.Fatalf("%q is taken for an object", data)
		}
	})
}

func unique(t *testing.T, v any) {
	switch v := v.(type) {
	case []any:
		for _, e := range v {
			unique(t, e)
		}
	case map[string]any:
		names := []string{}
		for name, e := range v {
			for _, other := range names {
				if strings.EqualFold(name, other) {
					t.Fatalf("%q and %q are one name to encoding/json", name, other)
				}
			}
			names = append(names, name)
			unique(t, e)
		}
	}
}
