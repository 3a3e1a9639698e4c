package core

import "time"

// ChallengeKind says what a request is for.
type ChallengeKind string

// The kinds of requests.
const (
	KindLogin  ChallengeKind = "login"   // somebody signs in
	KindLink   ChallengeKind = "link"    // this phone is being added
	KindMove   ChallengeKind = "move"    // another phone wants to take this one's place
	KindStepUp ChallengeKind = "step_up" // somebody signed in wants something dangerous
)

// Mode says how a request is answered.
type Mode string

// The modes, chosen and signed by the server.
const (
	Confirm Mode = "confirm" // YES or NO
	Match   Mode = "match"   // type the number that the other screen shows
)

// Challenge is a sign-in request as the server signed it and as it is shown.
type Challenge struct {
	ID      string // "chl_..."
	Account AccountID
	Kind    ChallengeKind
	Mode    Mode
	Digits  int // how many to type; 0 for Confirm
	Context Context
	Issued  time.Time // by the server's clock
	Expires time.Time // by the server's clock
	JWS     string    // exactly what was received: an answer is signed over its hash
	// Scanned says that it came by a QR code, and that its server has not spoken of it
	// over the network: it is answered by digits.
	Scanned bool
}

// Context is what a person has to judge a request by. Every field was cut to
// size and stripped of control, bidi and line-break characters.
type Context struct {
	App        string // "Manager"
	Origin     string // the site that asks
	IP         string
	Place      string // approximate: "Lausanne, Switzerland"
	Agent      string // "Firefox on Windows"
	DeviceType string // "computer", "phone", "tablet"
	At         time.Time
	To         string // a move: what the new phone calls itself
}

// Decision is a person's answer.
type Decision string

// The answers.
const (
	Approve Decision = "approve"
	Deny    Decision = "deny"
)

// Why says more about a Deny.
type Why string

// The reasons for a Deny; "" where there is none.
const (
	NotMe       Why = "not_me"
	WhyCanceled Why = "cancelled"
)

// Outcome is how a request ended.
type Outcome string

// The ends of a request.
const (
	Approved      Outcome = "approved"
	Refused       Outcome = "denied"
	WrongNumber   Outcome = "mismatch"
	TimedOut      Outcome = "expired"
	Withdrawn     Outcome = "cancelled"  // the page was closed
	Superseded    Outcome = "superseded" // the page asked again
	AnsweredOther Outcome = "already"    // on another phone, or before
)
