package link

import (
	"encoding/base32"
	"math"
	"strings"
	"time"
	"unicode"

	"kauth/core"
	"kauth/core/api"
)

// What an otpauth address means where it says nothing.
const (
	defaultDigits = 6
	steamDigits   = 5
	defaultPeriod = 30
	maxPeriod     = 24 * 60 * 60 // seconds; a code that outlives a day is a mistake
)

// ErrNameless is the cause of refusing an address that is good but for a name.
const ErrNameless = "neither issuer nor account name"

// parseOTPAuth reads what follows otpauth://. It cuts by hand: labels hold raw
// spaces and #, which an address parser would refuse or drop.
func parseOTPAuth(rest string) (*core.Account, error) {
	path, raw, _ := strings.Cut(rest, "?")
	kind, label, _ := strings.Cut(path, "/")
	q, err := query(raw)
	if err != nil {
		return nil, err
	}
	a := &core.Account{State: core.CodeOnly}
	if a.Issuer, a.Label, err = names(label, q["issuer"]); err != nil {
		return nil, err
	}
	if a.OTP, err = readOTP(strings.ToLower(kind), q, a.Issuer); err != nil {
		return nil, err
	}
	if a.Issuer == "" && a.Label == "" {
		return nil, malformed(ErrNameless)
	}
	return a, nil
}

// CodeOnly makes an account of what an otpauth address would say, for files of other
// apps that keep it apart: the type, and the parameters secret, algorithm, digits,
// period and counter, of which those that are missing mean what they mean in an
// address. It fails with core.Malformed. Names may both be missing.
func CodeOnly(kind, issuer, label string, params map[string]string) (*core.Account, error) {
	issuer, label = api.CleanText(issuer, maxName), api.CleanText(label, maxName)
	otp, err := readOTP(strings.ToLower(kind), params, issuer)
	if err != nil {
		return nil, err
	}
	// Copies: a part of the text would keep all of it in memory, the secret too, for as
	// long as somebody knows the account's name.
	return &core.Account{State: core.CodeOnly, Issuer: strings.Clone(issuer), Label: strings.Clone(label), OTP: otp}, nil
}

func readOTP(kind string, q map[string]string, issuer string) (core.OTP, error) {
	var o core.OTP
	var err error
	if o.Type, err = otpType(kind, q, issuer); err != nil {
		return core.OTP{}, err
	}
	if o.Secret, err = secret(q["secret"]); err != nil {
		return core.OTP{}, err
	}
	if o.Algorithm, err = algorithm(q, o.Type); err != nil {
		return core.OTP{}, err
	}
	if o.Digits, err = digits(q, o.Type); err != nil {
		return core.OTP{}, err
	}
	if o.Type == core.HOTP {
		o.Counter, err = counter(q)
	} else {
		o.Period, err = period(q)
	}
	return o, err
}

// otpType tells Steam's codes by what the apps that export them write: the type
// itself, encoder=steam, or the issuer Steam with five digits.
func otpType(kind string, q map[string]string, issuer string) (core.OTPType, error) {
	encoder, hasEncoder := q["encoder"]
	steam := strings.EqualFold(encoder, "steam") ||
		strings.EqualFold(issuer, "Steam") && q["digits"] == "5"
	switch {
	case hasEncoder && !strings.EqualFold(encoder, "steam"):
		return "", malformed("unknown encoder")
	case kind == "steam", kind == "totp" && steam:
		return core.Steam, nil
	case kind == "hotp" && steam:
		return "", malformed("Steam's codes follow the time, not a counter")
	case kind == "totp":
		return core.TOTP, nil
	case kind == "hotp":
		return core.HOTP, nil
	}
	return "", malformed("the type is not totp, hotp or steam")
}

// secret reads base32 as people print it: in lower case, in groups, padded. Bits
// left over at the end are dropped, as many real secrets have them.
func secret(s string) (core.Secret, error) {
	s = strings.Map(func(r rune) rune {
		switch {
		case r == '-' || unicode.IsSpace(r):
			return -1
		case r >= 'a' && r <= 'z': // unicode.ToUpper would make an I of a dotless ı
			return r - 'a' + 'A'
		}
		return r
	}, s)
	s = strings.TrimRight(s, "=")
	if s == "" {
		return core.Secret{}, malformed("no secret")
	}
	if n := len(s) % 8; n == 1 || n == 3 || n == 6 {
		// The last one has nothing but such bits; base32 would drop its whole group.
		if last := s[len(s)-1]; (last < 'A' || last > 'Z') && (last < '2' || last > '7') {
			return core.Secret{}, malformed("the secret is not base32")
		}
		s = s[:len(s)-1]
	}
	b, err := base32.StdEncoding.WithPadding(base32.NoPadding).DecodeString(s)
	if err != nil || len(b) == 0 {
		return core.Secret{}, malformed("the secret is not base32")
	}
	return core.NewSecret(b), nil
}

func algorithm(q map[string]string, t core.OTPType) (string, error) {
	a, given := q["algorithm"]
	a = strings.ToUpper(a)
	switch {
	case !given:
		return "SHA1", nil
	case a != "SHA1" && a != "SHA256" && a != "SHA512":
		return "", malformed("the algorithm is not SHA1, SHA256 or SHA512")
	case t == core.Steam && a != "SHA1":
		return "", malformed("Steam's algorithm is SHA1")
	}
	return a, nil
}

func digits(q map[string]string, t core.OTPType) (int, error) {
	s, given := q["digits"]
	n, ok := number(s, 0, math.MaxUint32)
	switch {
	case t == core.Steam && given && (!ok || n != steamDigits):
		return 0, malformed("Steam's codes have 5 characters")
	case t == core.Steam:
		return steamDigits, nil
	case !given:
		return defaultDigits, nil
	case !ok || n < 6 || n > 8:
		return 0, malformed("digits is not 6, 7 or 8")
	}
	return int(n), nil
}

func period(q map[string]string) (time.Duration, error) {
	s, given := q["period"]
	if !given {
		return defaultPeriod * time.Second, nil
	}
	n, ok := number(s, 1, maxPeriod)
	if !ok {
		return 0, malformed("period is not 1 to %d seconds", maxPeriod)
	}
	return time.Duration(n) * time.Second, nil
}

func counter(q map[string]string) (uint64, error) {
	s, given := q["counter"]
	if !given {
		return 0, malformed("a hotp address needs a counter")
	}
	n, ok := number(s, 0, math.MaxInt64)
	if !ok {
		return 0, malformed("counter is not a number")
	}
	return n, nil
}
