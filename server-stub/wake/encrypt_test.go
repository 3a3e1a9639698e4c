package wake

import (
	"bytes"
	"crypto/aes"
	"crypto/cipher"
	"crypto/ecdh"
	"crypto/hkdf"
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"testing"

	"kauth/core/api"
)

func raw(t *testing.T, s string) []byte {
	t.Helper()
	b, err := b64.DecodeString(s)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// The phone of RFC 8291, appendix A.
const (
	phonePublic  = "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4"
	phonePrivate = "q1dXpw3UpT5VOmu_cf_v6ih07Aems3njxI-JWgLcM94"
	phoneAuth    = "BTBZMqHH6r4Tts7J_aSIgg"
)

func TestAppendixAOfRFC8291ByteByByte(t *testing.T) {
	const (
		private = "yfWPiYE-n46HLnH0KqZOF1fJJU3MYrct3AELtAQ-oRw"
		salt    = "DGv6ra1nlYgDCS1FRnbzlw"
		text    = "V2hlbiBJIGdyb3cgdXAsIEkgd2FudCB0byBiZSBhIHdhdGVybWVsb24"
		message = "DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A_yl95bQpu6cVPTpK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Qulcy4a-fN"
	)
	phone, err := receiverOf(api.Push{P256DH: phonePublic, Auth: phoneAuth})
	if err != nil {
		t.Fatal(err)
	}
	own, err := ecdh.P256().NewPrivateKey(raw(t, private))
	if err != nil {
		t.Fatal(err)
	}
	got, err := phone.encryptWith(own, raw(t, salt), raw(t, text))
	if err != nil || b64.EncodeToString(got) != message {
		t.Fatalf("%s, %v", b64.EncodeToString(got), err)
	}
	if opened, err := appendixPhone(t).open(raw(t, message)); err != nil || string(opened) != "When I grow up, I want to be a watermelon" {
		t.Fatalf("%q, %v", opened, err)
	}
}

// Section 3.1 is what seal writes; 3.2, of two records, is for the tests' own reader.
func TestExamplesOfRFC8188(t *testing.T) {
	const (
		salt1, key1 = "I1BsxtFttlv3u_Oo94xnmw", "yqdlZ-tYemfogSmv7Ws5PQ"
		message1    = "I1BsxtFttlv3u_Oo94xnmwAAEAAA-NAVub2qFgBEuQKRapoZu-IxkIva3MEB1PD-ly8Thjg"
		key2        = "BO3ZVPxUlnLORbVGMpbT1Q"
		message2    = "uNCkWiNYzKTnBN9ji3-qWAAAABkCYTHOG8chz_gnvgOqdGYovxyjuqRyJFjEDyoF1Fvkj6hQPdPHI51OEUKEpgz3SsLWIqS_uA"
	)
	got, err := seal(raw(t, key1), raw(t, salt1), nil, 4096, []byte("I am the walrus"))
	if err != nil || b64.EncodeToString(got) != message1 {
		t.Fatalf("%s, %v", b64.EncodeToString(got), err)
	}
	for key, message := range map[string]string{key1: message1, key2: message2} {
		salt, size, id, rest, err := header(raw(t, message))
		if err != nil || key == key2 && (size != 25 || string(id) != "a1") {
			t.Fatalf("size %d, id %q, %v", size, id, err)
		}
		if text, err := records(raw(t, key), salt, size, rest); err != nil || string(text) != "I am the walrus" {
			t.Fatalf("%q, %v", text, err)
		}
	}
}

// testPhone reads what it is sent, by the words of the RFCs and with nothing of ours.
type testPhone struct {
	key  *ecdh.PrivateKey
	auth []byte
}

func appendixPhone(t *testing.T) testPhone {
	t.Helper()
	key, err := ecdh.P256().NewPrivateKey(raw(t, phonePrivate))
	if err != nil {
		t.Fatal(err)
	}
	return testPhone{key, raw(t, phoneAuth)}
}

func (p testPhone) open(message []byte) ([]byte, error) {
	salt, size, id, rest, err := header(message)
	if err != nil {
		return nil, err
	}
	sender, err := ecdh.P256().NewPublicKey(id)
	if err != nil {
		return nil, err
	}
	shared, err := p.key.ECDH(sender)
	if err != nil {
		return nil, err
	}
	prk, err := hkdf.Extract(sha256.New, shared, p.auth)
	if err != nil {
		return nil, err
	}
	info := bytes.Join([][]byte{[]byte("WebPush: info"), {0}, p.key.PublicKey().Bytes(), sender.Bytes()}, nil)
	secret, err := hkdf.Expand(sha256.New, prk, string(info), 32)
	if err != nil {
		return nil, err
	}
	return records(secret, salt, size, rest)
}

func header(m []byte) (salt []byte, size int, id, rest []byte, err error) {
	if len(m) < 21 || len(m) < 21+int(m[20]) {
		return nil, 0, nil, nil, errors.New("no header of RFC 8188")
	}
	return m[:16], int(binary.BigEndian.Uint32(m[16:])), m[21 : 21+int(m[20])], m[21+int(m[20]):], nil
}

func records(secret, salt []byte, size int, rest []byte) (text []byte, err error) {
	key, err := hkdf.Key(sha256.New, secret, salt, "Content-Encoding: aes128gcm\x00", 16)
	if err != nil {
		return nil, err
	}
	base, err := hkdf.Key(sha256.New, secret, salt, "Content-Encoding: nonce\x00", 12)
	if err != nil {
		return nil, err
	}
	block, err := aes.NewCipher(key)
	if err != nil {
		return nil, err
	}
	gcm, err := cipher.NewGCM(block)
	if err != nil {
		return nil, err
	}
	for n := uint64(0); len(rest) > 0; n++ {
		nonce := bytes.Clone(base)
		binary.BigEndian.PutUint64(nonce[4:], binary.BigEndian.Uint64(nonce[4:])^n)
		one := rest[:min(size, len(rest))]
		rest = rest[len(one):]
		opened, err := gcm.Open(nil, nonce, one, nil)
		if err != nil {
			return nil, err
		}
		end := bytes.LastIndexFunc(opened, func(r rune) bool { return r != 0 })
		if last := len(rest) == 0; end < 0 || last != (opened[end] == 2) || !last && opened[end] != 1 {
			return nil, errors.New("a wrong delimiter")
		}
		text = append(text, opened[:end]...)
	}
	return text, nil
}
