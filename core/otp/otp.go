package otp

import (
	"encoding/base32"
	"errors"
	"strconv"
	"time"

	"github.com/pquerna/otp"
	"github.com/pquerna/otp/hotp"

	"kauth/core"
)

// At gives an account's code at t. HOTP gives the code of o.Counter, whatever
// the time. The error is core.Malformed: settings that make no code, or a time
// before 1970.
func At(o core.OTP, t time.Time) (core.Code, error) {
	if err := check(o, t); err != nil {
		return core.Code{}, core.E("otp.At", core.Malformed, err)
	}
	if o.Type == core.HOTP {
		d, err := code(o, o.Counter)
		return core.Code{Digits: d}, err
	}
	period := int64(o.Period / time.Second)
	step := t.Unix() / period
	now, err := code(o, uint64(step))
	if err != nil {
		return core.Code{}, err
	}
	next, err := code(o, uint64(step+1))
	if err != nil {
		return core.Code{}, err
	}
	left := time.Unix((step+1)*period, 0).Sub(t)
	return core.Code{Digits: now, Next: next, Left: left, Period: o.Period}, nil
}

func check(o core.OTP, t time.Time) error {
	steam := o.Type == core.Steam
	switch {
	case o.Type != core.TOTP && o.Type != core.HOTP && !steam:
		return errors.New("unknown type")
	case o.Secret.Len() == 0:
		return errors.New("no secret")
	case steam && o.Digits != 5, !steam && (o.Digits < 6 || o.Digits > 8):
		return errors.New("impossible number of digits")
	case o.Type != core.HOTP && (o.Period < time.Second || o.Period%time.Second != 0):
		return errors.New("impossible period")
	case o.Type != core.HOTP && t.Unix() < 0:
		return errors.New("a time before 1970")
	}
	return nil
}

var algorithms = map[string]otp.Algorithm{
	"SHA1": otp.AlgorithmSHA1, "SHA256": otp.AlgorithmSHA256, "SHA512": otp.AlgorithmSHA512,
}

// whole is enough digits for all 31 bits of RFC 4226's truncated value.
const whole = otp.Digits(10)

func code(o core.OTP, counter uint64) (string, error) {
	algorithm, known := algorithms[o.Algorithm]
	if !known {
		return "", core.Errorf("otp.At", core.Malformed, "unknown algorithm")
	}
	digits := otp.Digits(o.Digits)
	if o.Type == core.Steam {
		digits = whole
	}
	secret := base32.StdEncoding.EncodeToString(o.Secret.Bytes())
	s, err := hotp.GenerateCodeCustom(secret, counter, hotp.ValidateOpts{Digits: digits, Algorithm: algorithm})
	if err != nil {
		return "", core.E("otp.At", core.Malformed, err)
	}
	if o.Type == core.Steam {
		return steam(s, o.Digits)
	}
	return s, nil
}

// alphabet is Steam's: no vowels and nothing that looks like something else.
const alphabet = "23456789BCDFGHJKMNPQRTVWXY"

// steam spells the truncated value in Steam's alphabet, lowest place first.
func steam(value string, n int) (string, error) {
	v, err := strconv.ParseUint(value, 10, 32)
	if err != nil {
		return "", core.E("otp.At", core.Internal, err)
	}
	b := make([]byte, n)
	for i := range b {
		b[i] = alphabet[v%uint64(len(alphabet))]
		v /= uint64(len(alphabet))
	}
	return string(b), nil
}

// Group parts digits for reading: 3+3, 3+4, 4+4. Others stay as they are.
func Group(digits string) string {
	if n := len(digits); n >= 6 && n <= 8 {
		return digits[:n/2] + " " + digits[n/2:]
	}
	return digits
}
