package api

import (
	"errors"
	"strings"
	"time"
)

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
	Device    string `json:"from_device"`          // and its id: no phone takes its own place
	Digits    string `json:"digits,omitempty"`     // to type there, while it is pending
	ExpiresIn int    `json:"expires_in,omitempty"` // seconds, while it is pending
	Recovery  bool   `json:"recovery,omitempty"`   // approved: backup codes wait to be seen
}

// Check refuses a reply that could not be shown, or that says nothing.
func (m *MoveReply) Check() error {
	switch m.State {
	case "pending":
		if len(m.Digits) != LinkDigits || strings.Trim(m.Digits, "0123456789") != "" || m.ExpiresIn < 0 {
			return errors.New("no six digits to show")
		}
		m.ExpiresIn = min(m.ExpiresIn, int(LinkLife/time.Second))
	case "approved", "denied", "mismatch", "expired", "cancelled", "superseded":
	default:
		return errors.New("a move in no state that we know")
	}
	m.From = CleanText(m.From, MaxName)
	return nil
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
