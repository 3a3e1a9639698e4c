package link

import (
	"encoding/base64"
	"net/url"
	"strconv"
	"strings"
	"time"

	"kauth/core"
	"kauth/core/api"
)

// Version is the one version of the kauth address that is understood.
const Version = "1"

// maxName is the most bytes that an issuer or a label may have on screen.
const maxName = 128

// maxExpires ends where a Unix time stops making sense as a date (year 9999).
const maxExpires = 253402300799

// Offer is a server's offer to link this phone, as its QR code says it.
type Offer struct {
	Origin  string    // the server, "https://host[:port]"
	Code    string    // the link code: 128 bits in base64url, good once
	KeyID   string    // RFC 7638 thumbprint of the key that the server will sign with
	Expires time.Time // by the server's clock; not checked here
	Issuer  string    // for people; the server says it again, signed
	Account string    // a hint whose account it is
}

// URL writes the kauth address of an offer.
func (o Offer) URL() string {
	var b strings.Builder
	b.WriteString("kauth://link?v=" + Version)
	for _, p := range [...][2]string{
		{"u", o.Origin},
		{"c", o.Code},
		{"k", o.KeyID},
		{"x", strconv.FormatInt(o.Expires.Unix(), 10)},
		{"i", o.Issuer},
		{"a", o.Account},
	} {
		b.WriteString("&" + p[0] + "=" + url.QueryEscape(p[1]))
	}
	return b.String()
}

// parseOffer reads what follows kauth://.
func parseOffer(rest string) (*Offer, error) {
	action, raw, _ := strings.Cut(rest, "?")
	if strings.Contains(rest, "#") {
		return nil, malformed("a kauth address has no fragment")
	}
	q, err := query(raw)
	if err != nil {
		return nil, err
	}
	// The version comes first: a later one may have changed all the rest.
	if err := checkVersion(q); err != nil {
		return nil, err
	}
	if action != "link" {
		return nil, malformed("a kauth address starts with kauth://link?")
	}
	return readOffer(q)
}

func checkVersion(q map[string]string) error {
	v, ok := number(q["v"], 1, 1<<32)
	switch {
	case !ok || q["v"][0] == '0':
		return malformed("v is not a version")
	case v > 1:
		return core.Errorf(opParse, core.TooNew, "version %d of the kauth address", v)
	}
	return nil
}

func readOffer(q map[string]string) (*Offer, error) {
	o := &Offer{
		Origin: q["u"], Code: q["c"], KeyID: q["k"],
		Issuer:  api.CleanText(q["i"], maxName),
		Account: api.CleanText(q["a"], maxName),
	}
	if err := CheckOrigin(o.Origin); err != nil {
		return nil, err
	}
	x, ok := number(q["x"], 1, maxExpires)
	switch {
	case !isBase64(o.Code, 16):
		return nil, malformed("c is not 22 characters of base64url")
	case !isBase64(o.KeyID, 32):
		return nil, malformed("k is not 43 characters of base64url")
	case !ok:
		return nil, malformed("x is not a Unix time")
	}
	o.Expires = time.Unix(int64(x), 0)
	return o, nil
}

// isBase64 tells n bytes in base64url without padding, in their one spelling.
// The length goes first: Go's decoder passes over line breaks.
func isBase64(s string, n int) bool {
	enc := base64.RawURLEncoding.Strict()
	if len(s) != enc.EncodedLen(n) {
		return false
	}
	b, err := enc.DecodeString(s)
	return err == nil && len(b) == n
}
