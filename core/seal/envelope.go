package seal

import (
	"crypto/rand"
	"encoding/binary"
	"errors"

	"golang.org/x/crypto/chacha20poly1305"
)

// KeySize is the length of every key, in bytes.
const KeySize = chacha20poly1305.KeySize

// Overhead is how much longer an envelope is than what it holds: format byte,
// nonce and tag.
const Overhead = 1 + chacha20poly1305.NonceSizeX + chacha20poly1305.Overhead

// formatX is XChaCha20-Poly1305: format byte, 24-byte nonce, ciphertext and tag.
const formatX = 1

// ErrFormat: made by a later version, or no envelope at all.
var ErrFormat = errors.New("not an envelope of a known format")

// ErrShut: another key, another purpose, or changed bytes. Which of them cannot be told.
var ErrShut = errors.New("does not open with this key")

// NewKey makes a random key.
func NewKey() []byte {
	key := make([]byte, KeySize)
	rand.Read(key) // never fails (crypto/rand)
	return key
}

// Seal puts plain into an envelope that Open opens with the same key, purpose and
// parts alone. Purpose and parts are authenticated, not stored.
func Seal(key, plain []byte, purpose string, parts ...[]byte) ([]byte, error) {
	aead, err := chacha20poly1305.NewX(key)
	if err != nil {
		return nil, err
	}
	head := 1 + aead.NonceSize()
	box := make([]byte, head, len(plain)+Overhead)
	box[0] = formatX
	rand.Read(box[1:])
	return aead.Seal(box, box[1:head], plain, bound(purpose, parts)), nil
}

// Open gives what Seal took. It fails with ErrFormat or ErrShut.
func Open(key, box []byte, purpose string, parts ...[]byte) ([]byte, error) {
	aead, err := chacha20poly1305.NewX(key)
	if err != nil {
		return nil, err
	}
	if len(box) < Overhead || box[0] != formatX {
		return nil, ErrFormat
	}
	head := 1 + aead.NonceSize()
	plain, err := aead.Open(nil, box[1:head], box[head:], bound(purpose, parts))
	if err != nil {
		return nil, ErrShut
	}
	return plain, nil
}

// bound is the additional data: the format byte, then purpose and parts, each
// after its length, so that no two lists of parts read alike.
func bound(purpose string, parts [][]byte) []byte {
	ad := []byte{formatX}
	ad = appendPart(ad, []byte(purpose))
	for _, p := range parts {
		ad = appendPart(ad, p)
	}
	return ad
}

func appendPart(ad, part []byte) []byte {
	ad = binary.BigEndian.AppendUint32(ad, uint32(len(part)))
	return append(ad, part...)
}
