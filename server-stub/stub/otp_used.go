package stub

import (
	"encoding/binary"

	"kauth/core/api"
)

// What checks of one-time codes remember is in records of a few bytes, beside the
// people and phones: a check is the most frequent thing that has to be on disk
// before it is answered, and must not rewrite what it does not change.

// usedCode is the last code of a secret that was accepted.
type usedCode struct {
	Step  int64 // RFC 6238 section 5.2 takes none twice
	Drift int64 // how many steps off that was, -1 to 1 (section 6)
}

// usedCode is found by the phone or method that has the secret.
func (t *tx) usedCode(owner string) (used usedCode) {
	if b := t.Bucket([]byte(inUsedCodes)).Get([]byte(owner)); len(b) == 9 {
		used.Step, used.Drift = int64(binary.BigEndian.Uint64(b)), int64(int8(b[8]))
	}
	return used
}

func (t *tx) putUsedCode(owner string, used usedCode) {
	b := append(binary.BigEndian.AppendUint64(nil, uint64(used.Step)), byte(used.Drift))
	t.fail(t.Bucket([]byte(inUsedCodes)).Put([]byte(owner), b))
}

// useCode tells whether the code is right and was not used before, and notes that
// it is used now.
func (t *tx) useCode(owner string, c codeSecret, code string) bool {
	used, ok := c.check(code, t.usedCode(owner), t.now)
	if ok {
		t.putUsedCode(owner, used)
	}
	return ok
}

// wrongCodes counts a person's wrong codes in a row; Until is when the next may be
// tried.
type wrongCodes struct{ Count, Until int64 }

func (t *tx) wrongCodes(account string) (w wrongCodes) {
	if b := t.Bucket([]byte(inUsedCodes)).Get([]byte(account)); len(b) == 16 {
		w.Count, w.Until = int64(binary.BigEndian.Uint64(b)), int64(binary.BigEndian.Uint64(b[8:]))
	}
	return w
}

func (t *tx) putWrongCodes(account string, w wrongCodes) {
	b := binary.BigEndian.AppendUint64(binary.BigEndian.AppendUint64(nil, uint64(w.Count)), uint64(w.Until))
	t.fail(t.Bucket([]byte(inUsedCodes)).Put([]byte(account), b))
}

const (
	freeTries = 5
	lastTry   = 100 // SP 800-63B-4 section 3.2.2
)

// mayTryCode makes guessing slow: five wrong codes are free, then every next one
// waits 1, 2, 4 to 60 seconds; after a hundred there are no more, until a sign-in
// by another way.
func (t *tx) mayTryCode(account string) error {
	w := t.wrongCodes(account)
	if w.Count >= lastTry {
		return rateLimited(3600, "too many wrong codes: sign in another way")
	}
	if wait := left(w.Until, t.now, pauseAfter(lastTry)); wait > 0 {
		return rateLimited(wait, "too many wrong codes in a row")
	}
	return nil
}

func (t *tx) wrongCode(account string) {
	w := t.wrongCodes(account)
	w.Count++
	if over := w.Count - freeTries; over >= 0 {
		w.Until = t.now + pauseAfter(int(over))
	}
	t.putWrongCodes(account, w)
}

// forgiveCodes is a sign-in that succeeded.
func (t *tx) forgiveCodes(account string) {
	if t.wrongCodes(account) != (wrongCodes{}) {
		t.remove(inUsedCodes, account)
	}
}

var errCodeMismatch = fail(api.CodeMismatch, "the code is wrong, or was used already")
