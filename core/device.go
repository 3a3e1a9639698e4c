package core

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"errors"
	"io"
	"log/slog"
	"time"
)

// Device is one account's phone as its server knows it: one device key per
// account per phone, so that two servers cannot tell that it is the same phone.
type Device struct {
	Origin  string    // the server, "https://host[:port]"
	ID      string    // "dev_..."; "" until the server has answered
	Account string    // the server's own name of the account, "acc_..."
	Name    string    // what the server shows for this phone, "Pixel 9 · kAuth"
	Key     DeviceKey // approves; none while the phone is locked
	// Listen is the listening key: it hears requests and refuses them, and approves
	// nothing. None where the server knows of no such key.
	Listen DeviceKey
	// NextKey and NextListen are kept before the server hears of them, and until it says
	// that they count: a phone killed in between holds both, and one of them works.
	NextKey    DeviceKey
	NextListen DeviceKey
	KeySince   time.Time // when Key became the one; zero: when the account was added
	// ServerKeys are the keys that may sign for this server, by their RFC 7638
	// thumbprint. The first came from the link, over the person's own screen.
	ServerKeys []ServerKey
	KeysAt     uint64 // the version of that list; a lower one never replaces it
	Policy     Policy
	LabelAt    uint64 // the version of the account's label; 0: that of the registration
	// LinkCode is kept only while State is Registering, to ask again after a kill:
	// the link code, a space, and the thumbprint of the server key to expect.
	LinkCode Secret
	// Bearer marks a LinkCode that came from a log in on this device, not from a QR code.
	Bearer bool
	// Moves says that this phone takes another's place: it is Unconfirmed until that one
	// has said YES. MovesFrom is what that one calls itself, "" where it says nothing.
	Moves     bool
	MovesFrom string
}

// Policy is what the organization asks of this phone, as its server stated it.
type Policy struct {
	Version        uint64 // 0: it has stated none
	VerifyRequired bool   // a YES counts only from a phone that its person unlocked
	MustStay       bool   // only the organization removes this phone
}

// ServerKey is a P-256 public key and its RFC 7638 thumbprint.
type ServerKey struct {
	ID  string
	Key *ecdsa.PublicKey
}

// DeviceKey signs for one account on this phone (P-256, since Secure Enclave and
// StrongBox hold no other). It prints as "[secret]".
type DeviceKey struct {
	signer   crypto.Signer
	hardware HardwareKey // without a name for one in software
}

// NewDeviceKey makes a key in software.
func NewDeviceKey() (DeviceKey, error) {
	k, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	return DeviceKey{signer: k}, err
}

// DeviceKeyFrom takes any signer whose public key is P-256. It cannot be stored, unless
// it is a key in software; DeviceKeyIn takes what can be found again.
func DeviceKeyFrom(s crypto.Signer) (DeviceKey, error) {
	p, ok := s.Public().(*ecdsa.PublicKey)
	if !ok || p.Curve != elliptic.P256() {
		return DeviceKey{}, errors.New("a device key must be P-256")
	}
	return DeviceKey{signer: s}, nil
}

// ParseDeviceKey reads what PKCS8 wrote.
func ParseDeviceKey(pkcs8 []byte) (DeviceKey, error) {
	k, err := parseKey(pkcs8)
	if err != nil {
		return DeviceKey{}, err
	}
	return DeviceKey{signer: k}, nil
}

// PKCS8 gives a software key's bytes for the vault; a key in hardware has none.
func (k DeviceKey) PKCS8() (Secret, error) {
	p, ok := k.signer.(*ecdsa.PrivateKey)
	if !ok {
		return Secret{}, errors.New("this key cannot leave its hardware")
	}
	b, err := marshalKey(p)
	return NewSecret(b), err
}

// Signer is the key, or nil where there is none.
func (k DeviceKey) Signer() crypto.Signer {
	if k.IsZero() {
		return nil
	}
	return k
}

// IsZero tells a key that was never set.
func (k DeviceKey) IsZero() bool { return k.signer == nil }

// Public is the P-256 public key: an *ecdsa.PublicKey.
func (k DeviceKey) Public() crypto.PublicKey { return k.signer.Public() }

// Equal tells whether both are the same key.
func (k DeviceKey) Equal(other DeviceKey) bool {
	if k.IsZero() || other.IsZero() {
		return k.IsZero() && other.IsZero()
	}
	p, ok := k.Public().(*ecdsa.PublicKey)
	return ok && p.Equal(other.Public())
}

// Sign signs a SHA-256 digest and answers in ASN.1 DER, as crypto.Signer says.
func (k DeviceKey) Sign(r io.Reader, digest []byte, opts crypto.SignerOpts) ([]byte, error) {
	return k.signer.Sign(r, digest, opts)
}

// String hides the key.
func (k DeviceKey) String() string { return hidden }

// GoString hides the key from %#v.
func (k DeviceKey) GoString() string { return hidden }

// LogValue hides the key from log/slog.
func (k DeviceKey) LogValue() slog.Value { return slog.StringValue(hidden) }

// MarshalJSON hides the key.
func (k DeviceKey) MarshalJSON() ([]byte, error) { return []byte(`"` + hidden + `"`), nil }
