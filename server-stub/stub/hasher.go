package stub

import (
	"context"
	"runtime"

	"golang.org/x/crypto/argon2"

	"kauth/core/api"
)

// hasher bounds what passwords cost: each takes 19 MiB and a processor for as long
// as it is hashed, and anybody may send as many as they like. Half of the
// processors hash, one on a small machine; a few callers wait for their turn, and
// all others are told at once to come back later.
type hasher struct {
	slots chan struct{} // one for each being hashed
	line  chan struct{} // one for each being hashed or waiting
	hash  func(h passwordHash, password string) []byte
}

// waitingHashes is how many wait for each that is hashed: under half a second.
const waitingHashes = 16

func (h *hasher) init(cheap bool) {
	at := max(1, runtime.GOMAXPROCS(0)/2)
	wait := waitingHashes
	if cheap {
		wait = 4096 // no wait worth speaking of
	}
	h.slots, h.line = make(chan struct{}, at), make(chan struct{}, at*(1+wait))
	h.hash = argon
}

func argon(h passwordHash, password string) []byte {
	return argon2.IDKey([]byte(password), h.Salt, h.Time, h.Memory, 1, 32)
}

func busy() error {
	p := fail(api.CodeUnavailable, "too many passwords are being checked")
	p.RetryAfter = 1
	return p
}

// take hashes when it is this one's turn; nobody waits longer than their request
// or the server lasts. Who is patient waits in no line: a script of our own.
func (h *hasher) take(ctx, life context.Context, patient bool, stored passwordHash, password string) ([]byte, error) {
	if !patient {
		select {
		case h.line <- struct{}{}:
			defer func() { <-h.line }()
		default:
			return nil, busy()
		}
	}
	select {
	case h.slots <- struct{}{}:
	case <-ctx.Done():
		return nil, busy()
	case <-life.Done():
		return nil, busy()
	}
	defer func() { <-h.slots }()
	return h.hash(stored, password), nil
}
