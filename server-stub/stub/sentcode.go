package stub

import (
	"crypto/rand"
	"crypto/subtle"
	"math/big"
	"strings"

	"kauth/core/api"
)

// sentCode is a code that went out by mail or SMS to prove that somebody reads
// there. It is never made weaker: wrong tries only add up, whatever else happens.
type sentCode struct {
	Hash    string // of salt and digits; "" where none was sent
	Salt    string
	Expires int64
	Wrong   int
}

const (
	sentDigits = 8
	sentLife   = 10 * 60
	sentTries  = 5
)

// newSentCode makes a code; its digits go into the message and nowhere else.
func newSentCode(now int64) (c sentCode, digits string) {
	n, err := rand.Int(rand.Reader, big.NewInt(100_000_000))
	if err != nil {
		panic(err) // the system has no randomness
	}
	digits = n.String()
	digits = strings.Repeat("0", sentDigits-len(digits)) + digits
	c = sentCode{Salt: api.NewCode(), Expires: now + sentLife}
	c.Hash = c.hash(digits)
	return c, digits
}

func (c *sentCode) hash(digits string) string { return api.Hash([]byte(c.Salt + digits)) }

// over tells that no digits would be taken any more.
func (c *sentCode) over(now int64) bool { return now >= c.Expires || c.Wrong >= sentTries }

// try takes the right digits once. It never tells a code that was not sent from one
// that was mistyped. The caller stores c, whatever comes of it.
func (c *sentCode) try(digits string, now int64) error {
	if c.over(now) {
		return fail(api.CodeExpired, "this code is too old, or too many wrong ones were typed")
	}
	digits = strings.NewReplacer(" ", "", "\u00a0", "", "-", "").Replace(digits)
	right := subtle.ConstantTimeCompare([]byte(c.hash(digits)), []byte(c.Hash)) == 1
	if !right {
		c.Wrong++
		return fail(api.CodeMismatch, "this code is wrong")
	}
	c.Hash, c.Expires = "", 0
	return nil
}

// grouped writes digits in fours, as people read them.
func grouped(digits string) string { return digits[:4] + " " + digits[4:] }
