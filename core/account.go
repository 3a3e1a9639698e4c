package core

import "time"

// AccountID names an account on this phone: "acc_" and 22 characters, made here
// and never sent anywhere, so that no server can claim another server's account.
type AccountID string

// AccountState says how far an account has come.
type AccountState string

// The states of an account, as stored.
const (
	// CodeOnly came from an otpauth address: it has codes and no server.
	CodeOnly AccountState = "code_only"
	// Registering is written before the server is asked, so that a phone killed in
	// between asks again with the same key instead of leaving half an account.
	Registering AccountState = "registering"
	// Unconfirmed waits for the six digits that the computer shows.
	Unconfirmed AccountState = "unconfirmed"
	// Active answers requests.
	Active AccountState = "active"
)

// Account is one identity at one company.
type Account struct {
	ID     AccountID
	Issuer string // the company, as it calls itself: "Infomaniak"
	Label  string // whose account it is there: "anna@example.ch"
	Name   string // what the person calls it; "" where they did not rename it
	State  AccountState
	OTP    OTP     // how its codes are made
	Device *Device // nil when State is CodeOnly
	Added  time.Time
	Order  int // place in the list, ascending
	Uses   int // how often its code was copied on this phone
	// Quiet is how often that was since a request last arrived, and QuietSince when the
	// first of these was: many, over days, mean that requests may get lost on their way.
	Quiet      int
	QuietSince time.Time

	// LinkedTo is the server of an account that came from a backup and was linked on
	// the phone before: codes work here, requests have to be turned on again. "" for none.
	LinkedTo string
	// LinkedAs is that server's own name of the account, so that linking it again finds
	// this one whatever it is called by then; "" in backups of before it was kept.
	LinkedAs string

	// Replaces is the account here that this one is linked for once more, while it is not
	// Active: it takes that one's place, so it has none of its own in a list.
	Replaces AccountID

	// CodesWaiting says that the server has backup codes which the person has not
	// yet said to have put in a safe place.
	CodesWaiting bool
}

// Restored tells an account that came from a backup without its device keys: it has
// codes, and requests have to be turned on again.
func (a Account) Restored() bool { return a.State == CodeOnly && a.LinkedTo != "" }

// Server is the origin of the account's server; "" for one that has codes alone.
func (a Account) Server() string {
	if a.Device != nil {
		return a.Device.Origin
	}
	return a.LinkedTo
}

// Title is the name to show first: the person's own, or the company's.
func (a Account) Title() string {
	switch {
	case a.Name != "":
		return a.Name
	case a.Issuer != "":
		return a.Issuer
	}
	return a.Label
}

// SameCodes tells whether the other one is the same account by what a person sees and
// by its secret.
func (a Account) SameCodes(b Account) bool {
	return a.Issuer == b.Issuer && a.Label == b.Label && a.OTP.Secret.Equal(b.OTP.Secret)
}

// OTPType is the way a code moves on.
type OTPType string

// The types of codes (RFC 6238, RFC 4226, and Steam's alphabet over RFC 6238).
const (
	TOTP  OTPType = "totp"
	HOTP  OTPType = "hotp"
	Steam OTPType = "steam"
)

// OTP is all that makes a code.
type OTP struct {
	Type      OTPType
	Secret    Secret
	Algorithm string        // "SHA1", "SHA256", "SHA512"
	Digits    int           // 6 to 8; 5 for Steam
	Period    time.Duration // a code's life; 0 for HOTP
	Counter   uint64        // the next one to use; HOTP only
}

// Code is the digits for a moment.
type Code struct {
	Digits string // "482913"
	Next   string // those that follow; "" for HOTP
	Left   time.Duration
	Period time.Duration
}
