package link

import (
	"net/url"
	"strings"
	"unicode/utf8"

	"kauth/core/api"
)

// names finds out who is who in "issuer:account" and issuer=. The parameter wins
// over the label, as the Key URI format prefers it and it can hold a colon. In
// the label the first plain colon parts, or else the first encoded one.
func names(label, param string) (issuer, account string, err error) {
	decoded, err := url.PathUnescape(label)
	if err != nil || !utf8.ValidString(decoded) {
		return "", "", malformed("the label is not percent-encoded UTF-8")
	}
	prefix, account, found := strings.Cut(label, ":")
	if found { // both halves decode, since the whole did
		prefix, _ = url.PathUnescape(prefix)
		account, _ = url.PathUnescape(account)
	} else if prefix, account, found = strings.Cut(decoded, ":"); !found {
		prefix, account = "", decoded
	}
	issuer = api.CleanText(param, maxName)
	if rest, same := strings.CutPrefix(decoded, param+":"); same && param != "" {
		account = rest
	} else if issuer == "" {
		issuer = api.CleanText(prefix, maxName)
	}
	return issuer, api.CleanText(account, maxName), nil
}
