package webpush

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/ecdh"
	"crypto/hkdf"
	"crypto/sha256"
	"encoding/binary"

	"kauth/core"
)

// MaxMessage is the most that a push service delivers, in bytes (RFC 8291 section 4).
const MaxMessage = 4096

const (
	saltSize = 16
	tagSize  = 16
	header   = saltSize + 4 + 1 + pointSize // salt, rs, idlen, keyid: RFC 8188 section 2.1
	lastOne  = 2                            // the delimiter of the last record, RFC 8188 section 2
)

// Open gives what a message says. core.Malformed: it is not of the one form that RFC
// 8291 section 4 allows, a single record whose header has a point of P-256 as its keyid.
// core.Denied: it was not sealed for these keys, or was changed.
func (k Keys) Open(message []byte) ([]byte, error) {
	sender, err := readHeader(message)
	if err != nil {
		return nil, err
	}
	key, nonce, err := k.agree(sender, message[:saltSize])
	if err != nil {
		return nil, err
	}
	block, err := aes.NewCipher(key)
	if err != nil {
		return nil, core.E("webpush.Open", core.Internal, err)
	}
	seal, err := cipher.NewGCM(block)
	if err != nil {
		return nil, core.E("webpush.Open", core.Internal, err)
	}
	record, err := seal.Open(nil, nonce, message[header:], nil)
	if err != nil {
		return nil, core.E("webpush.Open", core.Denied, err)
	}
	return unpad(record)
}

// readHeader checks the form, and gives the sender's public key for this message.
func readHeader(message []byte) (*ecdh.PublicKey, error) {
	const op = "webpush.Open"
	if len(message) > MaxMessage || len(message) < header+1+tagSize {
		return nil, core.Errorf(op, core.Malformed, "%d bytes", len(message))
	}
	rs := binary.BigEndian.Uint32(message[saltSize:])
	record := len(message) - header
	switch {
	case int64(rs) < int64(record):
		return nil, core.Errorf(op, core.Malformed, "more than one record")
	case message[saltSize+4] != pointSize:
		return nil, core.Errorf(op, core.Malformed, "a keyid of %d bytes", message[saltSize+4])
	}
	sender, err := ecdh.P256().NewPublicKey(message[saltSize+5 : header]) // on the curve, and not at infinity
	if err != nil {
		return nil, core.E(op, core.Malformed, err)
	}
	return sender, nil
}

// agree derives the key and nonce of a message (RFC 8291 section 3.4).
func (k Keys) agree(sender *ecdh.PublicKey, salt []byte) (key, nonce []byte, err error) {
	private, err := k.private()
	if err != nil {
		return nil, nil, err
	}
	shared, err := private.ECDH(sender)
	if err != nil {
		return nil, nil, core.E("webpush.Open", core.Malformed, err)
	}
	defer clear(shared)
	auth := k.auth()
	defer clear(auth)
	info := "WebPush: info\x00" + string(private.PublicKey().Bytes()) + string(sender.Bytes())
	ikm, err := hkdf.Key(sha256.New, shared, auth, info, sha256.Size)
	if err != nil {
		return nil, nil, core.E("webpush.Open", core.Internal, err)
	}
	prk, err := hkdf.Extract(sha256.New, ikm, salt)
	if err != nil {
		return nil, nil, core.E("webpush.Open", core.Internal, err)
	}
	if key, err = hkdf.Expand(sha256.New, prk, "Content-Encoding: aes128gcm\x00", 16); err != nil {
		return nil, nil, core.E("webpush.Open", core.Internal, err)
	}
	if nonce, err = hkdf.Expand(sha256.New, prk, "Content-Encoding: nonce\x00", 12); err != nil {
		return nil, nil, core.E("webpush.Open", core.Internal, err)
	}
	return key, nonce, nil
}

// unpad takes off the zeros that hide the length, and the delimiter before them.
func unpad(record []byte) ([]byte, error) {
	end := len(record)
	for end > 0 && record[end-1] == 0 {
		end--
	}
	if end == 0 || record[end-1] != lastOne {
		return nil, core.Errorf("webpush.Open", core.Malformed, "no delimiter of a last record")
	}
	return record[:end-1], nil
}
