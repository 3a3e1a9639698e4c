package transfer

import (
	"context"
	"crypto/pbkdf2"
	"crypto/sha1"
	"crypto/sha256"
	"crypto/sha512"
	"fmt"
	"hash"
	"time"

	"golang.org/x/crypto/argon2"
	"golang.org/x/crypto/scrypt"

	"kauth/core"
)

// The bounds of a foreign key derivation. Beyond them nothing is computed.
const (
	maxRounds    = 10_000_000 // of PBKDF2
	maxMemory    = 1 << 30    // bytes
	maxArgonWork = 16 << 30   // bytes written: memory times passes
	freeMemory   = 256 << 20  // what is spent without a question
)

// derivation is a key derivation that a file asks for.
type derivation struct {
	name   string // "Argon2id"
	memory int64  // bytes
	size   int    // bytes of key
	ok     bool   // within the bounds
	run    func(pass, salt []byte) ([]byte, error)
}

// CostError says that opening a file takes more memory than is spent without asking.
type CostError struct{ Memory int64 } // bytes

func (e *CostError) Error() string {
	return fmt.Sprintf("opening this file takes %d MiB of memory", e.Memory>>20)
}

func pbkdf2With(h func() hash.Hash, rounds, size int) derivation {
	return derivation{"PBKDF2", 0, size, rounds >= 1 && rounds <= maxRounds, func(pass, salt []byte) ([]byte, error) {
		return pbkdf2.Key(h, string(pass), salt, rounds, size)
	}}
}

func pbkdf2SHA1(rounds, size int) derivation   { return pbkdf2With(sha1.New, rounds, size) }
func pbkdf2SHA256(rounds, size int) derivation { return pbkdf2With(sha256.New, rounds, size) }
func pbkdf2SHA512(rounds, size int) derivation { return pbkdf2With(sha512.New, rounds, size) }

// argon2id is Argon2id version 0x13 (RFC 9106).
func argon2id(kib, passes int64, lanes, size int) derivation {
	memory := kib << 10
	ok := kib >= 8 && memory <= maxMemory && passes >= 1 && passes <= maxArgonWork/memory && lanes >= 1 && lanes <= 16
	return derivation{"Argon2id", memory, size, ok, func(pass, salt []byte) ([]byte, error) {
		return argon2.IDKey(pass, salt, uint32(passes), uint32(kib), uint8(lanes), uint32(size)), nil
	}}
}

// scryptOf is scrypt (RFC 7914).
func scryptOf(n, r, p, size int) derivation {
	memory := int64(128) * int64(n) * int64(r)
	ok := n > 1 && n <= 1<<20 && r >= 1 && r <= 64 && p >= 1 && p <= 16 && memory <= maxMemory
	return derivation{"scrypt", memory, size, ok, func(pass, salt []byte) ([]byte, error) {
		return scrypt.Key(pass, salt, n, r, p, size)
	}}
}

// derive computes the key. It answers core.Unsupported for costs out of bounds and,
// with a *CostError, for those that nobody has agreed to; core.Cancelled as soon as
// ctx is (the computation, which cannot be stopped, ends by itself then).
func (o Options) derive(ctx context.Context, d derivation, salt []byte) ([]byte, error) {
	switch {
	case !d.ok:
		return nil, core.Errorf(opRead, core.Unsupported, "the file asks for %s beyond all bounds", d.name)
	case d.memory > freeMemory && !o.Costly:
		return nil, core.E(opRead, core.Unsupported, &CostError{d.memory})
	}
	if err := ctx.Err(); err != nil {
		return nil, core.E(opRead, core.Cancelled, nil)
	}
	if o.free {
		return make([]byte, d.size), nil
	}
	type result struct {
		key []byte
		err error
	}
	done := make(chan result, 1)
	pass := append([]byte(nil), o.Password...)
	go func() {
		defer clear(pass)
		key, err := d.run(pass, salt)
		done <- result{key, err}
	}()
	tick := time.NewTicker(200 * time.Millisecond)
	defer tick.Stop()
	for {
		select {
		case r := <-done:
			return r.key, r.err
		case <-ctx.Done():
			return nil, core.E(opRead, core.Cancelled, nil)
		case <-tick.C:
			if o.Working != nil {
				o.Working()
			}
		}
	}
}
