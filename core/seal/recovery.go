package seal

import "crypto/rand"

// Crockford's base32: no I, L, O, U, so that what was written down by hand is read
// back as it was meant.
const crockford = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"

const (
	recoveryLength = 25 // 125 bits
	recoveryGroup  = 5
)

// NewRecovery makes a recovery passphrase as a person writes it down: five groups of
// five, "7KQ2M-...". Its 125 bits need no slow function; its slot has one all the same.
func NewRecovery() string {
	random := make([]byte, recoveryLength)
	rand.Read(random)
	defer clear(random)
	var text []byte
	for i, b := range random {
		if i > 0 && i%recoveryGroup == 0 {
			text = append(text, '-')
		}
		text = append(text, crockford[b%32])
	}
	return string(text)
}

// ReadRecovery takes a recovery passphrase as a person types it: small letters,
// blanks, hyphens, and O, I and L for 0 and 1 are forgiven. false: it is none.
func ReadRecovery(typed []byte) ([]byte, bool) {
	out := make([]byte, 0, recoveryLength)
	for _, c := range typed {
		switch {
		case c == ' ' || c == '-' || c == '\t' || c == '\r' || c == '\n':
			continue
		case 'a' <= c && c <= 'z':
			c -= 'a' - 'A'
		}
		switch c {
		case 'O':
			c = '0'
		case 'I', 'L':
			c = '1'
		}
		if !isCrockford(c) || len(out) == recoveryLength {
			clear(out)
			return nil, false
		}
		out = append(out, c)
	}
	return out, len(out) == recoveryLength
}

func isCrockford(c byte) bool {
	for i := range len(crockford) {
		if crockford[i] == c {
			return true
		}
	}
	return false
}
