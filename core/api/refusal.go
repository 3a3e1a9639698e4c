package api

import "time"

// ProblemError is a problem as a caller meets it: find it with errors.As for the
// State and By of already_answered, and for the time to wait.
type ProblemError struct {
	Problem
	RetryAfter time.Duration // 0 where the server named none
}

// Error leaves the server's own words out: they may repeat what it was sent, and
// nobody says that they are true.
func (p *ProblemError) Error() string {
	return "the server says " + CleanText(string(p.Code), 64)
}
