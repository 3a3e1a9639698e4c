package coretest

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/ecdh"
	"crypto/hkdf"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"testing"
)

// SealPush encrypts for a registration as RFC 8291 has it, with that many zeros to hide
// the length.
func SealPush(t testing.TB, p256dh, auth string, says []byte, zeros int) []byte {
	t.Helper()
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	point, err := base64.RawURLEncoding.DecodeString(p256dh)
	must(err)
	secret, err := base64.RawURLEncoding.DecodeString(auth)
	must(err)
	phone, err := ecdh.P256().NewPublicKey(point)
	must(err)
	own, err := ecdh.P256().GenerateKey(rand.Reader)
	must(err)
	shared, err := own.ECDH(phone)
	must(err)
	mine := own.PublicKey().Bytes()
	ikm, err := hkdf.Key(sha256.New, shared, secret, "WebPush: info\x00"+string(point)+string(mine), 32)
	must(err)
	salt := make([]byte, 16)
	rand.Read(salt)
	key, err := hkdf.Key(sha256.New, ikm, salt, "Content-Encoding: aes128gcm\x00", 16)
	must(err)
	nonce, err := hkdf.Key(sha256.New, ikm, salt, "Content-Encoding: nonce\x00", 12)
	must(err)
	block, err := aes.NewCipher(key)
	must(err)
	gcm, err := cipher.NewGCM(block)
	must(err)
	head := append(append(salt, 0, 0, 16, 0, byte(len(mine))), mine...)
	return gcm.Seal(head, nonce, append(append(says, 2), make([]byte, zeros)...), nil)
}
