//go:build harness

package e2e

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"kauth/core/api"
	"kauth/core/coretest/computer"
)

// signsIn goes from the welcome to the server's page in the phone's browser, whose address
// it gives.
func (a *android) signsIn(s served) string {
	a.t.Helper()
	n := len(a.said("! started android.intent.action.VIEW "))
	a.tap("Log in from this mobile device")
	a.find("Where is your account?")
	a.write("Address of the Manager", s.URL)
	a.leave("Continue")
	a.find("Go on in your browser")
	address := a.until("! started android.intent.action.VIEW ", n)
	if !strings.HasPrefix(address, s.URL+api.PathAuthorize+"?") {
		a.t.Fatalf("the browser opens %s", address)
	}
	return address
}

// write taps on the field below its name, and types once the keyboard is up.
func (a *android) write(field, text string) {
	a.t.Helper()
	n := len(a.said("! keyboard shown"))
	a.tapAt(field, func(label node) (x, y int) { return label.x + label.w/2, label.y + label.h + 30 })
	a.until("! keyboard shown", n)
	a.act("type %s", text)
}

// authorizes presses Authorize on the page of that address, and gives where it leads.
func authorizes(t *testing.T, c *computer.Computer, address string) string {
	t.Helper()
	u, err := url.Parse(address)
	if err != nil {
		t.Fatal(err)
	}
	form := u.Query()
	form.Set("decision", "authorize")
	follow := *c.C
	follow.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	res, err := follow.PostForm(c.Base+api.PathAuthorize, form)
	if err != nil {
		t.Fatal(err)
	}
	res.Body.Close()
	return res.Header.Get("Location")
}

func TestAndroidLogsInThroughTheBrowserAndItsScheme(t *testing.T) {
	t.Parallel()
	s, who, c := demo(t)
	a := newAndroid(t)
	a.start()
	a.act("create")
	address := a.signsIn(s)
	a.keep("20-browser")
	a.act("view %sAAAAAAAAAAAAAAAAAAAAAA?code=x&state=y&iss=z", api.RedirectApp) // a page that makes one up
	back := authorizes(t, c, address)
	a.act("view %s", back)
	a.find("I keep them in a safe place")
	a.tap("I keep them in a safe place")
	a.leave("Done")
	a.find(who.User)
}

// The system ends an app that nobody sees: here while the person is in the browser.
func TestAndroidEndsALogInThatItsKillInterrupted(t *testing.T) {
	t.Parallel()
	s, who, c := demo(t)
	a := newAndroid(t)
	a.start()
	a.act("create")
	back := authorizes(t, c, a.signsIn(s))
	a.kill()
	a.start()
	a.act("view %s", back)
	a.find("I keep them in a safe place")
	a.kill()
	a.start()
	a.act("view %s", back) // a second time, as from the browser's history
	all, _ := a.seen(func(all []node) bool {
		_, linked := with(all, who.User)
		_, again := with(all, "I keep them in a safe place") // killed before it had noted that they were shown
		return linked || again
	})
	if _, linked := with(all, who.User); !linked {
		a.tap("I keep them in a safe place")
		a.leave("Done")
	}
	a.find(who.User)
}
