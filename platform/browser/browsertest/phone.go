package browsertest

import (
	"context"
	"errors"
	"net/url"

	"kauth/core"
	"kauth/platform/browser"
)

// Phone is a phone's browser in memory: the way back opens the app.
type Phone struct {
	Opened chan string // what it shows
	None   bool        // there is no browser
}

// Listen implements Port.
func (*Phone) Listen(context.Context) (string, <-chan url.Values, error) {
	return browser.NewAppRedirect(), nil, nil
}

// Open implements Port.
func (p *Phone) Open(address string) error {
	return browser.New(p.show, nil).Open(address)
}

func (p *Phone) show(address string) error {
	if p.None {
		return core.E("browsertest.Open", core.Unsupported, errors.New("no browser"))
	}
	p.Opened <- address
	return nil
}
