package transfer

import (
	"bytes"
	"context"
	"encoding/base32"
	"encoding/binary"
	"encoding/json"
	"strings"

	"kauth/core"
)

// FreeOTP 2 writes a Java-serialized HashMap of strings to strings (Java Object
// Serialization Specification, chapter 6): a master key under PBKDF2, and for each code
// a sealed secret and what it is for.
var javaMap = []byte("\xac\xed\x00\x05sr\x00\x11java.util.HashMap")

func isFreeOTP(f file) bool { return bytes.HasPrefix(f.data, javaMap) }

// freeOTPBox is AES-GCM with the name of the key's algorithm as additional data.
type freeOTPBox struct {
	Text   signed `json:"mCipherText"`
	Params signed `json:"mParameters"`
	Token  string `json:"mToken"`
}

type freeOTPMaster struct {
	Algorithm string     `json:"mAlgorithm"`
	Box       freeOTPBox `json:"mEncryptedKey"`
	Rounds    int        `json:"mIterations"`
	Salt      signed     `json:"mSalt"`
}

// freeOTPCode is what FreeOTP, in all its versions, says of a code.
type freeOTPCode struct {
	Algorithm loose  `json:"algo"`
	Counter   *int64 `json:"counter"`
	Digits    loose  `json:"digits"`
	IssuerExt string `json:"issuerExt"`
	IssuerInt string `json:"issuerInt"`
	Label     string `json:"label"`
	Period    loose  `json:"period"`
	Secret    signed `json:"secret"`
	Type      string `json:"type"`
}

func readFreeOTP(ctx context.Context, f file, o Options) ([]thing, error) {
	names, values, err := javaStrings(f.data)
	if err != nil {
		return nil, err
	}
	var m freeOTPMaster
	if json.Unmarshal([]byte(values["masterKey"]), &m) != nil {
		return nil, cutOff()
	}
	master, err := m.open(ctx, o)
	if err != nil {
		return nil, err
	}
	var all []thing
	for _, name := range names {
		if id, ok := strings.CutSuffix(name, "-token"); ok {
			t, err := freeOTPThing(master, values[id], values[name])
			if err != nil {
				return nil, err
			}
			all = append(all, t)
		}
	}
	return all, nil
}

func (m freeOTPMaster) open(ctx context.Context, o Options) ([]byte, error) {
	d := pbkdf2SHA512(m.Rounds, 32)
	switch m.Algorithm {
	case "PBKDF2withHmacSHA512":
	case "PBKDF2withHmacSHA1":
		d = pbkdf2SHA1(m.Rounds, 32)
	default:
		return nil, core.E(opRead, core.TooNew, nil)
	}
	key, err := o.derive(ctx, d, m.Salt.bytes())
	if err != nil {
		return nil, err
	}
	return m.Box.open(key)
}

func (b freeOTPBox) open(key []byte) ([]byte, error) {
	nonce, ok := b.nonce()
	if !ok {
		return nil, cutOff()
	}
	return openGCM(key, nonce, b.Text.bytes(), []byte(b.Token))
}

// nonce reads GCMParameters (RFC 5084): a SEQUENCE that begins with an OCTET STRING.
// Android 6 wrote the string alone.
func (b freeOTPBox) nonce() ([]byte, bool) {
	der := b.Params.bytes()
	if len(der) > 2 && der[0] == 0x30 {
		der = der[2:]
	}
	if len(der) < 2 || der[0] != 0x04 || len(der) < 2+int(der[1]) {
		return nil, false
	}
	return der[2 : 2+int(der[1])], true
}

func freeOTPThing(master []byte, key, code string) (thing, error) {
	var outer struct {
		Key string `json:"key"`
	}
	var box freeOTPBox
	var c freeOTPCode
	if json.Unmarshal([]byte(key), &outer) != nil || json.Unmarshal([]byte(outer.Key), &box) != nil ||
		json.Unmarshal([]byte(code), &c) != nil {
		return thing{}, cutOff()
	}
	secret, err := box.open(master)
	if err != nil {
		return thing{}, cutOff() // the password was right
	}
	if c.Algorithm == "" { // it left the default out
		c.Algorithm = "SHA1"
	}
	return c.thing(secret, 0), nil
}

// thing makes a thing of a code. Version 1 and FreeOTP+ keep the counter of the last
// code; ahead is what the next one's is more.
func (c freeOTPCode) thing(secret []byte, ahead int64) thing {
	t := thing{kind: c.Type, issuer: c.IssuerExt, label: c.Label, params: map[string]string{
		"secret": base32Of(secret), "algorithm": string(c.Algorithm), "digits": string(c.Digits), "period": string(c.Period),
	}}
	if t.issuer == "" {
		t.issuer = c.IssuerInt
	}
	if c.Counter != nil {
		t.params["counter"] = decimal(*c.Counter + ahead)
	} else {
		t.params["counter"] = "0" // the default is left out
	}
	if t.kind == "" {
		t.kind = "totp"
	}
	return t
}

func base32Of(b []byte) string {
	return base32.StdEncoding.WithPadding(base32.NoPadding).EncodeToString(b)
}

// javaStrings reads the map's strings, in their order.
func javaStrings(data []byte) (names []string, values map[string]string, err error) {
	at := bytes.Index(data, []byte{'x', 'p'}) // the class has ended, and has no parent
	if at < 0 {
		return nil, nil, cutOff()
	}
	rest := data[at+2:]
	block := bytes.Index(rest, []byte{'w', 8}) // after the fields: capacity and size
	if block < 0 || block > 16 || len(rest) < block+10 {
		return nil, nil, cutOff()
	}
	size := binary.BigEndian.Uint32(rest[block+6:])
	if rest = rest[block+10:]; size > maxEntries*2+1 {
		return nil, nil, cutOff()
	}
	values = map[string]string{}
	for range size {
		var name, value string
		var ok1, ok2 bool
		name, rest, ok1 = javaString(rest)
		value, rest, ok2 = javaString(rest)
		if !ok1 || !ok2 {
			return nil, nil, cutOff()
		}
		names, values[name] = append(names, name), value
	}
	return names, values, nil
}

func javaString(b []byte) (s string, rest []byte, ok bool) {
	if len(b) < 3 || b[0] != 't' {
		return "", nil, false
	}
	n := int(binary.BigEndian.Uint16(b[1:]))
	if len(b) < 3+n {
		return "", nil, false
	}
	return string(b[3 : 3+n]), b[3+n:], true
}
