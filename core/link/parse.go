package link

import (
	"net/url"
	"strings"
	"unicode/utf8"

	"kauth/core"
)

// MaxText is the longest text that is looked at, in bytes. The largest QR code
// holds 2,953 bytes.
const MaxText = 4 << 10

// Kind is what a text turned out to be.
type Kind string

// The kinds of text.
const (
	KAuth     Kind = "kauth"             // an offer to link this phone
	OTPAuth   Kind = "otpauth"           // a code-only account
	Migration Kind = "otpauth-migration" // a part of another app's export
	Request   Kind = "kauth-request"     // a signed request, for a phone without a network
	Other     Kind = "other"             // nothing of ours
)

// Parsed is what a text says. Offer is set for KAuth, Account for OTPAuth, Export for
// Migration, Request for Request; with an error none is, and Kind still says what the
// text meant to be.
type Parsed struct {
	Kind    Kind
	Offer   *Offer
	Account *core.Account // CodeOnly, with neither ID nor Added
	Export  *Export
	Request string // a compact JWS, of which nothing was checked yet
	Text    string // what was read, without the white space around it
}

// Parse reads a text. Its errors are core.NotOurs, core.Malformed (whose cause
// says which rule is broken) and core.TooNew. No error holds any part of the
// text, since a secret may be anywhere in it.
func Parse(text string) (Parsed, error) {
	p := Parsed{Kind: Other, Text: strings.TrimSpace(text)}
	scheme, rest, found := strings.Cut(p.Text, ":")
	if !found {
		return p, core.E(opParse, core.NotOurs, nil)
	}
	switch Kind(strings.ToLower(scheme)) {
	case KAuth:
		p.Kind = KAuth
	case OTPAuth:
		p.Kind = OTPAuth
	case Migration:
		p.Kind = Migration
	default:
		return p, core.E(opParse, core.NotOurs, nil)
	}
	rest, slashes := strings.CutPrefix(rest, "//")
	switch {
	case len(p.Text) > MaxText:
		return p, malformed("longer than %d bytes", MaxText)
	case !utf8.ValidString(p.Text):
		return p, malformed("not valid UTF-8")
	case !slashes:
		return p, malformed("no // after %s:", p.Kind)
	}
	if p.Kind == KAuth && isRequest(rest) {
		p.Kind = Request
	}
	var err error
	switch p.Kind {
	case Request:
		p.Request, err = parseRequest(rest)
	case KAuth:
		p.Offer, err = parseOffer(rest)
	case OTPAuth:
		p.Account, err = parseOTPAuth(rest)
	case Migration:
		p.Export, err = parseExport(rest)
	}
	return p, err
}

const opParse = "link.Parse"

func malformed(format string, a ...any) error {
	return core.Errorf(opParse, core.Malformed, format, a...)
}

// query reads parameters, none of which may stand twice: readers differ in which
// one they take, and an attacker could show one and mean the other.
func query(raw string) (map[string]string, error) {
	values, err := url.ParseQuery(raw)
	if err != nil {
		return nil, malformed("the parameters are not percent-encoded")
	}
	q := make(map[string]string, len(values))
	for name, all := range values {
		if len(all) > 1 {
			return nil, malformed("a parameter stands twice")
		}
		if !utf8.ValidString(all[0]) {
			return nil, malformed("a parameter is not valid UTF-8")
		}
		q[name] = all[0]
	}
	return q, nil
}

// number reads a decimal number: digits alone, no sign, within lo and hi.
func number(s string, lo, hi uint64) (uint64, bool) {
	if s == "" || len(s) > 20 {
		return 0, false
	}
	var n uint64
	for _, c := range []byte(s) {
		d := uint64(c - '0')
		if c < '0' || c > '9' || n > (hi-min(d, hi))/10 {
			return 0, false
		}
		n = n*10 + d
	}
	return n, n >= lo && n <= hi
}
