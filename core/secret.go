package core

import (
	"crypto/subtle"
	"log/slog"
	"runtime"
)

// hidden is all that a secret says of itself, in logs, crashes and JSON.
const hidden = "[secret]"

// Secret is a one-time-code seed, or other key material: bytes that never print.
// Whoever needs the bytes asks with Bytes, which is easy to find in the source.
//
// The bytes are behind two pointers because fmt asks no method of an unexported
// field: it would spell out a slice there, and the target of a single pointer where
// the verb does not fit. Behind two it finds an address.
type Secret struct{ b *box }

type box struct{ bytes *[]byte }

// NewSecret copies b. The copy is cleared when nobody has the Secret any more and the
// collector has been round (vault.Scrub sends it).
func NewSecret(b []byte) Secret {
	if len(b) == 0 {
		return Secret{}
	}
	owner := &box{}
	kept := holds.slot(len(b))
	if kept == nil {
		kept = make([]byte, len(b))
	} else {
		clearLater(owner, kept)
	}
	kept = kept[:len(b)]
	copy(kept, b)
	owner.bytes = &kept
	return Secret{owner}
}

func (s Secret) kept() []byte {
	if s.b == nil {
		return nil
	}
	return *s.b.bytes
}

// Bytes gives a copy of what is kept.
func (s Secret) Bytes() []byte {
	defer runtime.KeepAlive(s.b)
	return append([]byte(nil), s.kept()...)
}

// Len is the length in bytes.
func (s Secret) Len() int { return len(s.kept()) }

// Equal compares in constant time.
func (s Secret) Equal(t Secret) bool {
	defer runtime.KeepAlive(s.b)
	defer runtime.KeepAlive(t.b)
	return subtle.ConstantTimeCompare(s.kept(), t.kept()) == 1
}

// String hides the bytes.
func (s Secret) String() string { return hidden }

// GoString hides the bytes from %#v.
func (s Secret) GoString() string { return hidden }

// LogValue hides the bytes from log/slog.
func (s Secret) LogValue() slog.Value { return slog.StringValue(hidden) }

// MarshalJSON hides the bytes; a store spells them out by itself.
func (s Secret) MarshalJSON() ([]byte, error) { return []byte(`"` + hidden + `"`), nil }

// MarshalText hides the bytes.
func (s Secret) MarshalText() ([]byte, error) { return []byte(hidden), nil }
