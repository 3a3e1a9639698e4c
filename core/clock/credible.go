package clock

import "time"

// No copy of this program ran before it was written, and none will in a lifetime.
var (
	first = time.Date(2026, time.January, 1, 0, 0, 0, 0, time.UTC)
	last  = time.Date(2100, time.January, 1, 0, 0, 0, 0, time.UTC)
)

// Credible tells whether t can be the time now. Where no server has said what time it
// is, a phone whose clock was reset shows by this alone: its codes would be wrong ones.
func Credible(t time.Time) bool { return !t.Before(first) && t.Before(last) }

// Credible tells whether Now can be the time now.
func (c *Clock) Credible() bool { return Credible(c.Now()) }
