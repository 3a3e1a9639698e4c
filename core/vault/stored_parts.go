package vault

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"errors"
	"slices"
	"time"

	"kauth/core"
)

type storedOTP struct {
	Type      core.OTPType `json:"type"`
	Secret    []byte       `json:"secret"`
	Algorithm string       `json:"algorithm"`
	Digits    int          `json:"digits"`
	Period    int64        `json:"period_seconds"`
	Counter   uint64       `json:"counter"`
}

type storedDevice struct {
	Origin     string            `json:"origin"`
	ID         string            `json:"id"`
	Account    string            `json:"account"`
	Name       string            `json:"name"`
	Key        *storedKey        `json:"key,omitempty"`
	NextKey    *storedKey        `json:"next_key,omitempty"`
	Listen     *storedKey        `json:"listen_key,omitempty"`
	NextListen *storedKey        `json:"next_listen_key,omitempty"`
	KeySince   *time.Time        `json:"key_since,omitempty"` // RFC 3339, UTC
	ServerKeys []storedServerKey `json:"server_keys"`
	KeysAt     uint64            `json:"server_keys_at,omitempty"`
	Policy     *storedPolicy     `json:"policy,omitempty"`
	LabelAt    uint64            `json:"label_at,omitempty"`
	LinkCode   []byte            `json:"link_code,omitempty"`
	Bearer     bool              `json:"bearer"`
	Moves      bool              `json:"moves,omitempty"` // another phone is asked
	MovesFrom  string            `json:"moves_from,omitempty"`
}

type storedPolicy struct {
	Version        uint64 `json:"version"`
	VerifyRequired bool   `json:"verify_required"`
	MustStay       bool   `json:"must_stay"`
}

// storedServerKey is a P-256 point: 32 bytes each.
type storedServerKey struct {
	ID string `json:"id"`
	X  []byte `json:"x"`
	Y  []byte `json:"y"`
}

func storeOTP(o core.OTP) (*storedOTP, error) {
	if o.Type == "" && o.Secret.Len() == 0 {
		return nil, nil
	}
	if o.Period%time.Second != 0 {
		return nil, errors.New("a period that is not whole seconds")
	}
	return &storedOTP{o.Type, o.Secret.Bytes(), o.Algorithm, o.Digits, int64(o.Period / time.Second), o.Counter}, nil
}

func (s *storedOTP) otp() core.OTP {
	if s == nil {
		return core.OTP{}
	}
	return core.OTP{
		Type: s.Type, Secret: core.NewSecret(s.Secret), Algorithm: s.Algorithm,
		Digits: s.Digits, Period: time.Duration(s.Period) * time.Second, Counter: s.Counter,
	}
}

func storeDevice(d *core.Device) (*storedDevice, error) {
	if d == nil {
		return nil, nil
	}
	s := &storedDevice{
		Origin: d.Origin, ID: d.ID, Account: d.Account, Name: d.Name,
		ServerKeys: []storedServerKey{}, KeysAt: d.KeysAt, LabelAt: d.LabelAt, LinkCode: d.LinkCode.Bytes(), Bearer: d.Bearer,
		Moves: d.Moves, MovesFrom: d.MovesFrom,
	}
	var err error
	for to, k := range map[**storedKey]core.DeviceKey{
		&s.Key: d.Key, &s.NextKey: d.NextKey, &s.Listen: d.Listen, &s.NextListen: d.NextListen,
	} {
		if *to, err = storeKey(k); err != nil {
			return nil, err
		}
	}
	if !d.KeySince.IsZero() {
		since := d.KeySince.UTC()
		s.KeySince = &since
	}
	if d.Policy != (core.Policy{}) {
		s.Policy = &storedPolicy{d.Policy.Version, d.Policy.VerifyRequired, d.Policy.MustStay}
	}
	for _, k := range d.ServerKeys {
		if k.Key == nil || k.Key.Curve != elliptic.P256() {
			return nil, errors.New("a server key that is not P-256")
		}
		point, err := k.Key.Bytes() // 4, X, Y
		if err != nil {
			return nil, errors.New("a server key that is no point")
		}
		s.ServerKeys = append(s.ServerKeys, storedServerKey{k.ID, point[1:33], point[33:]})
	}
	return s, nil
}

func (s *storedDevice) device(h core.Hardware) (*core.Device, error) {
	if s == nil {
		return nil, nil
	}
	d := &core.Device{
		Origin: s.Origin, ID: s.ID, Account: s.Account, Name: s.Name,
		KeysAt: s.KeysAt, LabelAt: s.LabelAt, LinkCode: core.NewSecret(s.LinkCode), Bearer: s.Bearer,
		Moves: s.Moves, MovesFrom: s.MovesFrom,
	}
	var err error
	for to, k := range map[*core.DeviceKey]*storedKey{
		&d.Key: s.Key, &d.NextKey: s.NextKey, &d.Listen: s.Listen, &d.NextListen: s.NextListen,
	} {
		if *to, err = k.key(h); err != nil {
			return nil, err
		}
	}
	if s.KeySince != nil {
		d.KeySince = s.KeySince.UTC()
	}
	if s.Policy != nil {
		d.Policy = core.Policy{Version: s.Policy.Version, VerifyRequired: s.Policy.VerifyRequired, MustStay: s.Policy.MustStay}
	}
	for _, k := range s.ServerKeys {
		key, err := ecdsa.ParseUncompressedPublicKey(elliptic.P256(), slices.Concat([]byte{4}, k.X, k.Y))
		if err != nil {
			return nil, errors.New("a server key that is no point of P-256")
		}
		d.ServerKeys = append(d.ServerKeys, core.ServerKey{ID: k.ID, Key: key})
	}
	return d, nil
}
