package stub

import (
	"net/netip"
	"slices"

	"kauth/core/api"
)

// Guessing passwords. Wrong ones are counted by name and by address, and the next
// try has to wait. A name that nobody has is counted like any other, so waiting
// tells nothing.
//
// Whoever wants to could keep a person out by guessing without end. So a browser
// that this person signed in with before is not held up by what others do: it has
// a count of its own (OWASP, "slow down online guessing attacks with device
// cookies").

// guesses are wrong tries in a row.
type guesses struct {
	Count int
	Last  int64
	Until int64 // when the next may be tried
}

// guessRule says how fast somebody may guess.
type guessRule struct {
	free   int   // wrong ones without a wait; then it is 1, 2, 4 to 60 s
	slow   int   // after so many it is an hour; 0 never
	forget int64 // after so many seconds without one, all is forgotten
}

var (
	byName    = guessRule{free: 20, slow: 100, forget: aDay}
	byAddress = guessRule{free: 100, forget: 10 * 60}
)

// longGuess is how long the longest wait is.
const longGuess = 60 * 60

// nextGuess is when the next try is taken; 0 is at any time.
func (t *tx) nextGuess(key string) int64 {
	g, err := load[guesses](t, inGuesses, key)
	if err != nil {
		return 0
	}
	return g.Until
}

// guessed counts a wrong try.
func (t *tx) guessed(key string, rule guessRule) {
	g, err := load[guesses](t, inGuesses, key)
	if err != nil {
		g = &guesses{}
		t.due(t.now+rule.forget, "guess", key)
	}
	if t.now-g.Last >= rule.forget {
		g.Count = 0
	}
	g.Count++
	g.Last = t.now
	switch over := g.Count - rule.free; {
	case rule.slow > 0 && g.Count >= rule.slow:
		g.Until = t.now + longGuess
	case over >= 0:
		g.Until = t.now + pauseAfter(over)
	}
	t.put(inGuesses, key, g)
}

// pauseAfter is 1, 2, 4 to 60 s.
func pauseAfter(over int) int64 { return min(int64(1)<<min(over, 6), 60) }

// settleGuess forgets a count that rested for a day.
func (t *tx) settleGuess(key string) {
	g, err := load[guesses](t, inGuesses, key)
	switch {
	case err != nil: // a success forgot it
	case t.now-g.Last >= aDay:
		t.remove(inGuesses, key)
	default:
		t.due(g.Last+aDay, "guess", key)
	}
}

// guessKeys name who guesses at a person: by a browser that they know, or by name
// and address.
func guessKeys(p *person, v visitor, user string) map[string]guessRule {
	if normalUser(user) == "" {
		return nil // a form sent without a name guesses at nobody
	}
	if v.Browser != "" && slices.Contains(p.Browsers, v.Browser) {
		return map[string]guessRule{"browser " + v.Browser: byName}
	}
	return map[string]guessRule{
		nameKey(user):              byName,
		"address " + network(v.IP): byAddress,
	}
}

// network is whom an address belongs to: one has a whole /64 of IPv6.
func network(ip string) string {
	a, err := netip.ParseAddr(ip)
	if err != nil {
		return ip
	}
	if a = a.Unmap(); a.Is6() {
		if whole, err := a.WithZone("").Prefix(64); err == nil {
			return whole.String()
		}
	}
	return a.String()
}

// mayTryPassword refuses a password for which it is too early.
func (t *tx) mayTryPassword(p *person, v visitor, user string) error {
	wait := int64(0)
	for key := range guessKeys(p, v, user) {
		wait = max(wait, left(t.nextGuess(key), t.now, longGuess))
	}
	if wait == 0 {
		return nil
	}
	return rateLimited(wait, "too many wrong tries")
}

// forgiveGuesses forgets what was guessed at a password that is another one now.
func (t *tx) forgiveGuesses(user string) {
	if key := nameKey(user); t.guessesAt(key) {
		t.remove(inGuesses, key)
	}
}

func nameKey(user string) string { return "name " + api.Hash([]byte(normalUser(user))) }

// triedPassword counts a wrong password, or has the right one take the count of its
// name back. That of the address stays: whoever has one account could guess at all
// others between two sign-ins of their own.
func (t *tx) triedPassword(p *person, v visitor, user string, right bool) {
	for key, rule := range guessKeys(p, v, user) {
		switch {
		case !right:
			t.guessed(key, rule)
		case rule == byName && t.guessesAt(key):
			t.remove(inGuesses, key)
		}
	}
}

func (t *tx) guessesAt(key string) bool {
	_, err := load[guesses](t, inGuesses, key)
	return err == nil
}

// dropGuesses forgets all counts: for tests.
func (t *tx) dropGuesses() {
	var keys []string
	c := t.Bucket([]byte(inGuesses)).Cursor()
	for k, _ := c.First(); k != nil; k, _ = c.Next() {
		keys = append(keys, string(k))
	}
	for _, key := range keys {
		t.remove(inGuesses, key)
	}
}
