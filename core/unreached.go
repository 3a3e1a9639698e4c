package core

import (
	"crypto"
	"crypto/ecdsa"
	"errors"
	"io"
)

// unreached is a key that the hardware of another phone holds, or that of this one while
// nothing reaches it: a vault that was copied to a computer has such keys.
type unreached struct{ public *ecdsa.PublicKey }

var errUnreached = errors.New("the key is in the hardware of another device")

// Public implements crypto.Signer.
func (u unreached) Public() crypto.PublicKey { return u.public }

// Sign implements crypto.Signer.
func (u unreached) Sign(io.Reader, []byte, crypto.SignerOpts) ([]byte, error) { return nil, u.Check() }

// Check implements KeySigner.
func (unreached) Check() error { return E("core.Sign", SignerGone, errUnreached) }
