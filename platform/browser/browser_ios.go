package browser

import (
	"context"
	"errors"
	"net/url"

	"kauth/core"
)

var errNotWeb = core.E("browser.Open", core.Unsupported, errors.New("not an address of the web"))

// Listen needs the app's own address scheme, which comes with the native package;
// until then a phone links by QR code.
func (b *Browser) Listen(context.Context) (string, <-chan url.Values, error) {
	return "", nil, core.E("browser.Listen", core.Unsupported, nil)
}

func (b *Browser) show(address string) error { return b.open(address) }
