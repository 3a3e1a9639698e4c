package main

import (
	"io"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"kauth/app/viewmodel"
	"kauth/core/api"
	"kauth/core/coretest/computer"
	"kauth/platform/browser"
	"kauth/platform/browser/browsertest"
)

func onPhone(t *testing.T, dir string) (*pocket, chan string) {
	b := &browsertest.Phone{Opened: make(chan string, 8)}
	return newPocketIn(t, dir, func(ports *viewmodel.Ports) { ports.Browser, ports.AlwaysAwake = b, false }), b.Opened
}

// leaving opens the browser at the company's page, and gives that page's address.
func leaving(co *company, p *pocket, opened chan string) string {
	see[viewmodel.WelcomeState](p, nil)
	on[*viewmodel.Welcome](p).LoginHere()
	see[viewmodel.ServerState](p, nil)
	on[*viewmodel.Server](p).Submit(co.http.URL)
	see[viewmodel.BrowserState](p, nil)
	return <-opened
}

// cameBack presses Authorize or Cancel on the page, and gives where the browser is sent.
func cameBack(t *testing.T, c *computer.Computer, address, decision string) string {
	t.Helper()
	u, err := url.Parse(address)
	if err != nil {
		t.Fatal(err)
	}
	form := u.Query()
	form.Set("decision", decision)
	follow := *c.C
	follow.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	res, err := follow.PostForm(c.Base+api.PathAuthorize, form)
	if err != nil {
		t.Fatal(err)
	}
	body, _ := io.ReadAll(res.Body)
	res.Body.Close()
	to := res.Header.Get("Location")
	if !strings.HasPrefix(to, api.RedirectApp) {
		t.Fatalf("sent to %q (%d)\n%s", to, res.StatusCode, body)
	}
	return to
}

func signsIn(co *company) *computer.Computer {
	c := co.computer()
	c.Redeem(c.Login(anna, password))
	return c
}

// linkedBack waits for the backup codes, and the account behind them.
func linkedBack(p *pocket) {
	p.t.Helper()
	see(p, func(s viewmodel.CodesState) bool { return len(s.Codes) == 10 })
	on[*viewmodel.Codes](p).Keep(true)
	on[*viewmodel.Codes](p).Done()
	see(p, func(s viewmodel.HomeState) bool { return len(s.Rows) == 1 })
}

func TestJourneyLogInOnAPhoneComesBackByItsScheme(t *testing.T) {
	if browser.AppRedirect != api.RedirectApp {
		t.Fatalf("%q is not what servers take", browser.AppRedirect)
	}
	co := newCompany(t)
	p, opened := onPhone(t, t.TempDir())
	address := leaving(co, p, opened)
	p.app.OpenLink(cameBack(t, signsIn(co), address, "authorize"))
	linkedBack(p)
}

// Of what others send to the scheme nothing links an account, and nothing takes the
// waiting log in away.
func TestJourneyAForeignWayBackLinksNothing(t *testing.T) {
	co := newCompany(t)
	c := signsIn(co)
	p, opened := onPhone(t, t.TempDir())
	address := leaving(co, p, opened)
	mine := cameBack(t, c, address, "authorize")
	// Another phone's log in, at the same server: its answer is sent to this app.
	other, elsewhere := onPhone(t, t.TempDir())
	theirs := cameBack(t, c, leaving(co, other, elsewhere), "authorize")
	_, query, _ := strings.Cut(theirs, "?")
	for _, foreign := range []string{
		theirs, api.RedirectApp, api.RedirectApp + "AAAAAAAAAAAAAAAAAAAAAA?" + query, api.RedirectApp + "%zz?%zz", "app.kauth:", "app.kauth://back/x?code=1",
	} {
		p.app.OpenLink(foreign)
	}
	p.app.OpenLink(mine)
	linkedBack(p)
	if p.app.OpenLink(mine); len(see[viewmodel.HomeState](p, nil).Rows) != 1 {
		t.Error("linked twice")
	}

	// At the right address, with another's answer: the state does not fit.
	third, opened := onPhone(t, t.TempDir())
	at, _, _ := strings.Cut(cameBack(t, c, leaving(co, third, opened), "cancel"), "?")
	third.app.OpenLink(at + "?" + query)
	see(third, func(s viewmodel.BrowserState) bool { return s.Problem != nil && !s.Busy })
}

func TestJourneyTheWayBackFindsTheLogInAfterAKill(t *testing.T) {
	co := newCompany(t)
	dir := t.TempDir()
	p, opened := onPhone(t, dir)
	address := leaving(co, p, opened)
	p.close()

	p, _ = onPhone(t, dir)
	back := cameBack(t, signsIn(co), address, "authorize")
	see[viewmodel.WelcomeState](p, nil)
	p.app.OpenLink(back)
	linkedBack(p)
}

// Who gives up in the app has given up, whatever the page in the browser still says.
func TestJourneyALogInThatWasGivenUpLinksNothing(t *testing.T) {
	co := newCompany(t)
	p, opened := onPhone(t, t.TempDir())
	address := leaving(co, p, opened)
	on[*viewmodel.Away](p).Cancel()
	see[viewmodel.ServerState](p, nil)
	p.app.OpenLink(cameBack(t, signsIn(co), address, "authorize"))
	on[*viewmodel.Server](p).Submit(co.http.URL) // what follows shows that nothing came of it
	see(p, func(s viewmodel.BrowserState) bool { return !s.Busy && s.Problem == nil && s.Address != address })
}
