// Package hardware makes the keys that answer requests in the phone's own hardware, where
// it has such: Android Keystore (StrongBox first), Apple's Secure Enclave. A key is P-256
// (NIST SP 800-186), signs there, and never comes out.
//
// It decides nothing: who wants a key where there is no hardware makes one in software.
// It takes a key away only when it is told to, or when the system says that it has
// invalidated it for good; a chip that fails for a moment loses nobody a key.
package hardware

import (
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/x509"
	"errors"
	"time"

	"kauth/core"
)

// patience is how long a chip may take: one of its own (StrongBox) needs seconds to make
// a key, and half a second to sign.
const patience = 20 * time.Second

// Keys are the keys in this phone's hardware.
type Keys struct {
	sys  system
	turn chan struct{} // one call at a time, as a chip works; one that hangs keeps it
}

// system is the bare hardware: no limits. Its errors are errNone, errGone and errAbsent,
// and any other for what may pass.
type system interface {
	// make makes a key over none of that name, and gives it as public does.
	make(name string) (made, error)
	public(name string) (made, error)
	// sign signs a SHA-256 digest, in ASN.1 DER (RFC 3279, section 2.2.3).
	sign(name string, digest []byte) ([]byte, error)
	remove(name string) error // also where there is none
}

// made is a key as the hardware describes it.
type made struct {
	level core.KeyLevel
	spki  []byte // SubjectPublicKeyInfo (RFC 5280, section 4.1.2.7)
}

var (
	errNone   = errors.New("the hardware has no such key")
	errGone   = errors.New("the system has invalidated the key")
	errAbsent = errors.New("no hardware that keeps keys")
	errSilent = errors.New("no answer from the hardware")
	errOther  = errors.New("the hardware gave something else than a P-256 key")
)

// New gives this phone's hardware. It asks nothing yet.
func New() *Keys { return over(native()) }

func over(s system) *Keys { return &Keys{sys: s, turn: make(chan struct{}, 1)} }

var _ core.Hardware = (*Keys)(nil)

// Make implements core.Hardware. Software that calls itself hardware, as an emulator's
// keystore is, makes none: the vault is no worse, and says what it is.
func (k *Keys) Make(ctx context.Context, name string) (core.HardwareKey, error) {
	const op = "hardware.Make"
	m, err := ask(ctx, k, func() (made, error) { return k.sys.make(name) })
	if errors.Is(err, errSilent) || errors.Is(err, context.Canceled) {
		go k.unwanted(name)
	}
	if err != nil {
		return core.HardwareKey{}, named(op, err)
	}
	public, err := read(m.spki)
	if err == nil && m.level != core.InSoftware {
		return core.HardwareKey{Name: name, Level: m.level, Public: public}, nil
	}
	if err == nil {
		err = errAbsent
	}
	_ = k.Delete(context.WithoutCancel(ctx), name) // of no use to anybody, known to nobody
	return core.HardwareKey{}, core.E(op, core.Unsupported, err)
}

// unwanted takes out a key that was made after nobody waited for it any more, as StrongBox
// does when the time is short: there is room for few. It waits for as long as the chip does.
func (k *Keys) unwanted(name string) {
	k.turn <- struct{}{}
	defer func() { <-k.turn }()
	_ = k.sys.remove(name)
}

// Open gives a key that was made before: core.SignerGone, core.SignerBusy.
func (k *Keys) Open(ctx context.Context, name string) (core.HardwareKey, error) {
	const op = "hardware.Open"
	m, err := ask(ctx, k, func() (made, error) { return k.sys.public(name) })
	if err != nil {
		return core.HardwareKey{}, found(op, err)
	}
	public, err := read(m.spki)
	if err != nil {
		return core.HardwareKey{}, core.E(op, core.SignerGone, err)
	}
	return core.HardwareKey{Name: name, Level: m.level, Public: public}, nil
}

// Delete implements core.Hardware.
func (k *Keys) Delete(ctx context.Context, name string) error {
	_, err := ask(ctx, k, func() (none struct{}, err error) { return none, k.sys.remove(name) })
	if errors.Is(err, errNone) || errors.Is(err, errAbsent) {
		return nil
	}
	return named("hardware.Delete", err)
}

// Signer implements core.Hardware.
func (k *Keys) Signer(key core.HardwareKey) core.KeySigner { return signer{k, key} }

func read(spki []byte) (*ecdsa.PublicKey, error) {
	k, err := x509.ParsePKIXPublicKey(spki)
	public, ok := k.(*ecdsa.PublicKey)
	if err != nil || !ok || public.Curve != elliptic.P256() {
		return nil, errOther
	}
	return public, nil
}
