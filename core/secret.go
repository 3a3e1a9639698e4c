package core

import (
	"crypto/subtle"
	"log/slog"
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

// NewSecret copies b.
func NewSecret(b []byte) Secret {
	if len(b) == 0 {
		return Secret{}
	}
	kept := append([]byte(nil), b...)
	return Secret{&box{&kept}}
}

func (s Secret) kept() []byte {
	if s.b == nil {
		return nil
	}
	return *s.b.bytes
}

// Bytes gives a copy of what is kept.
func (s Secret) Bytes() []byte { return append([]byte(nil), s.kept()...) }

// Len is the length in bytes.
func (s Secret) Len() int { return len(s.kept()) }

// Equal compares in constant time.
func (s Secret) Equal(t Secret) bool { return subtle.ConstantTimeCompare(s.kept(), t.kept()) == 1 }

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
