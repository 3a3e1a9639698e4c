package stub

import (
	"crypto/subtle"
	"strings"

	otpgen "github.com/pquerna/otp"
	"github.com/pquerna/otp/hotp"

	"kauth/core/api"
)

// codeSecret makes one-time codes (RFC 6238) and remembers which were used.
type codeSecret struct {
	Secret   []byte
	LastStep int64 // the step of the last code accepted: RFC 6238 section 5.2 takes none twice
	Drift    int64 // how many steps off that was, -1 to 1 (section 6)
}

const (
	codeDigits = 6
	codePeriod = 30
	codeWindow = 1 // steps either side (section 5.2)
)

// try accepts a code of now, of the step before or after, or of one more step in
// the direction that this phone's clock was off the last time. A step at or before
// the last accepted one is never accepted again.
func (c *codeSecret) try(code string, now int64) (bool, error) {
	step := now / codePeriod
	low, high := step-codeWindow+min(c.Drift, 0), step+codeWindow+max(c.Drift, 0)
	for at := low; at <= high; at++ {
		// The arithmetic alone is taken from there: it remembers no used codes.
		want, err := hotp.GenerateCodeCustom(base32NoPad.EncodeToString(c.Secret), uint64(at),
			hotp.ValidateOpts{Digits: otpgen.DigitsSix, Algorithm: otpgen.AlgorithmSHA1})
		if err != nil {
			return false, err
		}
		if at > c.LastStep && subtle.ConstantTimeCompare([]byte(want), []byte(code)) == 1 {
			c.LastStep, c.Drift = at, min(max(at-step, -1), 1)
			return true, nil
		}
	}
	return false, nil
}

const (
	freeTries = 5
	lastTry   = 100 // SP 800-63B-4 section 3.2.2
)

// mayTryCode makes guessing slow: five wrong codes are free, then every next one
// waits 1, 2, 4 to 60 seconds; after a hundred there are no more, until a sign-in
// by another way.
func (p *person) mayTryCode(now int64) error {
	switch {
	case p.Codes.Count >= lastTry:
		return rateLimited(3600, "too many wrong codes: sign in another way")
	case now < p.Codes.Until:
		return rateLimited(p.Codes.Until-now, "too many wrong codes in a row")
	}
	return nil
}

func (p *person) wrongCode(now int64) {
	p.Codes.Count++
	if over := p.Codes.Count - freeTries; over >= 0 {
		p.Codes.Until = now + min(int64(1)<<min(over, 6), 60)
	}
}

// answerTOTP passes the second step with a one-time code, of any phone or of an
// app of another make.
func (s *Server) answerTOTP(v visitor, id, secret, code string) error {
	code = strings.Join(strings.Fields(code), "")
	return s.update(func(t *tx) error {
		l, p, err := t.openLogin(id, secret)
		if err != nil {
			return err
		}
		if err := p.mayTryCode(t.now); err != nil {
			return err
		}
		ok, err := t.tryCode(p, code)
		if err != nil {
			return err
		}
		if !ok {
			p.wrongCode(t.now)
			t.putPerson(p)
			t.record(p.ID, v, "wrong_code", "totp")
			return keep{fail(api.CodeMismatch, "the code is wrong, or was used already")}
		}
		t.putPerson(p)
		return t.approveByCode(l, secret, "totp")
	})
}

// tryCode tries a code against all of the person's secrets.
func (t *tx) tryCode(p *person, code string) (bool, error) {
	phones, err := t.active(p)
	if err != nil {
		return false, err
	}
	for _, d := range phones {
		if ok, err := d.Code.try(code, t.now); ok || err != nil {
			t.putDevice(d)
			return ok, err
		}
	}
	for _, m := range p.Others {
		if m.Kind != kindTOTP {
			continue
		}
		seed, err := load[codeSecret](t, inSeeds, m.ID)
		if err != nil {
			return false, err
		}
		if ok, err := seed.try(code, t.now); ok || err != nil {
			t.put(inSeeds, m.ID, seed)
			return ok, err
		}
	}
	return false, nil
}

// approveByCode lets the page in and takes its request back from the phones.
func (t *tx) approveByCode(l *login, secret, with string) error {
	t.withdraw(l, stateCancelled)
	l, err := t.login(l.ID, secret) // withdrawing wrote it
	if err != nil {
		return err
	}
	t.approveLogin(l, with)
	return nil
}
