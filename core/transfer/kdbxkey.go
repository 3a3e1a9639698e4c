package transfer

import (
	"context"
	"crypto/aes"
	"crypto/sha256"
	"encoding/binary"

	"github.com/tobischo/argon2"

	"kauth/core"
)

// The key derivations of KDBX 4 by their numbers.
const (
	kdbxArgon2d  = "\xef\x63\x6d\xdf\x8c\x29\x44\x4b\x91\xf7\xa9\xa4\x03\xe3\x0a\x0c"
	kdbxArgon2id = "\x9e\x29\x8b\x19\x56\xdb\x47\x73\xb2\x3d\xfc\x3e\xc6\xf0\xa1\xe6"
	kdbxAESKDF   = "\xc9\xd9\xf3\x9a\x62\x8a\x44\x60\xbf\x74\x0d\x08\xc1\x8a\x4f\xea"
	kdbxAES31    = "\x7c\x02\xbb\x82\x79\xa7\x4a\xc0\x92\x7d\x11\x4a\x00\x64\x82\x38"
)

const maxAESRounds = 100_000_000 // a few seconds

// derive makes the key of a password alone.
func (h kdbxHead) derive(ctx context.Context, o Options) ([]byte, error) {
	p, ok := kdbxDictionary(h.fields[11])
	if !ok {
		return nil, cutOff()
	}
	d, err := p.derivation()
	if err != nil {
		return nil, err
	}
	inner := sha256.Sum256(o.Password)
	composite := sha256.Sum256(inner[:])
	o.Password = composite[:]
	defer clear(composite[:])
	return o.derive(ctx, d, p["S"])
}

type kdbxParams map[string][]byte

func (p kdbxParams) number(name string) int64 {
	switch b := p[name]; len(b) {
	case 4:
		return int64(binary.LittleEndian.Uint32(b))
	case 8:
		return int64(min(binary.LittleEndian.Uint64(b), 1<<62))
	}
	return 0
}

func (p kdbxParams) derivation() (derivation, error) {
	kib, passes, lanes := p.number("M")>>10, p.number("I"), p.number("P")
	lanes = min(lanes, 1<<20)
	switch string(p["$UUID"]) {
	case kdbxArgon2id:
		return argon2id(kib, passes, int(lanes), 32), p.plain()
	case kdbxArgon2d:
		d := argon2id(kib, passes, int(lanes), 32)
		d.name = "Argon2d"
		d.run = func(pass, salt []byte) ([]byte, error) {
			return argon2.DKey(pass, salt, uint32(passes), uint32(kib), uint8(lanes), 32), nil
		}
		return d, p.plain()
	case kdbxAESKDF, kdbxAES31:
		rounds := p.number("R")
		return derivation{"AES", 0, 32, rounds >= 1 && rounds <= maxAESRounds, func(pass, seed []byte) ([]byte, error) {
			return aesKDF(pass, seed, rounds)
		}}, nil
	}
	return derivation{}, core.E(opRead, core.TooNew, nil)
}

// plain refuses what Argon2 may have besides, which no program writes.
func (p kdbxParams) plain() error {
	if p.number("V") != 0x13 || len(p["K"]) > 0 || len(p["A"]) > 0 {
		return core.Errorf(opRead, core.Unsupported, "a variant of Argon2 that is not known")
	}
	return nil
}

// aesKDF encrypts both halves of the key again and again.
func aesKDF(key, seed []byte, rounds int64) ([]byte, error) {
	block, err := aes.NewCipher(seed)
	if err != nil || len(key) != 2*aes.BlockSize {
		return nil, cutOff()
	}
	out := append([]byte(nil), key...)
	for range rounds {
		block.Encrypt(out[:16], out[:16])
		block.Encrypt(out[16:], out[16:])
	}
	sum := sha256.Sum256(out)
	return sum[:], nil
}

// kdbxDictionary reads a VariantDictionary: a version, then type, name and value each.
func kdbxDictionary(b []byte) (kdbxParams, bool) {
	if len(b) < 2 || b[1] != 1 {
		return nil, false
	}
	p := kdbxParams{}
	for b = b[2:]; len(b) > 0 && b[0] != 0; {
		_, name, rest, ok := kdbxField(b)
		if !ok || len(rest) < 4 {
			return nil, false
		}
		n := uint64(binary.LittleEndian.Uint32(rest))
		if uint64(len(rest)-4) < n {
			return nil, false
		}
		p[string(name)], b = rest[4:4+n], rest[4+n:]
	}
	return p, len(b) > 0
}
