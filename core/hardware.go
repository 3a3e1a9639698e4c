package core

import (
	"context"
	"crypto"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"encoding/base32"
	"errors"
)

// KeyLevel says what keeps a device key. The values are stored.
type KeyLevel string

// The levels, the weakest first.
const (
	InSoftware  KeyLevel = "software"       // the vault, which is encrypted, holds its bytes
	InTEE       KeyLevel = "tee"            // the processor's protected part
	InEnclave   KeyLevel = "secure enclave" // Apple's
	InStrongBox KeyLevel = "strongbox"      // a chip of its own, of Android's kind
)

// HardwareKey is a P-256 key that the phone's hardware has made and never gives out: all
// there is to keep of it.
type HardwareKey struct {
	Name   string // by which the hardware finds it again
	Level  KeyLevel
	Public *ecdsa.PublicKey
}

// Hardware makes device keys and keeps them. platform/hardware has it.
type Hardware interface {
	// Make makes a key under a name of NewKeyName, so that it can be noted before there is
	// one: core.Unsupported where there is no hardware that can, core.SignerBusy where it
	// did not answer.
	Make(ctx context.Context, name string) (HardwareKey, error)
	// Signer asks nothing yet. Its Sign, and its Check, fail with core.SignerGone where
	// the key is gone for good, and with core.SignerBusy for what may pass.
	Signer(k HardwareKey) KeySigner
	// Delete takes the key away for ever; nil where it is not there.
	Delete(ctx context.Context, name string) error
}

// KeySigner is a key in hardware.
type KeySigner interface {
	crypto.Signer
	// Check tells whether the hardware has the key: core.SignerGone, core.SignerBusy.
	Check() error
}

// NewKeyName is one that no key has: 128 random bits, in characters that every hardware
// takes.
func NewKeyName() string {
	b := make([]byte, 16)
	_, _ = rand.Read(b) // never fails (crypto/rand)
	return base32.HexEncoding.WithPadding(base32.NoPadding).EncodeToString(b)
}

// NewDeviceKeyIn makes a key in hardware, and in software where there is none: nil, or
// core.Unsupported. Hardware that fails for a moment makes a key in software too if
// orElse says so: whoever links an account does not wait for a chip.
func NewDeviceKeyIn(ctx context.Context, h Hardware, orElse bool) (DeviceKey, error) {
	if h == nil {
		return NewDeviceKey()
	}
	k, err := h.Make(ctx, NewKeyName())
	switch {
	case err == nil:
		return DeviceKeyIn(k, h.Signer(k))
	case orElse && KindOf(err) != Cancelled, KindOf(err) == Unsupported:
		return NewDeviceKey()
	}
	return DeviceKey{}, err
}

// DeviceKeyIn is a key that hardware holds. s may be nil, where nothing here reaches it:
// such a key signs nothing (core.SignerGone).
func DeviceKeyIn(k HardwareKey, s KeySigner) (DeviceKey, error) {
	if k.Name == "" || k.Public == nil || k.Public.Curve != elliptic.P256() {
		return DeviceKey{}, errors.New("a device key must be P-256, and have a name in its hardware")
	}
	if s == nil {
		s = unreached{k.Public}
	}
	return DeviceKey{signer: s, hardware: k}, nil
}

// Hardware gives what there is to keep of a key in hardware; false for one in software.
func (k DeviceKey) Hardware() (HardwareKey, bool) { return k.hardware, k.hardware.Name != "" }

// Level says what keeps the key; "" where there is none.
func (k DeviceKey) Level() KeyLevel {
	switch {
	case k.IsZero():
		return ""
	case k.hardware.Name == "":
		return InSoftware
	}
	return k.hardware.Level
}

// Check asks the hardware whether it has the key: core.SignerGone where it does not and
// never will. A key in software is there.
func (k DeviceKey) Check() error {
	if s, ok := k.signer.(KeySigner); ok {
		return s.Check()
	}
	return nil
}
