package api

import (
	"crypto/rand"
	"strings"
	"time"
)

// The paths of ka/1. {id} is filled in by the server's router and by Path.
const (
	PathConfiguration = "/.well-known/ka-configuration"
	PathLinks         = "/v1/links"
	PathLink          = "/v1/links/{id}"
	PathDevices       = "/v1/devices"
	PathSelf          = "/v1/devices/self"
	PathKey           = "/v1/devices/self/key"
	PathChallenges    = "/v1/devices/self/challenges"
	PathEvents        = "/v1/devices/self/events"
	PathBundle        = "/v1/events"
	PathPush          = "/v1/devices/self/push"
	PathMove          = "/v1/devices/self/move"
	PathRecovery      = "/v1/devices/self/recovery-codes"
	PathActivity      = "/v1/devices/self/activity"
	PathAnswer        = "/v1/challenges/{id}/answer"
	PathShown         = "/v1/challenges/{id}/shown"
	PathLogins        = "/v1/logins"
	PathLogin         = "/v1/logins/{id}"
	PathOffline       = "/v1/logins/{id}/offline"
	PathMethods       = "/v1/methods"
	PathMethod        = "/v1/methods/{id}"
	PathNewRecovery   = "/v1/recovery-codes"
	PathSessions      = "/v1/sessions"
	PathSession       = "/v1/sessions/{id}"
	PathOwnActivity   = "/v1/activity"
	PathAuthorize     = "/authorize"
	PathToken         = "/token"
	PathBackchannel   = "/bc-authorize"
)

// Path fills {id} in.
func Path(pattern, id string) string { return strings.Replace(pattern, "{id}", id, 1) }

// The headers and media types of ka/1.
const (
	HeaderNonce = "KA-Nonce"
	AuthScheme  = "KA" // Authorization: KA <ka-req>
	TypeJSON    = "application/json"
	TypeProblem = "application/problem+json" // RFC 9457
	TypeJOSE    = "application/jose"         // an answer's body is its bare JWS
	TypeEvents  = "text/event-stream"        // the poll as server-sent events
	ScopeLink   = "authenticator:link"
	ClientID    = "kauth-app"
	// RedirectApp begins an address that opens the app on a phone: a private-use scheme
	// (RFC 8252 section 7.1), kauth.app the other way round. 16 to 64 of base64url follow,
	// which are of one log in alone.
	RedirectApp  = "app.kauth:/back/"
	MaxBody      = 16 << 10
	MaxWait      = 25 * time.Second // a held poll
	AnswerWindow = 120 * time.Second
	RedeemWindow = 60 * time.Second
	LinkLife     = 10 * time.Minute
	TokenLife    = 5 * time.Minute
	NonceLife    = 5 * time.Minute
	LoginDigits  = 2
	LinkDigits   = 6
)

// NewID makes an id: the prefix ("chl_") and 128 random bits in base64url.
func NewID(prefix string) string { return prefix + NewCode() }

// NewCode makes 128 random bits in base64url: 22 characters.
func NewCode() string {
	var b [16]byte
	rand.Read(b[:])
	return b64.EncodeToString(b[:])
}

// ValidID tells an id of that prefix.
func ValidID(prefix, id string) bool {
	rest, ok := strings.CutPrefix(id, prefix)
	if !ok || len(rest) != 22 {
		return false
	}
	_, err := unb64(rest)
	return err == nil
}

// Configuration is what a server says of itself.
type Configuration struct {
	Issuer    string            `json:"issuer"` // its origin
	Name      string            `json:"name"`   // the company, for people
	Keys      []JWK             `json:"keys"`   // with kid
	Versions  []int             `json:"versions"`
	Endpoints map[string]string `json:"endpoints"`
	Limits    map[string]int    `json:"limits"` // seconds, bytes or digits, by name
	// Features are what this server does besides what every server of version 1 does.
	Features []string `json:"features,omitempty"`
	// VAPID is the key that signs the server's messages to push services (RFC 8292
	// section 3.2: a point of P-256, uncompressed, base64url): phones register with it.
	VAPID string `json:"vapid,omitempty"`
}

// FeatureListen says that a server takes listening keys.
const FeatureListen = "listen"

// FeatureBundle says that several accounts may listen over one connection.
const FeatureBundle = "bundle"

// RegisterRequest is the body of POST /v1/devices. After a log in on the device
// itself, Link is the access token.
type RegisterRequest struct {
	hidden
	Link string `json:"link"`
	Reg  string `json:"reg"`
}

// RegisterReply is what a phone gets for its link code, once.
type RegisterReply struct {
	hidden
	Device     string      `json:"device"`
	Account    AccountInfo `json:"account"`
	TOTP       TOTP        `json:"totp"`
	Keys       []JWK       `json:"jwks"`
	State      string      `json:"state"` // "unconfirmed"; "active" after a log in on the device itself
	Statement  string      `json:"stmt"`
	Recovery   bool        `json:"recovery"`       // backup codes wait to be seen
	Move       *MoveReply  `json:"move,omitempty"` // the account comes from another phone, which is asked
	ServerTime int64       `json:"server_time"`
}

// RekeyRequest is the body of POST /v1/devices/self/key: a registration of the next
// device key, signed by that key.
type RekeyRequest struct {
	Reg string `json:"reg"`
}

// RekeyReply says that the new key counts and the old one is dead.
type RekeyReply struct {
	Statement  string `json:"stmt"` // of kind rekeyed
	ServerTime int64  `json:"server_time"`
}

// AccountInfo names an account to people.
type AccountInfo struct {
	ID     string `json:"id"`
	Label  string `json:"label"`
	Issuer string `json:"issuer"`
}

// TOTP is how the account's one-time codes are made (RFC 6238).
type TOTP struct {
	hidden
	Secret    string `json:"secret"` // base32 without padding, 160 bits
	Algorithm string `json:"alg"`    // "SHA1"
	Digits    int    `json:"digits"`
	Period    int    `json:"period"` // seconds
}

// FetchReply answers a poll: everything that waits now, not what changed since.
type FetchReply struct {
	ServerTime int64    `json:"server_time"`
	Cursor     string   `json:"cursor"`
	Challenges []string `json:"challenges"` // ka-chal, newest first
	Gone       []Gone   `json:"gone"`       // ended in the last ten minutes
	Statements []string `json:"stmts"`
}

// Gone says how a challenge ended.
type Gone struct {
	ID    string `json:"cid"`
	State string `json:"state"`
}

// AnswerReply says where an answer left its challenge.
type AnswerReply struct {
	ID         string `json:"cid"`
	State      string `json:"state"`
	ServerTime int64  `json:"server_time"`
	Recovery   bool   `json:"recovery"` // after a link: backup codes wait to be seen
}

// RecoveryReply is the backup codes, shown once.
type RecoveryReply struct {
	hidden
	Codes      []string `json:"codes"`
	ServerTime int64    `json:"server_time"`
}

// ActivityReply is what happened on an account lately, newest first.
type ActivityReply struct {
	Events []Event `json:"events"`
}

// Event is one line of recent activity.
type Event struct {
	At    int64  `json:"at"`
	What  string `json:"what"` // "signed_in", "denied", "wrong_password", "linked", ...
	With  string `json:"with,omitempty"`
	Agent string `json:"ua,omitempty"`
	Place string `json:"loc,omitempty"`
	IP    string `json:"ip,omitempty"`
}

// LoginRequest is the body of POST /v1/logins.
type LoginRequest struct {
	hidden
	User     string `json:"user"`
	Password string `json:"password"`
	App      string `json:"app,omitempty"`
}

// LoginReply is a login begun. Methods is empty where two-factor is off.
type LoginReply struct {
	ID      string   `json:"id"`
	Methods []string `json:"methods"`
	Default string   `json:"default"`
	State   string   `json:"state"`
}

// AskReply is a request on its way to the phones.
type AskReply struct {
	Challenge string   `json:"cid"`
	ExpiresIn int      `json:"expires_in"`
	Match     *string  `json:"match"` // the digits to type on the phone, or null
	Devices   []string `json:"device_names"`
	// QR is the signed request for a phone without a network, a PNG in base64; null where
	// several phones were asked, each of which has its own (OfflineReply).
	QR *string `json:"qr"`
}

// OfflineReply is a request for phones without a network.
type OfflineReply struct {
	Match     *string        `json:"match"` // the digits to type on the phone first, or null
	ExpiresIn int            `json:"expires_in"`
	Phones    []OfflinePhone `json:"phones"`
}

// OfflinePhone is the request as one phone was sent it.
type OfflinePhone struct {
	Name string `json:"device_name"`
	Link string `json:"link"` // the text of the QR code
	QR   string `json:"qr"`   // a PNG in base64
}

// OfflineRequest is the eight digits that a phone showed.
type OfflineRequest struct {
	hidden
	Digits string `json:"digits"`
}

// LoginState is where a login stands.
type LoginState struct {
	State     string `json:"state"`
	ExpiresIn int    `json:"expires_in"`
}

// LoginWatch is what a page hears of its login while it waits.
type LoginWatch struct {
	LoginState
	Shown    []string `json:"shown"`     // names of the phones whose person can see the request
	Late     bool     `json:"late"`      // no phone showed it in time: offer a code
	ResendIn int      `json:"resend_in"` // seconds until the phones may be woken again
	Cursor   string   `json:"cursor"`    // stands for this, whatever the seconds
}

// CodeRequest is the body of .../totp and .../recovery.
type CodeRequest struct {
	hidden
	Code string `json:"code"`
}

// LinkReply is an offer to link a phone.
type LinkReply struct {
	hidden
	ID        string `json:"id"`
	Link      string `json:"link"` // kauth://link?...
	PNG       string `json:"png"`  // the link as a QR code: a PNG in base64
	ExpiresIn int    `json:"expires_in"`
}

// LinkState is where an offer stands.
type LinkState struct {
	State      string `json:"state"` // offered, registered, active, refused, expired
	DeviceName string `json:"device_name"`
	Digits     string `json:"digits"` // to type on the phone, once it has registered
	ExpiresIn  int    `json:"expires_in"`
	From       string `json:"from,omitempty"` // a move: the phone that is asked, once the new one has registered
}

// LinkRequest is the body of POST /v1/links, which may be empty.
type LinkRequest struct {
	Move string `json:"move,omitempty"` // the phone whose place the new one takes; "" adds a phone
}

// Method is one way to pass the second step.
type Method struct {
	ID      string `json:"id"`
	Kind    string `json:"kind"` // kauth, totp, webauthn, sms, recovery
	Name    string `json:"name"`
	Added   int64  `json:"added"`
	Default bool   `json:"default"`
	Left    *int   `json:"left,omitempty"` // backup codes not yet used

	Number    string `json:"number,omitempty"`    // of an SMS, as "+41 ·· ··· ·· 67"
	Suspended bool   `json:"suspended,omitempty"` // it may have been copied, and proves nothing
}

// MethodsReply lists the ways to pass the second step.
type MethodsReply struct {
	TwoFactor bool     `json:"two_factor"`
	Methods   []Method `json:"methods"`
}

// SessionsReply lists where a person is signed in, this browser first.
type SessionsReply struct {
	Sessions []Session `json:"sessions"`
}

// Session is a browser that is signed in.
type Session struct {
	ID      string `json:"id"` // "ses_..."
	Since   int64  `json:"since"`
	Seen    int64  `json:"seen"` // its last use, to within five minutes
	With    string `json:"with"` // a phone's name, or "totp", "recovery", "password"
	Agent   string `json:"ua,omitempty"`
	Place   string `json:"loc,omitempty"`
	IP      string `json:"ip,omitempty"`
	Device  string `json:"dt,omitempty"` // "computer", "phone", "tablet"
	Current bool   `json:"current"`
}

// NewRecoveryReply is a fresh set of backup codes; the old ones are void.
type NewRecoveryReply struct {
	hidden
	Codes []string `json:"codes"`
}

// TokenReply answers POST /token (RFC 6749 section 5.1). The token stands in the
// place of a link code, once, for five minutes.
type TokenReply struct {
	hidden
	AccessToken string `json:"access_token"`
	TokenType   string `json:"token_type"`
	ExpiresIn   int    `json:"expires_in"`
	Scope       string `json:"scope"`
	KeyID       string `json:"kid"` // thumbprint of the key that signs the statement
}

// Problem is an error on the wire (RFC 9457).
type Problem struct {
	Type   string `json:"type"` // "about:blank"
	Title  string `json:"title"`
	Status int    `json:"status"`
	Code   Code   `json:"code"`
	Detail string `json:"detail,omitempty"`
	State  string `json:"state,omitempty"` // with already_answered, not_approved
	By     string `json:"by,omitempty"`    // with already_answered: "this_device", "other_device"
}

// Code is a problem's stable name.
type Code string

// The codes, with the status each comes with.
const (
	CodeBadRequest      Code = "bad_request"        // 400
	CodeBadJWS          Code = "bad_jws"            // 400
	CodeBadCredentials  Code = "bad_credentials"    // 401
	CodeUseNonce        Code = "use_nonce"          // 401
	CodeBadProof        Code = "bad_proof"          // 401
	CodeNoSession       Code = "no_session"         // 401, on the browser's side
	CodeUnconfirmed     Code = "device_unconfirmed" // 403
	CodeSuspended       Code = "device_suspended"   // 403
	CodePushPaused      Code = "push_paused"        // 403
	CodeRelink          Code = "relink"             // 403, the phone knows none of the server's keys any more
	CodeUVRequired      Code = "uv_required"        // 403, the policy asks for an unlocked phone
	CodeCrossOrigin     Code = "cross_origin"       // 403, on the browser's side
	CodePasswordNeeded  Code = "password_needed"    // 403, on the browser's side: the sign-in is over ten minutes old
	CodePolicy          Code = "policy"             // 403, the organization forbids it
	CodeAddressGone     Code = "address_gone"       // 403, on the browser's side: a new sign-in address comes first
	CodeAccountBlocked  Code = "account_blocked"    // 403, nobody gets in until whoever blocked it says so
	CodeListenOnly      Code = "listen_only"        // 403, not by the listening key
	CodeForbidden       Code = "forbidden"          // 403, on the browser's side: not with this role
	CodeLastOne         Code = "last_one"           // 409, on the browser's side: nobody else could take the place
	CodeMethod          Code = "method_not_allowed" // 405 + Allow
	CodeTimeout         Code = "timeout"            // 408, a body that took too long
	CodeTooLarge        Code = "too_large"          // 413
	CodeType            Code = "unsupported_type"   // 415
	CodeHeaders         Code = "headers_too_large"  // 431
	CodeNotFound        Code = "not_found"          // 404
	CodeAlreadyAnswered Code = "already_answered"   // 409
	CodeSuperseded      Code = "superseded"         // 409
	CodeLinkUsed        Code = "link_used"          // 409
	CodeCounterReuse    Code = "ctr_reuse"          // 409
	CodeOvertaken       Code = "overtaken"          // 409, by a newer answer of the same phone: sign again
	CodeNotApproved     Code = "not_approved"       // 409, redeeming too early or twice
	CodeExpired         Code = "expired"            // 410
	CodeMismatch        Code = "mismatch"           // 422
	CodeRateLimited     Code = "rate_limited"       // 429 + Retry-After
	CodeUnavailable     Code = "unavailable"        // 503 + Retry-After
)
