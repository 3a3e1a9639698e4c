package wake

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/ecdh"
	"crypto/hkdf"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"errors"
	"fmt"

	"kauth/core/api"
)

// recordSize is told in the header; the one record is shorter, as the last may be
// (RFC 8188 section 2). Services must take 4096 bytes (RFC 8030 section 7.2).
const recordSize = 4096

var b64 = base64.RawURLEncoding.Strict()

// receiver is what a phone registered to be written to: RFC 8291 section 2.
type receiver struct {
	key  *ecdh.PublicKey
	auth []byte
}

func receiverOf(to api.Push) (r receiver, err error) {
	raw, err := b64.DecodeString(to.P256DH)
	if err != nil {
		return r, errors.New("p256dh is not base64url")
	}
	if r.key, err = ecdh.P256().NewPublicKey(raw); err != nil {
		return r, errors.New("p256dh is no public key of P-256")
	}
	if r.auth, err = b64.DecodeString(to.Auth); err != nil || len(r.auth) != 16 {
		return r, errors.New("auth is not 16 bytes")
	}
	return r, nil
}

// encrypt seals text for the receiver, with a key and a salt made for it alone.
func (r receiver) encrypt(text []byte) ([]byte, error) {
	own, err := ecdh.P256().GenerateKey(rand.Reader)
	if err != nil {
		return nil, err
	}
	salt := make([]byte, 16)
	rand.Read(salt)
	return r.encryptWith(own, salt, text)
}

// encryptWith is RFC 8291 section 3.4: the content coding aes128gcm of RFC 8188 with
// one record, under a key of the two parties' secret and the receiver's.
func (r receiver) encryptWith(own *ecdh.PrivateKey, salt, text []byte) ([]byte, error) {
	if len(text)+1+16 > recordSize {
		return nil, fmt.Errorf("%d bytes do not fit into one record", len(text))
	}
	shared, err := own.ECDH(r.key)
	if err != nil {
		return nil, err
	}
	public := own.PublicKey().Bytes()
	info := "WebPush: info\x00" + string(r.key.Bytes()) + string(public)
	secret, err := hkdf.Key(sha256.New, shared, r.auth, info, 32)
	if err != nil {
		return nil, err
	}
	return seal(secret, salt, public, recordSize, text)
}

// seal is RFC 8188 section 2 with one record: header, and text with the delimiter of
// the last record. All messages are as long as each other, so nothing is padded.
func seal(secret, salt, keyID []byte, size uint32, text []byte) ([]byte, error) {
	key, err := hkdf.Key(sha256.New, secret, salt, "Content-Encoding: aes128gcm\x00", 16)
	if err != nil {
		return nil, err
	}
	nonce, err := hkdf.Key(sha256.New, secret, salt, "Content-Encoding: nonce\x00", 12)
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
	out := binary.BigEndian.AppendUint32(append([]byte{}, salt...), size)
	out = append(append(out, byte(len(keyID))), keyID...)
	return gcm.Seal(out, nonce, append(append([]byte{}, text...), 2), nil), nil
}
