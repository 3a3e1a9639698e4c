// Package comfort reads what a person asked of their system for all apps: the size of
// text, and less motion. It changes nothing there, and never waits long for an answer.
package comfort

// Wishes are what the person asked for. The zero value is nothing in particular.
type Wishes struct {
	TextScale float64 // 1 is the usual size; 0 where the system does not say
	Still     bool    // no motion that does not inform
}
