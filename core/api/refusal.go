package api

import (
	"time"
	"unicode/utf8"
)

// ProblemError is a problem as a caller meets it: find it with errors.As for the
// State and By of already_answered, and for the time to wait.
type ProblemError struct {
	Problem
	RetryAfter time.Duration // 0 where the server named none
}

// maxDetail is the most of a server's own words that an error repeats.
const maxDetail = 160

func (p *ProblemError) Error() string {
	s := "the server says " + CleanText(string(p.Code), 64)
	if d := CleanText(p.Detail, maxDetail); d != "" && utf8.ValidString(d) {
		s += ": " + d
	}
	return s
}
