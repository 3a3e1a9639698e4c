package stub

import (
	"crypto/hmac"
	"crypto/sha1"
	"crypto/subtle"
	"encoding/binary"
	"fmt"
	"strings"
)

// codeSecret makes one-time codes (RFC 6238); otp_used.go remembers which were used.
type codeSecret struct{ Secret []byte }

const (
	codeDigits = 6
	codePeriod = 30
	codeWindow = 1 // steps either side (section 5.2)
)

// check accepts a code of now, of the step before or after, or of one more step in
// the direction that this phone's clock was off the last time. A step at or before
// the last accepted one is never accepted again.
func (c codeSecret) check(code string, last usedCode, now int64) (used usedCode, ok bool) {
	step := now / codePeriod
	low, high := step-codeWindow+min(last.Drift, 0), step+codeWindow+max(last.Drift, 0)
	for at := low; at <= high; at++ {
		if at > last.Step && subtle.ConstantTimeCompare(c.at(at), []byte(code)) == 1 {
			return usedCode{Step: at, Drift: min(max(at-step, -1), 1)}, true
		}
	}
	return usedCode{}, false
}

// at is the code of a step (RFC 4226 section 5.3).
func (c codeSecret) at(step int64) []byte {
	mac := hmac.New(sha1.New, c.Secret)
	mac.Write(binary.BigEndian.AppendUint64(nil, uint64(step)))
	sum := mac.Sum(nil)
	number := binary.BigEndian.Uint32(sum[sum[len(sum)-1]&15:]) & (1<<31 - 1) % 1_000_000
	return fmt.Appendf(nil, "%0*d", codeDigits, number)
}

// answerTOTP passes the second step with a one-time code, of any phone or of an
// app of another make.
func (s *Server) answerTOTP(v visitor, id, secret, code string) error {
	code = strings.Join(strings.Fields(code), "")
	return s.update(func(t *tx) error { return t.answerTOTP(v, id, secret, code) })
}

func (t *tx) answerTOTP(v visitor, id, secret, code string) error {
	l, p, err := t.openLogin(id, secret)
	if err != nil {
		return err
	}
	if err := t.mayTryCode(p.ID); err != nil {
		return err
	}
	by, err := t.tryCode(p, code)
	if err != nil {
		return err
	}
	if by == "" {
		t.wrongCode(p.ID)
		t.record(p.ID, v, "wrong_code", "totp")
		return keep{errCodeMismatch}
	}
	return t.approveByCode(l, secret, "totp", by)
}

// tryCode tries a code against all of the person's secrets, and gives the id of
// the one that made it.
func (t *tx) tryCode(p *person, code string) (by string, err error) {
	for _, id := range p.Devices {
		d, err := look[device](t, inDevices, id)
		if err != nil {
			return "", err
		}
		if d.State == deviceActive && t.useCode(d.ID, d.Code, code) {
			return d.ID, nil
		}
	}
	for _, m := range p.Others {
		if m.Kind != kindTOTP {
			continue
		}
		seed, err := look[codeSecret](t, inSeeds, m.ID)
		if err != nil {
			return "", err
		}
		if t.useCode(m.ID, *seed, code) {
			return m.ID, nil
		}
	}
	return "", nil
}

// approveByCode lets the page in and takes its request back from the phones.
func (t *tx) approveByCode(l *login, secret, kind, by string) error {
	t.withdraw(l, stateCancelled)
	l, err := t.login(l.ID, secret) // withdrawing wrote it
	if err != nil {
		return err
	}
	t.approveLogin(l, kind, passed{Kind: kind, By: by})
	return nil
}
