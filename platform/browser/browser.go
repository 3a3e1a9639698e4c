// Package browser opens the system's browser and gives it a place to come back to,
// for a log in from this device (RFC 8252). It never shows a page of its own: a
// password is typed where the person can see whose page it is.
package browser

import (
	"crypto/rand"
	"encoding/base64"
	"net/url"
)

// AppRedirect begins an address that opens the app on a phone (RFC 8252 section 7.1). The
// package's manifest has its scheme, and servers take no other (docs/protocol.md).
const AppRedirect = "app.kauth:/back/"

// NewAppRedirect is one that nobody can guess: a page that makes one up is not listened to.
func NewAppRedirect() string {
	var secret [16]byte
	_, _ = rand.Read(secret[:])
	return AppRedirect + base64.RawURLEncoding.EncodeToString(secret[:])
}

// Browser opens addresses and waits for one to come back.
type Browser struct {
	open func(address string) error
	page func() (title, sentence string)
}

// New takes what opens an address, and the words of the page that a browser ends on.
func New(open func(address string) error, page func() (title, sentence string)) *Browser {
	return &Browser{open: open, page: page}
}

// Open shows an address in the system's browser. Only http and https are opened:
// an address may come from a server.
func (b *Browser) Open(address string) error {
	u, err := url.Parse(address)
	if err != nil || (u.Scheme != "https" && u.Scheme != "http") || u.Host == "" {
		return errNotWeb
	}
	return b.show(address)
}
