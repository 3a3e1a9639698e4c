package vault

import (
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"time"
	"unicode/utf8"

	"kauth/core"
)

// storedAccount is an account inside its seal: version 1. Every choice is spelled
// out, and bytes are base64 (RFC 4648 section 4).
type storedAccount struct {
	Version      int               `json:"version"`
	ID           core.AccountID    `json:"id"`
	Issuer       string            `json:"issuer"`
	Label        string            `json:"label"`
	Name         string            `json:"name"`
	State        core.AccountState `json:"state"`
	OTP          *storedOTP        `json:"otp,omitempty"` // none before the server gave it
	Device       *storedDevice     `json:"device,omitempty"`
	Added        time.Time         `json:"added"` // RFC 3339, UTC
	Order        int               `json:"order"`
	Uses         int               `json:"uses,omitempty"`
	Quiet        int               `json:"quiet,omitempty"`
	QuietSince   time.Time         `json:"quiet_since,omitzero"`
	CodesWaiting bool              `json:"codes_waiting"`
	LinkedTo     string            `json:"linked_to,omitempty"`
	LinkedAs     string            `json:"linked_as,omitempty"`
	Replaces     core.AccountID    `json:"replaces,omitempty"`
}

var (
	states     = []core.AccountState{core.CodeOnly, core.Registering, core.Unconfirmed, core.Active}
	types      = []core.OTPType{core.TOTP, core.HOTP, core.Steam}
	algorithms = []string{"SHA1", "SHA256", "SHA512"}
)

// check refuses what a reader would not give back as it was written.
func (s storedAccount) check() error {
	switch {
	case s.Version != 1:
		return fmt.Errorf("account of version %d", s.Version)
	case s.ID == "":
		return errors.New("an account without an id")
	case !slices.Contains(states, s.State):
		return fmt.Errorf("unknown state %q", s.State)
	case s.OTP != nil && !slices.Contains(types, s.OTP.Type):
		return fmt.Errorf("unknown type %q", s.OTP.Type)
	case s.OTP != nil && !slices.Contains(algorithms, s.OTP.Algorithm):
		return fmt.Errorf("unknown algorithm %q", s.OTP.Algorithm)
	}
	return nil
}

func encodeAccount(a core.Account) ([]byte, error) {
	s := storedAccount{
		Version: 1, ID: a.ID, Issuer: a.Issuer, Label: a.Label, Name: a.Name, State: a.State,
		Added: a.Added.UTC(), Order: a.Order, Uses: a.Uses, Quiet: a.Quiet, QuietSince: a.QuietSince.UTC(), CodesWaiting: a.CodesWaiting,
		LinkedTo: a.LinkedTo, LinkedAs: a.LinkedAs, Replaces: a.Replaces,
	}
	defer s.wipe()
	var err error
	if s.OTP, err = storeOTP(a.OTP); err != nil {
		return nil, err
	}
	if s.Device, err = storeDevice(a.Device); err != nil {
		return nil, err
	}
	if err := s.check(); err != nil {
		return nil, err
	}
	texts := []string{string(a.ID), a.Issuer, a.Label, a.Name, a.LinkedTo, a.LinkedAs, string(a.Replaces)}
	if d := a.Device; d != nil {
		texts = append(texts, d.Origin, d.ID, d.Account, d.Name)
	}
	for _, t := range texts {
		if !utf8.ValidString(t) { // JSON would change it without a word
			return nil, errors.New("a name that is not UTF-8")
		}
	}
	return json.Marshal(s)
}

// decodeAccount reads what encodeAccount wrote; h may be nil, and then a key in hardware
// signs nothing.
func decodeAccount(data []byte, h core.Hardware) (core.Account, error) {
	var s storedAccount
	defer s.wipe()
	if err := json.Unmarshal(data, &s); err != nil {
		return core.Account{}, errors.New("not an account") // the cause would quote it
	}
	if err := s.check(); err != nil {
		return core.Account{}, err
	}
	a := core.Account{
		ID: s.ID, Issuer: s.Issuer, Label: s.Label, Name: s.Name, State: s.State,
		OTP: s.OTP.otp(), Added: s.Added.UTC(), Order: s.Order, Uses: s.Uses, Quiet: s.Quiet, QuietSince: s.QuietSince.UTC(), CodesWaiting: s.CodesWaiting,
		LinkedTo: s.LinkedTo, LinkedAs: s.LinkedAs, Replaces: s.Replaces,
	}
	var err error
	a.Device, err = s.Device.device(h)
	return a, err
}

// wipe clears what was spelled out only to be stored or read.
func (s *storedAccount) wipe() {
	if s.OTP != nil {
		clear(s.OTP.Secret)
	}
	if d := s.Device; d != nil {
		clear(d.LinkCode)
		for _, k := range []*storedKey{d.Key, d.NextKey, d.Listen, d.NextListen} {
			if k != nil {
				clear(k.PKCS8)
			}
		}
	}
}
