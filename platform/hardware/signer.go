package hardware

import (
	"context"
	"crypto"
	"crypto/ecdsa"
	"crypto/sha256"
	"errors"
	"io"

	"kauth/core"
)

// signer is one key.
type signer struct {
	keys *Keys
	key  core.HardwareKey
}

var (
	errDigest    = errors.New("only SHA-256 digests are signed")
	errSignature = errors.New("the hardware gave a signature that does not hold")
	errAnother   = errors.New("another key has the name of this one")
)

// Public implements crypto.Signer.
func (s signer) Public() crypto.PublicKey { return s.key.Public }

// Sign implements crypto.Signer: ASN.1 DER over a SHA-256 digest. What does not hold
// never leaves this phone: a server would count it against it.
func (s signer) Sign(_ io.Reader, digest []byte, opts crypto.SignerOpts) ([]byte, error) {
	const op = "hardware.Sign"
	if opts.HashFunc() != crypto.SHA256 || len(digest) != sha256.Size {
		return nil, core.E(op, core.Internal, errDigest)
	}
	own := append([]byte(nil), digest...) // the caller may change its own while we are late
	der, err := ask(context.Background(), s.keys, func() ([]byte, error) { return s.keys.sys.sign(s.key.Name, own) })
	if err != nil {
		return nil, found(op, err)
	}
	if ecdsa.VerifyASN1(s.key.Public, digest, der) {
		return der, nil
	}
	if err := s.Check(); err != nil {
		return nil, err
	}
	return nil, core.E(op, core.SignerBusy, errSignature)
}

// Check implements core.KeySigner. Another key under its name is not it: it came with
// another phone's vault.
func (s signer) Check() error {
	k, err := s.keys.Open(context.Background(), s.key.Name)
	if err == nil && !k.Public.Equal(s.key.Public) {
		err = core.E("hardware.Check", core.SignerGone, errAnother)
	}
	return err
}
