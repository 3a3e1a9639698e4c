package transfer

import (
	"maps"
	"strconv"
	"strings"

	"kauth/core"
	"kauth/core/link"
)

// thing is one thing in a file, in that file's words: either an address, or the
// parameters that an address would have. One set of rules judges both (core/link).
type thing struct {
	address string

	kind   string // "totp", "hotp", "steam", ...
	issuer string
	label  string
	params map[string]string // secret (base32), algorithm, digits, period, counter; "" is not given

	refuse Reason // the format's own reason against it

	own *core.Account // of our own backup, whose seal vouches for it
}

// judge makes entries of things.
func judge(all []thing) []Entry {
	entries := make([]Entry, 0, len(all))
	for _, t := range all {
		entries = append(entries, t.judge())
	}
	return entries
}

func (t thing) judge() Entry {
	e := Entry{Issuer: t.issuer, Label: t.label, Type: strings.ToLower(t.kind), Outcome: Read}
	if t.refuse != "" {
		return e.refused(t.refuse, nil)
	}
	if t.own != nil {
		return e.taken(*t.own)
	}
	if t.address != "" {
		return t.judgeAddress(e)
	}
	return t.judgeParams(e)
}

func (e Entry) refused(r Reason, err error) Entry {
	e.Outcome, e.Reason, e.Detail = Refused, r, core.Reason(err)
	return e
}

func (e Entry) repaired(r Reason) Entry {
	if e.Outcome == Read {
		e.Outcome, e.Reason = Repaired, r
	}
	return e
}

// judgeParams mends what is known to be written in several ways, and leaves the rest
// to the rules of addresses.
func (t thing) judgeParams(e Entry) Entry {
	if e.Type != "totp" && e.Type != "hotp" && e.Type != "steam" {
		return e.refused(OtherType, nil)
	}
	params := map[string]string{}
	for name, value := range t.params {
		if len(value) > maxValue {
			return e.refused(Broken, core.Errorf(opRead, core.Malformed, "longer than %d bytes", maxValue))
		}
		if value = strings.TrimSpace(value); value != "" {
			params[name] = value
		}
	}
	e, params = mend(e, params)
	a, err := link.CodeOnly(e.Type, t.issuer, t.label, params)
	if err != nil {
		return e.refused(Broken, err)
	}
	return e.taken(*a)
}

// mend puts right what other apps are known to write. Nothing here guesses between
// two codes.
func mend(e Entry, params map[string]string) (Entry, map[string]string) {
	params = maps.Clone(params)
	if given := params["algorithm"]; given != "" {
		if name := algorithmName(given); !strings.EqualFold(name, given) {
			params["algorithm"] = name
			e = e.repaired(AlgorithmSet)
		}
	}
	if e.Type == "steam" {
		if d := params["digits"]; d != "" && d != "5" {
			e = e.repaired(DigitsSet)
		}
		delete(params, "digits")
	}
	if e.Type != "hotp" {
		delete(params, "counter")
	} else {
		delete(params, "period")
	}
	return e, params
}

// algorithmName takes SHA-1, HmacSHA1 and Ente's old Algorithm.sha1 for what they are.
func algorithmName(s string) string {
	name := strings.ToUpper(s)
	name = strings.TrimPrefix(name, "ALGORITHM.")
	name = strings.TrimPrefix(name, "HMAC")
	name = strings.TrimLeft(name, "-_")
	switch strings.ReplaceAll(name, "-", "") {
	case "SHA1", "SHA256", "SHA512":
		return strings.ReplaceAll(name, "-", "")
	}
	return s
}

// taken is an entry that can become an account, with a name of its own at least.
func (e Entry) taken(a core.Account) Entry {
	if issuer, _, polluted := strings.Cut(a.Issuer, "period="); polluted { // an old defect of Ente's
		a.Issuer = strings.TrimRight(issuer, " &?")
		e = e.repaired(IssuerCut)
	}
	if a.Issuer == "" && a.Label == "" {
		a.Label = "?"
		e = e.repaired(NoName)
	}
	e.Issuer, e.Label, e.Type = a.Issuer, a.Label, string(a.OTP.Type)
	e.Account = a
	return e
}

// decimal spells a number for a parameter.
func decimal[N int | int64 | uint64](n N) string { return strconv.FormatInt(int64(n), 10) }
