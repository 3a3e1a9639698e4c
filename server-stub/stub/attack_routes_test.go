package stub

import (
	"maps"
	"net/http"
	"net/url"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"

	"kauth/core/api"
)

// patterns are all that the server's router knows, so that a route which is added
// tomorrow is attacked as well. http.ServeMux does not list them: they are read
// out of its index.
func patterns(t testing.TB, mux *http.ServeMux) []string {
	t.Helper()
	found := map[string]bool{}
	add := func(list reflect.Value) {
		for i := range list.Len() {
			found[list.Index(i).Elem().FieldByName("str").String()] = true
		}
	}
	index := reflect.ValueOf(mux).Elem().FieldByName("index")
	for at := index.FieldByName("segments").MapRange(); at.Next(); {
		add(at.Value())
	}
	add(index.FieldByName("multis"))
	all := slices.Sorted(maps.Keys(found))
	if len(all) < 50 || !slices.Contains(all, "POST "+api.PathLogins) || !slices.Contains(all, "GET /2fa/link/{id}/codes") {
		t.Fatalf("only %d patterns are found: %q", len(all), all)
	}
	return all
}

// route is a pattern with something in the place of its names.
type route struct{ method, path string }

var braces = regexp.MustCompile(`\{[^}]*\}`)

// attacked are the routes with those methods; fill gives what stands for {id}.
func (w *world) attacked(methods []string, fill func(pattern string) string) (list []route) {
	w.t.Helper()
	for _, pattern := range patterns(w.t, w.s.routes()) {
		method, path, ok := strings.Cut(pattern, " ")
		if !ok {
			method, path = "", pattern
		}
		if method != "" && !slices.Contains(methods, method) {
			continue
		}
		path = strings.TrimSuffix(path, "{$}")
		path = braces.ReplaceAllLiteralString(path, fill(pattern))
		if method != "" {
			list = append(list, route{method, path})
			continue
		}
		for _, m := range methods {
			list = append(list, route{m, path})
		}
	}
	return list
}

var changing = []string{"POST", "PUT", "PATCH", "DELETE"}

// target is a person signed in, with all that a route could be about: what a forged
// request could do harm to.
type target struct {
	w            *world
	b            *browser
	p            *phone
	login, offer string
	cookies      string
}

func newTarget(w *world) *target {
	w.t.Helper()
	b, p := w.linked()
	w.s.SetMode(modeConfirm)
	id, _ := b.ask()
	p.approve(p.only(), "").want(200) // it could be redeemed
	g := &target{w: w, b: b, p: p, login: id, offer: b.link().ID}
	u, err := url.Parse(w.http.URL)
	w.ok(err)
	var all []string
	for _, c := range b.client.Jar.Cookies(u) {
		all = append(all, c.Name+"="+c.Value)
	}
	g.cookies = "Cookie: " + strings.Join(all, "; ")
	return g
}

// fill names the target's own things.
func (g *target) fill(pattern string) string {
	switch {
	case strings.Contains(pattern, "login"):
		return g.login
	case strings.Contains(pattern, "link"):
		return g.offer
	case strings.Contains(pattern, "challenges"):
		return g.p.open(g.b.w.anyChallenge()).ID
	}
	return g.p.reg.Device
}

// anyChallenge is some request that is on file.
func (w *world) anyChallenge() (jws string) {
	w.t.Helper()
	w.ok(w.s.view(func(t *tx) error {
		id, _ := t.Bucket([]byte(inChallenges)).Cursor().First()
		c, err := t.challenge(string(id))
		if err == nil {
			for _, jws = range c.Sent {
				break
			}
		}
		return err
	}))
	return jws
}

// forms are bodies that each kind of route could read.
var forms = map[string]string{
	"application/x-www-form-urlencoded": "user=anna%40example.ch&password=correct+horse&decision=authorize&code=000000",
	"application/json":                  `{"user":"anna@example.ch","password":"correct horse","code":"000000"}`,
	"text/plain":                        `{"user":"anna@example.ch","password":"correct horse","x":"="}`,
}

// TestNoRouteIsChangedFromAnotherSite has a page of another site send each form and
// each call that a browser can be made to send, with the person's cookies.
func TestNoRouteIsChangedFromAnotherSite(t *testing.T) {
	w := still(t, Options{QA: true})
	g := newTarget(w)
	port := strings.TrimPrefix(w.http.URL, "http://127.0.0.1")
	for _, r := range w.attacked(changing, g.fill) {
		for name, headers := range map[string][]string{
			"another site":            {"Sec-Fetch-Site: cross-site", "Origin: https://evil.example"},
			"another site, old":       {"Origin: https://evil.example"},
			"a sandboxed frame":       {"Origin: null"},
			"a sandboxed frame, new":  {"Origin: null", "Sec-Fetch-Site: cross-site"},
			"another port":            {"Origin: http://127.0.0.1:1"},
			"another port, new":       {"Origin: http://127.0.0.1:1", "Sec-Fetch-Site: same-site"},
			"another scheme":          {"Origin: https://127.0.0.1" + port},
			"a name that begins so":   {"Origin: " + w.http.URL + ".evil.example"},
			"a name that ends so":     {"Origin: http://evil127.0.0.1" + port},
			"a user in the origin":    {"Origin: http://127.0.0.1" + port + "@evil.example"},
			"another site, no origin": {"Sec-Fetch-Site: cross-site"},
		} {
			for typ, body := range forms {
				w.unchanged(r.method+" "+r.path+" from "+name, func() {
					got := w.raw(r.method, r.path, body, append(headers, g.cookies, "Content-Type: "+typ)...)
					if got.status != http.StatusForbidden || len(got.header["Set-Cookie"]) > 0 {
						t.Errorf("%s %s from %s: status %d, cookies %q", r.method, r.path, name, got.status, got.header["Set-Cookie"])
					}
				})
			}
		}
	}
}

// TestReadingChangesNothing has the same routes read, which every site can bring a
// browser to do: a GET or HEAD must not be a way to change something. Only the
// waiting page of the browser's own sign-in goes on by itself.
func TestReadingChangesNothing(t *testing.T) {
	w := still(t, Options{QA: true})
	g := newTarget(w)
	for _, r := range w.attacked([]string{"GET", "HEAD"}, g.fill) {
		if r.path == "/login/"+g.login {
			continue
		}
		w.unchanged(r.method+" "+r.path, func() {
			got := w.raw(r.method, r.path, "", g.cookies, "Sec-Fetch-Site: cross-site")
			if got.status >= 500 {
				t.Errorf("%s %s: status %d", r.method, r.path, got.status)
			}
		})
	}
}

// TestWithoutASessionNothingIsChanged has each route called by somebody who has no
// cookie and no key.
func TestWithoutASessionNothingIsChanged(t *testing.T) {
	w := still(t, Options{})
	g := newTarget(w)
	for _, r := range w.attacked(append([]string{"GET"}, changing...), g.fill) {
		for typ, body := range map[string]string{
			"application/x-www-form-urlencoded": "decision=authorize&code=000000&new=12345678&again=12345678",
			"application/json":                  `{"code":"000000"}`,
			"application/jose":                  `a.b.c`,
		} {
			w.unchanged(r.method+" "+r.path, func() {
				got := w.raw(r.method, r.path, body, "Content-Type: "+typ)
				if got.status >= 500 {
					t.Errorf("%s %s: status %d", r.method, r.path, got.status)
				}
			}, inEvents, inTallies) // of wrong passwords, and of tries
		}
	}
	var m api.MethodsReply
	g.b.do("GET", api.PathMethods, nil).want(200).into(&m)
	g.b.redeem(g.login).want(204)
}

// TestAnotherPersonReachesNothingOfAnnas has each route called by somebody else who
// is signed in, with Anna's ids in it.
func TestAnotherPersonReachesNothingOfAnnas(t *testing.T) {
	w := still(t, Options{})
	g := newTarget(w)
	bob := w.bob()
	anna := func() string {
		w.t.Helper()
		var all []string
		for k, v := range w.dump() {
			if strings.Contains(k, g.p.reg.Account.ID) || strings.Contains(v, g.p.reg.Account.ID) {
				all = append(all, k+v)
			}
		}
		slices.Sort(all)
		return strings.Join(all, "\n")
	}
	before := anna()
	for _, r := range w.attacked(append([]string{"GET"}, changing...), g.fill) {
		if r.path == "/logout" {
			continue
		}
		got := bob.do(r.method, r.path, map[string]string{"code": "000000"})
		if got.status >= 500 {
			t.Errorf("%s %s: status %d", r.method, r.path, got.status)
		}
		for _, secret := range []string{annaUser, g.p.reg.TOTP.Secret, g.p.name} {
			if strings.Contains(string(got.body), secret) {
				t.Errorf("%s %s says %q: %s", r.method, r.path, secret, got.body)
			}
		}
		if after := anna(); after != before {
			t.Fatalf("%s %s changed what is Anna's", r.method, r.path)
		}
	}
}

// TestSessionOfBeforeIsNeverPromoted: whoever plants a cookie in a browser (session
// fixation) knows nothing of the session that a sign-in makes there.
func TestSessionOfBeforeIsNeverPromoted(t *testing.T) {
	w := still(t, Options{})
	u, err := url.Parse(w.http.URL)
	w.ok(err)
	plant := func(b *browser, name, value string) {
		b.client.Jar.SetCookies(u, []*http.Cookie{{Name: name, Value: value, Path: "/"}})
	}
	session := func(b *browser) string {
		for _, c := range b.client.Jar.Cookies(u) {
			if c.Name == sessionCookie {
				return c.Value
			}
		}
		return ""
	}
	b := w.browser()
	plant(b, sessionCookie, "planted")
	b.do("GET", api.PathMethods, nil).refused(api.CodeNoSession)
	b.signIn()
	if got := session(b); got == "planted" || len(got) < 43 {
		t.Fatalf("the session is %q", got)
	}
	thief := w.browser()
	plant(thief, sessionCookie, "planted")
	thief.do("GET", api.PathMethods, nil).refused(api.CodeNoSession)

	// A sign-in on top of a session makes another one, also of the same person.
	first := session(b)
	b.signIn()
	if session(b) == first {
		t.Fatal("two sign-ins have the same session")
	}
	// The cookie of a login is made with it: one for an id that is to come is nothing.
	begun := b.begin()
	planted := w.browser()
	plant(planted, loginCookieName(begun.ID), "planted")
	planted.redeem(begun.ID).refused(api.CodeNotFound)
	// Bob's cookie beside Anna's login's: the login decides who is signed in.
	bob := w.bob()
	bob.client.Jar.SetCookies(u, b.client.Jar.Cookies(u))
	bob.redeem(begun.ID).want(204)
	bob.do("GET", api.PathMethods, nil).want(200)
	if who := w.who(bob); who.User != annaUser {
		t.Fatalf("signed in is %q", who.User)
	}
}

func TestSignedOutSessionIsOver(t *testing.T) {
	w := still(t, Options{})
	b := w.browser().signIn()
	thief := b.copied()
	thief.do("GET", api.PathMethods, nil).want(200)
	b.do("POST", "/logout", nil)
	thief.do("GET", api.PathMethods, nil).refused(api.CodeNoSession)
	w.restart()
	thief.do("GET", api.PathMethods, nil).refused(api.CodeNoSession)
}
