package vault

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"errors"
	"fmt"
	"slices"

	"kauth/core"
)

// storedKey is a device key: its bytes, or the name by which the phone's hardware finds
// it again, with its public key as a P-256 point of 32 bytes each.
type storedKey struct {
	Kind  string        `json:"kind"`            // "pkcs8", "hardware"
	PKCS8 []byte        `json:"pkcs8,omitempty"` // RFC 5958
	Name  string        `json:"name,omitempty"`
	Level core.KeyLevel `json:"level,omitempty"`
	X     []byte        `json:"x,omitempty"`
	Y     []byte        `json:"y,omitempty"`
}

const (
	keyPKCS8    = "pkcs8"
	keyHardware = "hardware"
)

// errHardware: a device key that has no bytes to store, and no name to find it by.
var errHardware = errors.New("this device key cannot be stored")

var errKey = errors.New("a device key that cannot be read")

func storeKey(k core.DeviceKey) (*storedKey, error) {
	if k.IsZero() {
		return nil, nil
	}
	if h, ok := k.Hardware(); ok {
		point, err := h.Public.Bytes() // 4, X, Y
		if err != nil {
			return nil, errHardware
		}
		return &storedKey{Kind: keyHardware, Name: h.Name, Level: h.Level, X: point[1:33], Y: point[33:]}, nil
	}
	key, err := k.PKCS8()
	if err != nil {
		return nil, errHardware
	}
	return &storedKey{Kind: keyPKCS8, PKCS8: key.Bytes()}, nil
}

// key asks the hardware nothing: accounts are read often, and with the vault held.
func (s *storedKey) key(h core.Hardware) (core.DeviceKey, error) {
	if s == nil {
		return core.DeviceKey{}, nil
	}
	switch s.Kind {
	case keyPKCS8:
		k, err := core.ParseDeviceKey(s.PKCS8)
		if err != nil {
			return core.DeviceKey{}, errKey
		}
		return k, nil
	case keyHardware:
		return s.inHardware(h)
	}
	return core.DeviceKey{}, fmt.Errorf("unknown kind of device key %q", s.Kind)
}

func (s *storedKey) inHardware(h core.Hardware) (core.DeviceKey, error) {
	public, err := ecdsa.ParseUncompressedPublicKey(elliptic.P256(), slices.Concat([]byte{4}, s.X, s.Y))
	if err != nil || s.Name == "" || len(s.PKCS8) > 0 {
		return core.DeviceKey{}, errKey
	}
	k := core.HardwareKey{Name: s.Name, Level: s.Level, Public: public}
	if h == nil {
		return core.DeviceKeyIn(k, nil)
	}
	return core.DeviceKeyIn(k, h.Signer(k))
}
