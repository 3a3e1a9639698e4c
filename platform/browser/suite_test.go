package browser_test

import (
	"errors"
	"net/http"
	"testing"

	"kauth/core"
	"kauth/platform/browser"
	"kauth/platform/browser/browsertest"
)

func TestTheDesktopsBrowserKeepsThePromises(t *testing.T) {
	browsertest.Suite(t, func(t *testing.T) browsertest.System {
		var opened []string
		none := false
		show := func(address string) error {
			if none {
				return core.E("test", core.Unsupported, errors.New("no browser"))
			}
			opened = append(opened, address)
			return nil
		}
		return browsertest.System{
			Port:   browser.New(show, func() (string, string) { return "Back", "Close this page." }),
			Opened: func() []string { return opened },
			Back: func(address string) {
				res, err := http.Get(address)
				if err != nil {
					t.Fatal(err)
				}
				res.Body.Close()
			},
			Missing: func(yes bool) { none = yes },
		}
	})
}

func TestAFakePhonesBrowserKeepsThePromises(t *testing.T) {
	browsertest.Suite(t, func(*testing.T) browsertest.System {
		p := &browsertest.Phone{Opened: make(chan string, 16)}
		links := make(chan string, 1)
		return browsertest.System{
			Port: p, Links: links,
			Opened: func() (all []string) {
				for len(p.Opened) > 0 {
					all = append(all, <-p.Opened)
				}
				return all
			},
			Back:    func(address string) { links <- address },
			Missing: func(yes bool) { p.None = yes },
		}
	})
}
