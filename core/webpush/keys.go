package webpush

import (
	"crypto/ecdh"
	"crypto/rand"
	"encoding/base64"
	"log/slog"

	"kauth/core"
)

const (
	scalarSize = 32
	authSize   = 16
	pointSize  = 65 // uncompressed, SEC 1 section 2.3.3
)

// Keys are what messages to one account of this phone are sealed for. They print as
// "[secret]".
type Keys struct{ held core.Secret } // scalar, then authentication secret

// NewKeys makes keys (RFC 8291 section 3.1 and 3.2).
func NewKeys() (Keys, error) {
	private, err := ecdh.P256().GenerateKey(rand.Reader)
	if err != nil {
		return Keys{}, err
	}
	kept := append(private.Bytes(), make([]byte, authSize)...)
	defer clear(kept)
	rand.Read(kept[scalarSize:])
	return Keys{core.NewSecret(kept)}, nil
}

// ParseKeys reads what Secret gave: core.Malformed where it did not.
func ParseKeys(kept []byte) (Keys, error) {
	if len(kept) != scalarSize+authSize {
		return Keys{}, core.Errorf("webpush.ParseKeys", core.Malformed, "%d bytes", len(kept))
	}
	if _, err := ecdh.P256().NewPrivateKey(kept[:scalarSize]); err != nil {
		return Keys{}, core.E("webpush.ParseKeys", core.Malformed, err)
	}
	return Keys{core.NewSecret(kept)}, nil
}

// Secret is what to keep, for ParseKeys.
func (k Keys) Secret() core.Secret { return k.held }

// IsZero tells keys that were never made.
func (k Keys) IsZero() bool { return k.held.Len() == 0 }

// P256DH is the public key as a registration has it: 65 bytes in base64url.
func (k Keys) P256DH() string {
	private, err := k.private()
	if err != nil {
		return ""
	}
	return base64.RawURLEncoding.EncodeToString(private.PublicKey().Bytes())
}

// Auth is the authentication secret as a registration has it: 16 bytes in base64url.
func (k Keys) Auth() string { return base64.RawURLEncoding.EncodeToString(k.auth()) }

func (k Keys) private() (*ecdh.PrivateKey, error) {
	if k.IsZero() {
		return nil, core.Errorf("webpush.Keys", core.Internal, "no keys")
	}
	kept := k.held.Bytes()
	defer clear(kept)
	return ecdh.P256().NewPrivateKey(kept[:scalarSize])
}

func (k Keys) auth() []byte {
	if k.IsZero() {
		return nil
	}
	return k.held.Bytes()[scalarSize:]
}

// String hides the keys.
func (k Keys) String() string { return k.held.String() }

// GoString hides the keys from %#v.
func (k Keys) GoString() string { return k.held.GoString() }

// LogValue hides the keys from log/slog.
func (k Keys) LogValue() slog.Value { return k.held.LogValue() }

// MarshalJSON hides the keys; a store spells them out by itself.
func (k Keys) MarshalJSON() ([]byte, error) { return k.held.MarshalJSON() }
