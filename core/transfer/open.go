package transfer

import (
	"bytes"
	"crypto/aes"
	"crypto/cipher"
	"crypto/hmac"
	"crypto/sha256"
	"errors"

	"kauth/core"
)

// errShut is a seal that does not open: another password, or changed bytes.
var errShut = core.E(opRead, core.WrongPass, nil)

// openGCM opens AES-GCM (NIST SP 800-38D) with a nonce of 12 bytes.
func openGCM(key, nonce, sealed, additional []byte) ([]byte, error) {
	block, err := aes.NewCipher(key)
	if err != nil {
		return nil, core.E(opRead, core.Malformed, err)
	}
	gcm, err := cipher.NewGCM(block)
	if err != nil || len(nonce) != gcm.NonceSize() || len(sealed) < gcm.Overhead() {
		return nil, cutOff()
	}
	plain, err := gcm.Open(nil, nonce, sealed, additional)
	if err != nil {
		return nil, errShut
	}
	return plain, nil
}

// openCBC opens AES-CBC with PKCS #7 padding. It has no seal: a wrong password shows
// by the padding, or by what comes out.
func openCBC(key, iv, sealed []byte) ([]byte, error) {
	block, err := aes.NewCipher(key)
	if err != nil {
		return nil, core.E(opRead, core.Malformed, err)
	}
	if len(iv) != aes.BlockSize || len(sealed) == 0 || len(sealed)%aes.BlockSize != 0 {
		return nil, cutOff()
	}
	plain := make([]byte, len(sealed))
	cipher.NewCBCDecrypter(block, iv).CryptBlocks(plain, sealed)
	n := int(plain[len(plain)-1])
	if n < 1 || n > aes.BlockSize || !bytes.Equal(plain[len(plain)-n:], bytes.Repeat([]byte{byte(n)}, n)) {
		return nil, errShut
	}
	return plain[:len(plain)-n], nil
}

// macGood checks an HMAC-SHA-256.
func macGood(key, mac []byte, parts ...[]byte) bool {
	h := hmac.New(sha256.New, key)
	for _, p := range parts {
		h.Write(p)
	}
	return hmac.Equal(h.Sum(nil), mac)
}

func cutOff() error {
	return core.E(opRead, core.Malformed, errors.New("the file is cut off or damaged"))
}

// inner reads what a seal held as a file again. What opened and is no file was opened
// by a wrong password, where the seal could not tell.
func inner(plain []byte) (file, error) {
	f, err := look(plain)
	if err != nil {
		return file{}, errShut
	}
	return f, nil
}
