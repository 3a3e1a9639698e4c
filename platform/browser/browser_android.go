package browser

import (
	"context"
	"errors"
	"net/url"

	"kauth/core"
	"kauth/platform/android"
)

var errNotWeb = core.E("browser.Open", core.Unsupported, errors.New("not an address of the web"))

// Listen gives an address that opens the app, which hears of it like of every other link
// (platform/instance): also where the system ended the process meanwhile. There is nothing
// to listen at, so callback is nil.
func (b *Browser) Listen(context.Context) (redirect string, callback <-chan url.Values, err error) {
	return NewAppRedirect(), nil, nil
}

// show has the system choose a browser: Links.java.
func (b *Browser) show(address string) error {
	_, err := android.Call("links.open", address, nil)
	if err != nil {
		return core.E("browser.Open", core.Unsupported, err)
	}
	return nil
}
