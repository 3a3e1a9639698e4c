package photo

import (
	"encoding/base64"
	"fmt"
	"math/rand/v2"
	"net/url"
)

// text is what people scan: a server's offer, a service's one-time code, or, dense,
// another app's export.
func text(r *rand.Rand, dense bool) string {
	switch {
	case dense:
		return "otpauth-migration://offline?data=" + url.QueryEscape(base64.StdEncoding.EncodeToString(random(r, 300+r.IntN(470))))
	case r.IntN(2) == 0:
		return offer(r)
	}
	return oneTimeCode(r)
}

var (
	issuers = []string{"ACME", "Infomaniak", "Example Corporation AG", "GitHub", "A bank with a long name in Geneva"}
	people  = []string{"anna", "jean-pierre.dupont", "b.keller+work", "qa-4711"}
)

func offer(r *rand.Rand) string {
	origin := fmt.Sprintf("https://auth%d.example.ch:%d", r.IntN(100), 1024+r.IntN(60000))
	return fmt.Sprintf("kauth://link?v=1&u=%s&c=%s&k=%s&x=%d&i=%s&a=%s", url.QueryEscape(origin),
		base64.RawURLEncoding.EncodeToString(random(r, 16)), base64.RawURLEncoding.EncodeToString(random(r, 32)),
		1790000000+r.IntN(1e6), url.PathEscape(pick(r, issuers)), url.QueryEscape(pick(r, people)+"@example.ch"))
}

func oneTimeCode(r *rand.Rand) string {
	secret := make([]byte, 16<<r.IntN(2))
	for i := range secret {
		secret[i] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"[r.IntN(32)]
	}
	t := fmt.Sprintf("otpauth://totp/%s?secret=%s", pick(r, people), secret)
	if r.IntN(3) > 0 {
		t += "&issuer=" + url.PathEscape(pick(r, issuers)) + "&algorithm=SHA1&digits=6&period=30"
	}
	return t
}

func pick(r *rand.Rand, from []string) string { return from[r.IntN(len(from))] }

func random(r *rand.Rand, n int) []byte {
	b := make([]byte, n)
	for i := range b {
		b[i] = byte(r.Uint32())
	}
	return b
}
