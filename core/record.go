package core

import "time"

// Unsent is the end of a request whose answer was given here and may never have
// arrived. Only the history has it: for who waits, such a request has expired.
const Unsent Outcome = "failed"

// Record is what became of one request, as the history keeps it.
type Record struct {
	ID       string // the challenge
	Account  AccountID
	Issuer   string // as it was called then: the account may be gone
	Label    string
	Origin   string // the server that asked
	Device   string // this phone, as that server calls it
	Kind     ChallengeKind
	Mode     Mode
	Context  Context   // empty for a request that ended before this phone saw it
	Asked    time.Time // by the server's clock
	Expires  time.Time // by the server's clock
	Ended    time.Time // by the phone's clock
	Decision Decision  // what was said on this phone; "" nothing
	Why      Why
	Outcome  Outcome
	State    string // the server's word for it; "" where the phone's own count ended it
	By       string // "this_device", "other_device", or "" where unknown
	Hash     string // of exactly what was shown, as an answer names it
	// Offline says that the answer was shown as digits, to be typed on the other screen.
	Offline bool
	// Later marks more about a request that has its record already: a YES that was
	// taken back, or "this was not me".
	Later bool

	// Number is the record's place in the chain, from 1 on.
	Number uint64
	// Reported is when "this was not me" was said after the request had ended.
	Reported time.Time
}

// When is the moment to list it under: when it was asked, but never after its end.
func (r Record) When() time.Time {
	if r.Asked.IsZero() || r.Asked.After(r.Ended) {
		return r.Ended
	}
	return r.Asked
}

// Seen tells whether this phone ever had the request itself.
func (r Record) Seen() bool { return r.Hash != "" }
