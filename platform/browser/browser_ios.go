package browser

import (
	"context"
	"errors"
	"net/url"
	"strings"

	"kauth/core"
	"kauth/platform/ios"
)

var errNotWeb = core.E("browser.Open", core.Unsupported, errors.New("not an address of the web"))

// Listen gives an address that comes back to the app, which hears of it like of every
// other link (platform/instance). There is nothing to listen at, so callback is nil.
func (b *Browser) Listen(context.Context) (redirect string, callback <-chan url.Values, err error) {
	ios.Listen("browser.back", func(e ios.Event) {
		if e.Text != "" { // "": the person closed the sheet
			ios.Heard(ios.Event{What: "links.opened", Text: e.Text})
		}
	})
	return NewAppRedirect(), nil, nil
}

// show opens a log in in the system's own sheet (ASWebAuthenticationSession,
// browser_ios.m): what comes back is given to this app, even where another has claimed
// the scheme, so the package does not claim it. Every other page is the browser's.
func (b *Browser) show(address string) error {
	if !comesBack(address) {
		return b.open(address)
	}
	scheme, _, _ := strings.Cut(AppRedirect, ":")
	if _, err := ios.Call("browser.open", address+"\x1f"+scheme, nil); err != nil {
		return core.E("browser.Open", core.Unsupported, err)
	}
	return nil
}

func comesBack(address string) bool {
	u, err := url.Parse(address)
	return err == nil && strings.HasPrefix(u.Query().Get("redirect_uri"), AppRedirect)
}
