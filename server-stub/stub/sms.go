package stub

import (
	"crypto/rand"
	"crypto/subtle"
	"errors"
	"fmt"
	"math/big"
	"strings"

	"kauth/core/api"
)

// smsCode is a code that went out by SMS. A new one never forgives what was typed
// wrong before: wrong codes also add up on the person (mayTryCode).
type smsCode struct {
	Method     string // the number's id; "" while it is being added
	Salt, Hash string
	Expires    int64
	Wrong      int
}

// smsSent counts what a person was sent: messages cost money, and a number that
// gets many of them is somebody's phone being rung all night.
type smsSent struct {
	Last  int64
	Since int64
	Count int // since then
}

const (
	smsLife   = 5 * 60
	smsGap    = 30 // seconds between two messages
	smsTries  = 5
	smsAnHour = 10
)

// errSMSOver is a code that is too old, or was tried too often.
var errSMSOver = fail(api.CodeExpired, "this code is over: have a new one sent")

// newSMSCode makes six digits, which go into the message and nowhere else.
func newSMSCode(method string, now int64) (*smsCode, string) {
	n, err := rand.Int(rand.Reader, big.NewInt(1_000_000))
	if err != nil {
		panic(err) // the system has no randomness
	}
	digits := fmt.Sprintf("%06d", n)
	c := &smsCode{Method: method, Salt: api.NewCode(), Expires: now + smsLife}
	c.Hash = c.hash(digits)
	return c, digits
}

func (c *smsCode) hash(digits string) string { return api.Hash([]byte(c.Salt + digits)) }

// try tells whether these are the digits. Five wrong ones end the code.
func (c *smsCode) try(digits string, now int64) (bool, error) {
	if c == nil || left(c.Expires, now, smsLife) == 0 || c.Wrong >= smsTries {
		return false, errSMSOver
	}
	digits = strings.Join(strings.Fields(digits), "")
	if subtle.ConstantTimeCompare([]byte(c.hash(digits)), []byte(c.Hash)) == 1 {
		return true, nil
	}
	c.Wrong++
	return false, nil
}

// smsWait is how many seconds p has to wait for the next message.
func (p *person) smsWait(now int64) int {
	wait := left(p.SMS.Last+smsGap, now, smsGap)
	if p.SMS.Count >= smsAnHour {
		wait = max(wait, left(p.SMS.Since+anHour, now, anHour))
	}
	return int(wait)
}

// sendCode sends p a code. The caller stores p.
func (t *tx) sendCode(p *person, method string, to phoneNumber, what string) (*smsCode, error) {
	if wait := p.smsWait(t.now); wait > 0 {
		return nil, rateLimited(int64(wait), "a code was sent a moment ago, or too many in the last hour")
	}
	if left(p.SMS.Since+anHour, t.now, anHour) == 0 {
		p.SMS = smsSent{Since: t.now}
	}
	p.SMS.Last = t.now
	p.SMS.Count++
	code, digits := newSMSCode(method, t.now)
	t.sms(string(to), p.Lang, what, digits, t.s.o.Name)
	return code, nil
}

// smsAsked says where a code went.
type smsAsked struct {
	Number            string
	ExpiresIn, Resend int
}

// askSMS sends a code to one of the numbers of the login's person: the one with
// that id, or the default, or the first.
func (s *Server) askSMS(id, secret, method string) (asked smsAsked, err error) {
	err = s.update(func(t *tx) error {
		l, p, err := t.openLogin(id, secret)
		if err != nil {
			return err
		}
		m := p.smsMethod(method)
		if m == nil {
			return errNotFound
		}
		if l.Sent, err = t.sendCode(p, m.ID, m.Number, "signin"); err != nil {
			return err
		}
		t.putPerson(p)
		t.put(inLogins, l.ID, l)
		asked = smsAsked{Number: m.Number.masked(), ExpiresIn: smsLife, Resend: smsGap}
		return nil
	})
	return asked, err
}

func (p *person) smsMethod(id string) *method {
	numbers := p.of(kindSMS)
	for i, m := range numbers {
		if m.ID == id || id == "" && m.ID == p.Default {
			return &numbers[i]
		}
	}
	if id == "" && len(numbers) > 0 {
		return &numbers[0]
	}
	return nil
}

// answerSMS passes the second step with the code that was sent for this login.
func (s *Server) answerSMS(v visitor, id, secret, code string) error {
	return s.update(func(t *tx) error {
		l, p, err := t.openLogin(id, secret)
		if err != nil {
			return err
		}
		if err := t.mayTryCode(p.ID); err != nil {
			return err
		}
		if l.Sent != nil && p.smsMethod(l.Sent.Method) == nil {
			l.Sent = nil // the number was removed meanwhile
		}
		ok, err := l.Sent.try(code, t.now)
		if err != nil {
			return err
		}
		if !ok {
			t.wrongCode(p.ID)
			t.put(inLogins, l.ID, l)
			t.record(p.ID, v, "wrong_code", kindSMS)
			return keep{fail(api.CodeMismatch, "that is not the code that was sent")}
		}
		by := l.Sent.Method
		l.Sent = nil // it works once
		t.put(inLogins, l.ID, l)
		return t.approveByCode(l, secret, kindSMS, by)
	})
}

// beginSMS sends a code to a number that is to be added.
func (s *Server) beginSMS(who signedIn, typed, country string) (id string, err error) {
	number, err := parseMobile(typed, country)
	if err != nil {
		return "", errNumber(err)
	}
	return s.newSetup(who, kindSMS, func(t *tx, p *person, one *setup) error {
		for _, m := range p.of(kindSMS) {
			if m.Number == number {
				return fail(api.CodeBadRequest, "this number is there already")
			}
		}
		var err error
		one.Number = number
		if one.Sent, err = t.sendCode(p, "", number, "setup"); err != nil {
			return err
		}
		t.putPerson(p)
		return nil
	})
}

// numberProblem is a refused number; key names the words for people.
type numberProblem struct {
	*problem
	key string
}

func (e numberProblem) Unwrap() error { return e.problem }

func errNumber(err error) error {
	key := "sms.wrong"
	switch {
	case errors.Is(err, errOtherCountry):
		key = "sms.country"
	case errors.Is(err, errNoMobile):
		key = "sms.nomobile"
	}
	return numberProblem{fail(api.CodeBadRequest, err.Error()), key}
}

// resendSetup sends another code to a number being added.
func (s *Server) resendSetup(who signedIn, id string) error {
	return s.update(func(t *tx) error {
		one, err := t.setup(who, id)
		if err != nil || one.Kind != kindSMS {
			return orNotFound(err)
		}
		p, err := t.person(one.Account)
		if err != nil {
			return err
		}
		if one.Sent, err = t.sendCode(p, "", one.Number, "setup"); err != nil {
			return err
		}
		t.putPerson(p)
		t.put(inSetups, one.ID, one)
		return nil
	})
}

// confirmSMS takes the code that went to the number.
func (s *Server) confirmSMS(v visitor, who signedIn, id, name, code string) (done added, err error) {
	err = s.update(func(t *tx) error {
		one, err := t.setup(who, id)
		if err != nil || one.Kind != kindSMS {
			return orNotFound(err)
		}
		ok, err := one.Sent.try(code, t.now)
		if err != nil {
			return err
		}
		if !ok {
			t.put(inSetups, one.ID, one)
			return keep{fail(api.CodeMismatch, "that is not the code that was sent")}
		}
		p, err := t.changer(who)
		if err != nil {
			return err
		}
		if err := t.turnOn(p, who.Session); err != nil {
			return err
		}
		_, done = t.finishSetup(p, one, v, name, one.Number.masked())
		return nil
	})
	return done, err
}
