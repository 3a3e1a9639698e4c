package viewmodel

import (
	"encoding/base32"
	"net/url"
	"strings"
)

// Manual takes a code's text, or the parts of a one-time code, by keyboard.
type Manual struct {
	app     *App
	problem *Problem
}

// ManualState shows it.
type ManualState struct{ Problem *Problem }

// Screen names it.
func (ManualState) Screen() string { return "manual" }

func (m *Manual) state() State { return ManualState{Problem: m.problem} }

// SubmitAddress takes a kauth:// or otpauth:// text.
func (m *Manual) SubmitAddress(text string) {
	m.app.do(func() { m.problem = m.app.take(strings.TrimSpace(text)) })
}

// SubmitKey takes a setup key, as other services show it beside their QR code.
func (m *Manual) SubmitKey(issuer, label, key string) {
	m.app.do(func() {
		u := url.URL{Scheme: "otpauth", Host: "totp", Path: "/" + label}
		if label == "" {
			u.Path = "/" + issuer
		}
		q := url.Values{"secret": {compactKey(key)}}
		if issuer != "" {
			q.Set("issuer", issuer)
		}
		u.RawQuery = q.Encode()
		m.problem = m.app.take(u.String())
	})
}

// compactKey drops the blanks and dashes that services print to make keys readable.
func compactKey(key string) string {
	key = strings.ToUpper(strings.NewReplacer(" ", "", "-", "", "\u00a0", "").Replace(key))
	if _, err := base32.StdEncoding.WithPadding(base32.NoPadding).DecodeString(strings.TrimRight(key, "=")); err != nil {
		return key // the parser says what is wrong with it
	}
	return strings.TrimRight(key, "=")
}

// host is an origin without its scheme.
func host(origin string) string {
	_, h, ok := strings.Cut(origin, "://")
	if !ok {
		return origin
	}
	return h
}
