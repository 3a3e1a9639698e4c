package api

// KindMove is a request to let a new phone take this one's place.
const KindMove = "move"

// FeatureMove says that a server moves an account from one phone to another.
const FeatureMove = "move"

// WhyMoved is why a phone was revoked whose account another phone took over.
const WhyMoved = "moved"

// MoveReply tells a new phone how far its move has come. It alone is told the digits:
// who holds the new phone and the old one can carry them across, and nobody else.
type MoveReply struct {
	hidden
	// State is the request's on the old phone: "pending", "approved", "denied",
	// "mismatch", "expired", "cancelled" or "superseded".
	State     string `json:"state"`
	From      string `json:"from"`                 // what the old phone calls itself
	Digits    string `json:"digits,omitempty"`     // to type there, while it is pending
	ExpiresIn int    `json:"expires_in,omitempty"` // seconds, while it is pending
	Recovery  bool   `json:"recovery,omitempty"`   // approved: backup codes wait to be seen
}

// checkMove refuses a request to move that could be answered without the new phone at
// hand, or that does not say where to.
func (c *Challenge) checkMove() error {
	if c.Kind != KindMove {
		c.Context.To = "" // it says nothing there, and must not be shown
		return nil
	}
	if c.Mode != "match" || c.Digits != LinkDigits || c.Context.To == "" {
		return refuse("a move to %q with %d digits", c.Context.To, c.Digits)
	}
	return nil
}

// MovedTo is the new phone of a statement that the account moved. Where it has no
// name that could be shown, moved alone says so. It is for a statement that was opened.
func (s Statement) MovedTo() (to string, moved bool) {
	if s.Kind != StmtRevoked || s.Why != WhyMoved {
		return "", false
	}
	return CleanText(s.To, MaxName), true
}
