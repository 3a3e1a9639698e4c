package stub

import (
	"cmp"
	"crypto/pbkdf2"
	"crypto/rand"
	"crypto/sha256"
	"crypto/subtle"
	"slices"
	"strings"
)

// recoverySet is a person's backup codes: look-up secrets, stored as SP 800-63B-4
// section 3.1.2.2 says, salted and hashed.
type recoverySet struct {
	Salt   []byte
	Rounds int      `json:",omitempty"` // of the hash; 0 for hashRounds
	Hashes [][]byte // nil for one that was used
	Made   int64

	// In clear only until the phone has shown them, or ten minutes have passed.
	Waiting []string
	Device  string // the phone that may show them; "" for a set made on a page
	Kept    bool   // the phone said that they are in a safe place
}

// lost tells a set that went to a phone which never said that it was kept and no
// longer can: the next phone to be linked gets a new one, or nobody would have any.
func (r *recoverySet) lost(active []string) bool {
	return r != nil && r.Device != "" && !r.Kept && (len(r.Waiting) == 0 || !slices.Contains(active, r.Device))
}

const (
	recoveryCodes = 10
	recoveryWait  = 10 * 60
	recoveryTries = 10 // wrong ones, in an hour
	recoveryHour  = 60 * 60
	hashRounds    = 10_000
)

// crockford is Crockford's base32 in lower case: no i, l, o, u to misread.
const crockford = "0123456789abcdefghjkmnpqrstvwxyz"

// newRecoverySet makes ten codes of 80 bits; rounds is 0 for the usual ones.
func newRecoverySet(now int64, rounds int) (*recoverySet, []string) {
	set := &recoverySet{Salt: make([]byte, 16), Made: now, Rounds: rounds}
	rand.Read(set.Salt)
	var codes []string
	for range recoveryCodes {
		code := newRecoveryCode()
		codes = append(codes, code)
		set.Hashes = append(set.Hashes, set.hash(code))
	}
	return set, codes
}

// spareSets has sets made ahead: hashing ten codes takes tens of milliseconds, and
// they are needed where everybody waits, in a transaction.
type spareSets struct {
	ready  chan spareSet
	rounds int
}

type spareSet struct {
	set   *recoverySet
	codes []string
}

// init has few rounds where hashes are to be cheap.
func (s *spareSets) init(cheap bool) {
	s.ready = make(chan spareSet, 2)
	if cheap {
		s.rounds = 1
	}
	go s.fill()
}

func (s *spareSets) fill() {
	set, codes := newRecoverySet(0, s.rounds)
	select {
	case s.ready <- spareSet{set, codes}:
	default:
	}
}

// take gives a set that nobody has seen.
func (s *spareSets) take(now int64) (*recoverySet, []string) {
	go s.fill()
	select {
	case one := <-s.ready:
		one.set.Made = now
		return one.set, one.codes
	default:
		return newRecoverySet(now, s.rounds)
	}
}

// newRecoveryCode writes 80 random bits as xxxx-xxxx-xxxx-xxxx.
func newRecoveryCode() string {
	raw := make([]byte, 16)
	rand.Read(raw)
	var b strings.Builder
	for i, r := range raw {
		if i > 0 && i%4 == 0 {
			b.WriteByte('-')
		}
		b.WriteByte(crockford[r%32]) // 256 is a multiple of 32: no bias
	}
	return b.String()
}

func (r *recoverySet) hash(code string) []byte {
	h, err := pbkdf2.Key(sha256.New, normalRecovery(code), r.Salt, cmp.Or(r.Rounds, hashRounds), 32)
	if err != nil {
		panic(err) // only where FIPS forbids the parameters
	}
	return h
}

// normalRecovery takes a code as people type it (Crockford: o is 0, i and l are 1).
func normalRecovery(code string) string {
	code = strings.NewReplacer("-", "", " ", "", "o", "0", "i", "1", "l", "1").Replace(strings.ToLower(code))
	return code[:min(len(code), 64)]
}

// use spends a code.
func (r *recoverySet) use(code string) bool {
	if r.left() == 0 {
		return false
	}
	h := r.hash(code)
	for i, have := range r.Hashes {
		if len(have) > 0 && subtle.ConstantTimeCompare(have, h) == 1 {
			r.Hashes[i] = nil
			return true
		}
	}
	return false
}

// left counts the unused codes; nil has none.
func (r *recoverySet) left() (n int) {
	if r == nil {
		return 0
	}
	for _, h := range r.Hashes {
		if len(h) > 0 {
			n++
		}
	}
	return n
}
