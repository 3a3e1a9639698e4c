package core

import "time"

// Correction is what one server said about this phone's clock.
type Correction struct {
	Origin string
	// Ahead is how far the phone is ahead of the server; negative is behind.
	Ahead    time.Duration
	Observed time.Time // by the phone's own clock
}
