package link

import (
	"encoding/base32"
	"encoding/base64"
	"strings"

	"kauth/core"
)

// requestAddress is how the address of a signed request begins: with the version behind
// it, since a later one may have changed all the rest.
const requestAddress = "KAUTH://REQUEST/"

// maxRequest is the longest signed message that a QR code can carry (api.MaxJWS is for
// what comes over the network).
const maxRequest = 2 << 10

var base32Bare = base32.StdEncoding.WithPadding(base32.NoPadding)

// RequestURL writes a compact JWS as the address that a QR code holds: the bytes of its
// three parts in base32 (RFC 4648 section 6, upper case, no padding). A QR code packs
// these characters into 5.5 bits each (ISO/IEC 18004, alphanumeric mode), so the code
// is two versions smaller than with the message as it is. "" for what is no JWS.
func RequestURL(jws string) string {
	parts := strings.Split(jws, ".")
	if len(parts) != 3 {
		return ""
	}
	for i, p := range parts {
		b, err := base64.RawURLEncoding.Strict().DecodeString(p)
		if err != nil {
			return ""
		}
		parts[i] = base32Bare.EncodeToString(b)
	}
	return requestAddress + Version + "/" + strings.Join(parts, ".")
}

// isRequest tells by what follows kauth:// whether a signed request was meant. Systems
// write the beginning of an address in lower case when they pass it on.
func isRequest(rest string) bool {
	action, _, _ := strings.Cut(rest, "/")
	return strings.EqualFold(action, "request")
}

// parseRequest reads what follows kauth://, and gives the JWS byte for byte as it was
// before: an answer is made over exactly that. It says nothing of who signed it.
func parseRequest(rest string) (jws string, err error) {
	fields := strings.Split(rest, "/")
	if len(fields) < 2 {
		return "", malformed("a request has no version")
	}
	switch v, ok := number(fields[1], 1, 1<<32); {
	case !ok || fields[1][0] == '0':
		return "", malformed("the version is no number")
	case v > 1:
		return "", core.Errorf(opParse, core.TooNew, "version %d of a request's address", v)
	case len(fields) != 3:
		return "", malformed("a request's address has three parts")
	}
	parts := strings.Split(fields[2], ".")
	if len(parts) != 3 {
		return "", malformed("a signed message has three parts")
	}
	for i, p := range parts {
		b, ok := unbase32(p)
		if !ok {
			return "", malformed("part %d is not base32", i+1)
		}
		parts[i] = base64.RawURLEncoding.EncodeToString(b)
	}
	if jws = strings.Join(parts, "."); len(jws) > maxRequest {
		return "", malformed("a signed message over %d bytes", maxRequest)
	}
	return jws, nil
}

// unbase32 reads base32 in its one spelling: Go's decoder passes over line breaks, and
// over bits at the end that mean nothing.
func unbase32(s string) ([]byte, bool) {
	b, err := base32Bare.DecodeString(s)
	return b, err == nil && len(b) > 0 && base32Bare.EncodeToString(b) == s
}
