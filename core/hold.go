package core

import (
	"fmt"
	"io"
	"log/slog"
	"runtime"
	"sync"
)

// Memory for keys and secrets, apart from Go's: it is neither swapped out nor written
// into a core file where the system allows that, the collector makes no copies of what
// is in it, and it is cleared as soon as it is given back. Where there is none, or no
// more, Go's own serves.
//
// What passes through (a cipher's copy of a key, JSON, the numbers of a private key) is
// in Go's memory all the same, for moments, and what Argon2id fills always is: 64 MiB
// are more than a system lets a program keep from its swap.
var holds = &arena{take: takePages}

const (
	holdChunk = 64 << 10 // the least that older kernels let a program lock
	holdLimit = 1 << 20  // seeds of over 10 000 accounts
	holdSlot  = 32       // bytes: a slot is this or twice, four times, ... as long
	holdKinds = 5        // so the longest is 512
)

// arena gives slots of a few lengths.
type arena struct {
	take func(size int) []byte // nil: no more of it

	mu   sync.Mutex
	free [holdKinds][][]byte
	rest []byte // of the last chunk, not cut yet
	has  int    // bytes taken from the system
}

// kindOfHold is the kind of slot that n bytes need.
func kindOfHold(n int) (kind int, fits bool) {
	for size := holdSlot; kind < holdKinds; kind++ {
		if n <= size {
			return kind, true
		}
		size *= 2
	}
	return 0, false
}

func (a *arena) slot(n int) []byte {
	kind, fits := kindOfHold(n)
	if !fits || n == 0 {
		return nil
	}
	size := holdSlot << kind
	a.mu.Lock()
	defer a.mu.Unlock()
	if last := len(a.free[kind]) - 1; last >= 0 {
		s := a.free[kind][last]
		a.free[kind] = a.free[kind][:last]
		return s
	}
	if len(a.rest) < size && !a.grow() {
		return nil
	}
	s := a.rest[:size:size]
	a.rest = a.rest[size:]
	return s
}

func (a *arena) grow() bool {
	if a.has >= holdLimit {
		return false
	}
	chunk := a.take(holdChunk)
	if len(chunk) < holdChunk {
		a.has = holdLimit // it will not give more later
		return false
	}
	a.rest = chunk // what was left of the last one is less than a slot
	a.has += len(chunk)
	return true
}

// back clears a slot and keeps it for the next secret.
func (a *arena) back(s []byte) {
	s = s[:cap(s)]
	clear(s)
	kind, _ := kindOfHold(len(s))
	a.mu.Lock()
	defer a.mu.Unlock()
	a.free[kind] = append(a.free[kind], s)
}

// Held is a secret that is worked with in place: a key. It prints as "[secret]".
type Held struct{ p **holding }

type holding struct {
	bytes []byte
	slot  []byte // nil where Go's memory serves
}

// Hold copies b. The copy lasts until Wipe.
func Hold(b []byte) Held {
	h := &holding{slot: holds.slot(len(b))}
	if h.bytes = h.slot; h.slot == nil {
		h.bytes = make([]byte, len(b))
	}
	h.bytes = h.bytes[:len(b)]
	copy(h.bytes, b)
	return Held{&h}
}

// Bytes gives the secret itself, not a copy: it must not be used after Wipe.
func (h Held) Bytes() []byte {
	if h.p == nil {
		return nil
	}
	return (*h.p).bytes
}

// Wipe clears it. A second Wipe does nothing.
func (h Held) Wipe() {
	if h.p == nil || (*h.p).bytes == nil {
		return
	}
	clear((*h.p).bytes)
	if slot := (*h.p).slot; slot != nil {
		holds.back(slot)
	}
	**h.p = holding{}
}

// clearLater clears a slot when the value that it belongs to is used no more.
func clearLater(owner *box, slot []byte) {
	runtime.AddCleanup(owner, func(s []byte) { holds.back(s) }, slot)
}

// Format hides the secret from every verb.
func (Held) Format(f fmt.State, _ rune) { io.WriteString(f, hidden) }

// LogValue hides the secret from log/slog.
func (Held) LogValue() slog.Value { return slog.StringValue(hidden) }

// MarshalText hides the secret from JSON too.
func (Held) MarshalText() ([]byte, error) { return []byte(hidden), nil }
