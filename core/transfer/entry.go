package transfer

import "kauth/core"

// Format is the app or the convention that a file comes from.
type Format string

// The formats that are told apart.
const (
	Addresses  Format = "otpauth" // otpauth addresses, one a line
	AegisFile  Format = "aegis"
	TwoFAS     Format = "2fas"
	Stratum    Format = "stratum" // Authenticator Pro was its name before
	Ente       Format = "ente"
	Bitwarden  Format = "bitwarden"
	Proton     Format = "proton"
	FreeOTP    Format = "freeotp"
	FreeOTPXML Format = "freeotp-xml" // version 1, and FreeOTP+'s own storage
	FreeOTPP   Format = "freeotp-plus"
	AndOTP     Format = "andotp"
	LastPass   Format = "lastpass"
	KDBX       Format = "kdbx" // KeePassXC, KeePass, KeePassDX, Strongbox
	Duo        Format = "duo"
	SteamFile  Format = "steam"
	Authy      Format = "authy"
	BattleNet  Format = "battle.net"
	TOTPAuth   Format = "totp-authenticator"
	AuthPlus   Format = "authenticator-plus"
	Backup     Format = "kauth"
)

// Outcome is what became of one thing in a file.
type Outcome string

// The outcomes.
const (
	Read      Outcome = "read"
	Repaired  Outcome = "repaired"  // read, after something in it was put right; Reason says what
	Duplicate Outcome = "duplicate" // the same code is here already, or stands in the file twice
	Refused   Outcome = "refused"   // it cannot become an account; Reason says why
)

// Reason is why something was repaired or refused.
type Reason string

// The reasons of a repair.
const (
	NoName       Reason = "no_name"        // it had neither an issuer nor a label
	AlgorithmSet Reason = "algorithm_name" // the algorithm was spelled in another way
	IssuerCut    Reason = "issuer_cut"     // parameters had slipped into the issuer's name
	DigitsSet    Reason = "digits"         // Steam's codes have 5 characters, whatever the file says
)

// The reasons of a refusal.
const (
	OtherType Reason = "unsupported_type" // mOTP, Yandex and the like: this app cannot make their codes
	Broken    Reason = "malformed"        // against the rules of codes; Detail says which
	Trashed   Reason = "in_trash"         // it was deleted in the other app
	NeedsApp  Reason = "needs_its_app"    // the code belongs to that app's own service
	Elsewhere Reason = "already_here"     // of a Duplicate
)

// Entry is one thing in a file.
type Entry struct {
	Issuer  string // as far as they are known, also of what was refused
	Label   string
	Type    string // "totp", "hotp", "steam", or what the file says
	Outcome Outcome
	Reason  Reason // "" for Read
	Detail  string // of Broken: which rule, in English
	Account core.Account
}

// Usable tells whether the entry can become an account.
func (e Entry) Usable() bool { return e.Outcome == Read || e.Outcome == Repaired }

// Report is all that a file holds, in the file's order.
type Report struct {
	Format    Format
	Encrypted bool
	Entries   []Entry
	Missing   []int // the codes that are not there of an export that is several QR codes, from 1
}

// Count counts the entries of an outcome.
func (r Report) Count(o Outcome) (n int) {
	for _, e := range r.Entries {
		if e.Outcome == o {
			n++
		}
	}
	return n
}
