package seal

import (
	"crypto/hkdf"
	"crypto/sha256"
	"errors"
)

// devicePurpose names the key of a slot that a short secret opens on one device.
const devicePurpose = "kauth slot device"

// WrapBound makes a slot that a passphrase opens only together with a secret that
// this device keeps: a short one, such as a PIN, cannot be guessed from the slot.
func WrapBound(dataKey []byte, owner, kind string, pass, device []byte, c Cost) (Slot, error) {
	s := passSlot(kind, c)
	by, err := boundKey(pass, device, s)
	if err != nil {
		return Slot{}, err
	}
	defer clear(by)
	return wrap(dataKey, owner, s, by)
}

// OpenBound gives the data key to whoever knows the passphrase and has the device's
// secret: ErrShut where either is another.
func (s Slot) OpenBound(owner string, pass, device []byte) ([]byte, error) {
	if !s.TakesPass() {
		return nil, errors.New("this slot takes a key")
	}
	by, err := boundKey(pass, device, s)
	if err != nil {
		return nil, err
	}
	defer clear(by)
	return s.open(owner, by)
}

// boundKey is HKDF-SHA-256 (RFC 5869) of Argon2id's result, salted with the device's
// secret. Argon2id stays in it for the day when that secret is known.
func boundKey(pass, device []byte, s Slot) ([]byte, error) {
	if len(device) < KeySize {
		return nil, errors.New("the device's secret is too short")
	}
	slow, err := PassKey(pass, s.Salt, *s.Cost)
	if err != nil {
		return nil, err
	}
	defer clear(slow)
	return hkdf.Key(sha256.New, slow, device, devicePurpose, KeySize)
}

// Derive makes a key for one purpose from another key (HKDF-Expand-SHA-256).
func Derive(key []byte, purpose string) []byte {
	out, err := hkdf.Expand(sha256.New, key, purpose, KeySize)
	if err != nil {
		panic("seal: " + err.Error()) // only for lengths that are not ours
	}
	return out
}
