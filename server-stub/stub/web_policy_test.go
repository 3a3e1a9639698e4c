package stub

import (
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"kauth/core/api"
)

func TestLanguageStays(t *testing.T) {
	w := newWorld(t, Options{})
	r := w.reader().get("/login?next=%2Factivity&lang=de").wants("/login", `<html lang="de">`, "Anmelden", `name="next" value="/activity"`)
	r.get("/login").wants("/login", `<html lang="de">`)
	r.get(r.find(`href="(/login\?lang=fr)"`)).wants("/login", `<html lang="fr">`)
	r.get("/nothing").wants("/nothing", `<html lang="fr">`)
	if r.code != http.StatusNotFound {
		t.Fatalf("status %d", r.code)
	}
}

func TestSignInGoesOnToPagesOfOursAlone(t *testing.T) {
	for next, want := range map[string]string{
		"":                                  "/2fa",
		"/2fa/codes":                        "/2fa/codes",
		"/authorize?a=b&c=%2F":              "/authorize?a=b&c=%2F",
		"//evil.example/2fa":                "/2fa",
		`/\evil.example/2fa`:                "/2fa",
		"https://evil.example/2fa":          "/2fa",
		"javascript:alert(1)":               "/2fa",
		"/logout":                           "/2fa",
		"/2fabulous":                        "/2fa",
		"/2fa/../logout":                    "/2fa",
		"/2fa?" + strings.Repeat("a", 4096): "/2fa",
	} {
		if got := safeNext(next); got != want {
			t.Errorf("%q goes on to %q, not to %q", next, got, want)
		}
	}
}

func TestFormOfAnotherSiteIsRefused(t *testing.T) {
	w := newWorld(t, Options{})
	r := w.reader().signIn()
	for _, action := range []string{"/logout", "/2fa/kauth", "/2fa/codes", "/authorize", "/login"} {
		req, err := http.NewRequest("POST", w.http.URL+action, strings.NewReader(url.Values{"decision": {"authorize"}}.Encode()))
		w.ok(err)
		req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		req.Header.Set("Sec-Fetch-Site", "cross-site")
		r.shown(r.client.Do(req))
		if r.code != http.StatusForbidden {
			t.Errorf("%s from another site: status %d", action, r.code)
		}
	}
	r.get("/2fa").wants("/2fa")
}

func TestPagesForbidInlineScriptAndFrames(t *testing.T) {
	w := newWorld(t, Options{})
	for _, path := range []string{"/login", "/nothing"} {
		got := w.browser().do("GET", path, nil)
		csp := got.header.Get("Content-Security-Policy")
		for _, want := range []string{"default-src 'none'", "script-src 'self'", "style-src 'self'", "frame-ancestors 'none'", "form-action 'self'"} {
			if !slices.Contains(strings.Split(csp, "; "), want) {
				t.Errorf("%s has the policy %q", path, csp)
			}
		}
	}
	if got := w.browser().do("GET", "/assets/pages.css", nil).want(200).header.Get("Content-Type"); !strings.HasPrefix(got, "text/css") {
		t.Errorf("the style sheet is %q", got)
	}
}

func TestOutboxIsThereForTestsAlone(t *testing.T) {
	w := newWorld(t, Options{QA: true})
	w.linked()
	w.reader().get("/outbox").wants("/outbox", "A phone was linked", "To "+annaUser)
	newWorld(t, Options{}).reader().get("/outbox").wants("/outbox", "This page does not exist")
}

// TestClosedPageCancelsUnlessItComesBack has the good-bye that a browser sends, and one
// that a reload takes back.
func TestClosedPageCancelsUnlessItComesBack(t *testing.T) {
	w := newWorld(t, Options{})
	w.linked()
	r := w.reader().signIn()
	id := strings.TrimPrefix(r.at, "/login/")
	secret := w.s.loginSecret(w.cookies(r), id)
	synctest.Test(t, func(t *testing.T) {
		l := newLeaving()
		say := func(gone, at string) {
			req := w.cookies(r)
			req.SetPathValue("id", id)
			req.PostForm = url.Values{"gone": {gone}, "at": {at}}
			w.ok(l.leave(w.s)(&discarded{}, req))
		}
		wants := func(state string) {
			if view, err := w.s.viewLogin(id, secret); err != nil || view.State != state {
				t.Fatalf("the login is %q, not %q: %v", view.State, state, err)
			}
		}
		say("", "1001") // overtook the good-bye of before it
		say("1", "1000")
		time.Sleep(2 * leaveGrace)
		wants(loginWaiting)
		say("1", "1002")
		say("", "1003")
		time.Sleep(2 * leaveGrace)
		wants(loginWaiting)
		w.ok(l.serves(w.s.webWaiting)(&discarded{}, at(w.cookies(r), id)))
		say("1", "1004") // a page fetched just now is a reload
		time.Sleep(2 * leaveGrace)
		wants(loginWaiting)
		say("1", "1005")
		time.Sleep(2 * leaveGrace)
		wants(stateCancelled)
	})
}

// at makes a request one for the login of that id.
func at(r *http.Request, id string) *http.Request {
	r.SetPathValue("id", id)
	return r
}

func TestUnknownLoginsLeaveNothingOfTheirPages(t *testing.T) {
	w := newWorld(t, Options{})
	w.linked()
	r := w.reader().signIn()
	id := strings.TrimPrefix(r.at, "/login/")
	synctest.Test(t, func(t *testing.T) {
		l := newLeaving()
		serves := l.serves(w.s.webWaiting)
		for range 50 {
			w.ok(serves(&discarded{}, at(w.cookies(r), api.NewID("lgn_"))))
		}
		w.ok(serves(&discarded{}, at(w.cookies(w.reader()), id))) // somebody else's
		if len(l.pages) != 0 {
			t.Fatalf("%d pages are remembered", len(l.pages))
		}
		w.ok(serves(&discarded{}, at(w.cookies(r), id)))
		if len(l.pages) != 1 || l.pages[id].served.IsZero() {
			t.Fatalf("the login's own page is not: %v", l.pages)
		}
		time.Sleep(loginLife*time.Second + time.Second)
		l.page("another")
		if len(l.pages) != 1 || l.pages[id] != nil {
			t.Fatalf("an old page is not forgotten: %v", l.pages)
		}
	})
}

type discarded struct{}

func (d *discarded) Header() http.Header         { return http.Header{} }
func (d *discarded) Write(b []byte) (int, error) { return len(b), nil }
func (d *discarded) WriteHeader(int)             {}
