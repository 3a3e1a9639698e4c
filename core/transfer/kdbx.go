package transfer

import (
	"bytes"
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"crypto/sha512"
	"encoding/binary"

	"golang.org/x/crypto/chacha20"

	"kauth/core"
)

// KDBX 4 is what KeePassXC and its relatives write (keepass.info/help/kb/kdbx.html).
// Only files under a password alone are read: no key files, no hardware keys.
var kdbxMark = []byte{0x03, 0xd9, 0xa2, 0x9a, 0x67, 0xfb, 0x4b, 0xb5}

const (
	kdbxAES    = "\x31\xc1\xf2\xe6\xbf\x71\x43\x50\xbe\x58\x05\x21\x6a\xfc\x5a\xff"
	kdbxChaCha = "\xd6\x03\x8a\x2b\x8b\x6f\x4c\xb5\xa5\x24\x33\x9a\x31\xdb\xb5\x9a"
)

// kdbxHead is the outer header: its fields by number, and its bytes, which two sums cover.
type kdbxHead struct {
	fields map[byte][]byte
	raw    []byte
}

func isKDBX(f file) bool { return bytes.HasPrefix(f.data, kdbxMark) }

func readKDBX(ctx context.Context, f file, o Options) ([]thing, error) {
	head, rest, err := kdbxHeader(f.data)
	if err != nil {
		return nil, err
	}
	key, err := head.derive(ctx, o)
	if err != nil {
		return nil, err
	}
	body, err := head.open(key, rest)
	if err != nil {
		return nil, err
	}
	return kdbxThings(body)
}

// kdbxHeader reads the fields up to the one that ends them.
func kdbxHeader(data []byte) (h kdbxHead, rest []byte, err error) {
	if len(data) < 12 {
		return h, nil, cutOff()
	}
	switch version := binary.LittleEndian.Uint32(data[8:]); {
	case version>>16 < 4:
		return h, nil, core.Errorf(opRead, core.Unsupported, "an old database format: save it as KDBX 4")
	case version>>16 > 4:
		return h, nil, core.E(opRead, core.TooNew, nil)
	}
	h.fields = map[byte][]byte{}
	rest = data[12:]
	for {
		id, value, after, ok := kdbxField(rest)
		if !ok {
			return h, nil, cutOff()
		}
		h.fields[id], rest = value, after
		if id == 0 {
			h.raw = data[:len(data)-len(rest)]
			return h, rest, nil
		}
	}
}

// kdbxField is a number, a length of four bytes, and a value.
func kdbxField(b []byte) (id byte, value, rest []byte, ok bool) {
	if len(b) < 5 {
		return 0, nil, nil, false
	}
	n := uint64(binary.LittleEndian.Uint32(b[1:]))
	if uint64(len(b)-5) < n {
		return 0, nil, nil, false
	}
	return b[0], b[5 : 5+n], b[5+n:], true
}

// open checks header and blocks and gives what is inside: the inner header and the XML.
func (h kdbxHead) open(key, rest []byte) ([]byte, error) {
	seed := h.fields[4]
	if len(rest) < 64 || len(seed) != 32 {
		return nil, cutOff()
	}
	if sum := sha256.Sum256(h.raw); !bytes.Equal(sum[:], rest[:32]) {
		return nil, cutOff()
	}
	long := sha512.Sum512(append(append(append([]byte(nil), seed...), key...), 1))
	if !hmac.Equal(kdbxMAC(long[:], ^uint64(0), h.raw), rest[32:64]) {
		return nil, errShut
	}
	sealed, err := kdbxBlocks(long[:], rest[64:])
	if err != nil {
		return nil, err
	}
	plain, err := h.decrypt(sha256.Sum256(append(append([]byte(nil), seed...), key...)), sealed)
	if err != nil {
		return nil, err
	}
	if z := h.fields[3]; len(z) == 4 && z[0] == 1 {
		return gunzip(plain)
	}
	return plain, nil
}

func kdbxMAC(long []byte, block uint64, parts ...[]byte) []byte {
	var n [8]byte
	binary.LittleEndian.PutUint64(n[:], block)
	k := sha512.Sum512(append(n[:], long...))
	m := hmac.New(sha256.New, k[:])
	for _, p := range parts {
		m.Write(p)
	}
	return m.Sum(nil)
}

// kdbxBlocks joins the blocks, each of which has a sum of its own; an empty one ends them.
func kdbxBlocks(long, b []byte) ([]byte, error) {
	var all []byte
	for n := uint64(0); ; n++ {
		if len(b) < 36 {
			return nil, cutOff()
		}
		mac, size := b[:32], uint64(binary.LittleEndian.Uint32(b[32:]))
		if uint64(len(b)-36) < size {
			return nil, cutOff()
		}
		var number [8]byte
		binary.LittleEndian.PutUint64(number[:], n)
		if !hmac.Equal(kdbxMAC(long, n, number[:], b[32:36+size]), mac) {
			return nil, cutOff()
		}
		if size == 0 {
			return all, nil
		}
		all, b = append(all, b[36:36+size]...), b[36+size:]
	}
}

func (h kdbxHead) decrypt(key [32]byte, sealed []byte) ([]byte, error) {
	iv := h.fields[7]
	switch string(h.fields[2]) {
	case kdbxAES:
		plain, err := openCBC(key[:], iv, sealed)
		if err != nil {
			return nil, cutOff() // the sums have been right
		}
		return plain, nil
	case kdbxChaCha:
		c, err := chacha20.NewUnauthenticatedCipher(key[:], iv)
		if err != nil {
			return nil, cutOff()
		}
		plain := make([]byte, len(sealed))
		c.XORKeyStream(plain, sealed)
		return plain, nil
	}
	return nil, core.Errorf(opRead, core.Unsupported, "a cipher that is not AES-256 or ChaCha20")
}
