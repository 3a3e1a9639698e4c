package api

import "encoding/json"

// The paths on which a browser adds methods and proves that it is still its
// owner's.
const (
	PathSetup        = "/v1/setups/{id}"
	PathProof        = "/v1/session/password"
	PathTwoFactor    = "/v1/two-factor"
	PathAppPasswords = "/v1/app-passwords"
	PathAppPassword  = "/v1/app-passwords/{id}"
	PathDAV          = "/dav/" // what an application password opens
)

// SetupRequest is the body of POST /v1/methods: the kind of method to add.
type SetupRequest struct {
	hidden
	Kind    string `json:"kind"`              // totp, webauthn, sms
	Number  string `json:"number,omitempty"`  // of an SMS, as people type it
	Country string `json:"country,omitempty"` // CH, FR, BE or DE, where the number has no prefix
}

// SetupReply is a method that counts once it is confirmed.
type SetupReply struct {
	hidden
	ID        string `json:"id"`
	Kind      string `json:"kind"`
	ExpiresIn int    `json:"expires_in"`
	Secret    string `json:"secret,omitempty"`    // totp: base32 without padding
	Link      string `json:"link,omitempty"`      // totp: otpauth://
	PNG       string `json:"png,omitempty"`       // totp: the link as a QR code, in base64
	Number    string `json:"number,omitempty"`    // sms: where the code went
	ResendIn  int    `json:"resend_in,omitempty"` // sms: seconds until another may be sent
}

// ConfirmRequest is the body of POST /v1/setups/{id}: a code, or what a security
// key answered, as PublicKeyCredential.toJSON writes it.
type ConfirmRequest struct {
	hidden
	Name     string          `json:"name,omitempty"`
	Code     string          `json:"code,omitempty"`
	Response json.RawMessage `json:"response,omitempty"`
}

// ConfirmReply is the method that now counts. Codes is the account's first set of
// backup codes, where it had none; Left counts those of before.
type ConfirmReply struct {
	hidden
	Method Method   `json:"method"`
	Codes  []string `json:"codes,omitempty"`
	Left   int      `json:"left"`
}

// SMSReply says where a code went. A body with a code answers it instead.
type SMSReply struct {
	Number    string `json:"number"`
	ExpiresIn int    `json:"expires_in"`
	ResendIn  int    `json:"resend_in"`
}

// PasswordRequest gives the password of whoever is signed in once more.
type PasswordRequest struct {
	hidden
	Password string `json:"password"`
}

// AppPassword opens an account to one program that knows no second step. Password
// is there in the reply that made it, and never again.
type AppPassword struct {
	hidden
	ID       string `json:"id"`
	Name     string `json:"name"`
	Password string `json:"password,omitempty"`
	Added    int64  `json:"added"`
	Used     int64  `json:"used,omitempty"` // when it was last used
	From     string `json:"from,omitempty"` // by what
}

// AppPasswordsReply lists them.
type AppPasswordsReply struct {
	Passwords []AppPassword `json:"app_passwords"`
}

// AppPasswordRequest names a new one.
type AppPasswordRequest struct {
	Name string `json:"name"`
}

// DAVReply says who one is to a program that gave a password.
type DAVReply struct {
	User string `json:"user"`
	With string `json:"with"` // the application password's name, or "password"
}
