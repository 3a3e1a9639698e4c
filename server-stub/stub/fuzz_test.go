package stub

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"kauth/core/api"
	"kauth/server-stub/pages"
)

// Fuzz targets for what the server reads of strangers. With the seeds they are tests
// like any other; a run of one: go test ./server-stub/stub -fuzz FuzzProofHeader
// -fuzztime 30s.

// served gives the whole server's reply, without a network. It must be no defect of
// ours, whatever the request is.
func (w *world) served(t *testing.T, r *http.Request) *httptest.ResponseRecorder {
	t.Helper()
	r.RemoteAddr, r.Host = "127.0.0.1:1", strings.TrimPrefix(w.http.URL, "http://")
	got := httptest.NewRecorder()
	(*w.serves.Load()).ServeHTTP(got, r)
	if got.Code >= 500 || strings.Contains(got.Body.String(), "goroutine ") {
		t.Fatalf("status %d: %s", got.Code, got.Body)
	}
	return got
}

// asked is a request with any path and headers; nil where net/http would not take it.
func asked(method, target, body string) *http.Request {
	u, err := url.ParseRequestURI(target)
	if err != nil || !strings.HasPrefix(target, "/") {
		return nil
	}
	r, err := http.NewRequest(method, "/", strings.NewReader(body))
	if err != nil {
		return nil
	}
	r.URL, r.RequestURI = u, target
	return r
}

func FuzzProofHeader(f *testing.F) {
	w := still(f, Options{})
	_, p := w.linked()
	p.fetch()
	good := api.AuthScheme + " " + p.proof("GET", api.PathActivity, p.nonce, "seed")
	for _, seed := range []string{good, good + "=", strings.ToLower(good), "KA ..", "KA a.b.c", "Basic YTpi", "KA", "", "KA " + strings.Repeat("A", 9000)} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, header string) {
		r := asked("GET", api.PathActivity, "")
		r.Header["Authorization"] = []string{header}
		if got := w.served(t, r); got.Code == http.StatusOK && header != good {
			t.Fatalf("%q is taken", header)
		}
	})
}

func FuzzCookies(f *testing.F) {
	w := still(f, Options{})
	b, _ := w.linked()
	id := b.begin().ID
	session := w.cookieOf(b, sessionCookie)
	for _, seed := range []string{
		"", sessionCookie + "=x", sessionCookie + "=", sessionCookie + "=\"" + session + "\"", sessionCookie + "=x; " + sessionCookie + "=y",
		loginCookieName(id) + "=x", nextCookie(id) + "=Ly9ldmls", langCookie + "=../de", "; ;=;a", "ka_session",
	} {
		f.Add(seed, "/login/"+id)
		f.Add(seed, "/2fa")
	}
	f.Fuzz(func(t *testing.T, cookie, target string) {
		r := asked("GET", target, "")
		if r == nil || strings.Contains(cookie, session) {
			t.Skip()
		}
		r.Header["Cookie"] = []string{cookie}
		got := w.served(t, r)
		for _, c := range got.Result().Cookies() {
			if c.Name == sessionCookie && c.Value != "" {
				t.Fatalf("%q to %q gets a session", cookie, target)
			}
		}
		staysAtHome(t, got)
	})
}

// staysAtHome wants a redirect, where there is one, to lead to this server.
func staysAtHome(t *testing.T, got *httptest.ResponseRecorder) {
	t.Helper()
	to := got.Header().Get("Location")
	if to == "" {
		return
	}
	if !strings.HasPrefix(to, "/") || strings.HasPrefix(to, "//") || strings.ContainsAny(to, "\\\r\n\t") {
		t.Fatalf("it leads to %q", to)
	}
}

func FuzzAuthorize(f *testing.F) {
	w := still(f, Options{})
	b := w.browser().signIn()
	session := &http.Cookie{Name: sessionCookie, Value: w.cookieOf(b, sessionCookie)}
	f.Add(authorizeQuery(nil).Encode())
	for _, to := range append(elsewhere[:12:12], "http://[::1]:80/", "http://127.0.0.1:80@evil.example/", "http://127.0.0.1:80/?code=x&iss=y", "HTTP://127.0.0.1:1/%zz") {
		f.Add(authorizeQuery(map[string]string{"redirect_uri": to, "scope": "x"}).Encode())
	}
	f.Add("client_id=kauth-app&redirect_uri=http://127.0.0.1:1/;a=b&state=%00")
	f.Fuzz(func(t *testing.T, query string) {
		r := asked("GET", "/authorize?"+query, "")
		if r == nil {
			t.Skip()
		}
		r.AddCookie(session)
		got := w.served(t, r)
		to := got.Header().Get("Location")
		if to == "" || strings.HasPrefix(to, "/") {
			staysAtHome(t, got)
			return
		}
		u, err := url.Parse(to)
		if err != nil || u.Scheme != "http" || u.User != nil || u.Hostname() != "127.0.0.1" && u.Hostname() != "::1" {
			t.Fatalf("it leads to %q", to)
		}
		if q := u.Query(); q.Get("error") == "" || q.Get("iss") != w.http.URL || len(q["code"]) > 0 && !strings.Contains(query, "code") {
			t.Fatalf("it leads to %q", to)
		}
	})
}

func FuzzJSONBody(f *testing.F) {
	w := still(f, Options{})
	b, _ := w.linked()
	id := b.begin().ID
	cookie := &http.Cookie{Name: loginCookieName(id), Value: w.cookieOf(b, loginCookieName(id))}
	paths := []string{api.PathLogins, api.PathDevices, api.Path(api.PathLogin, id) + "/totp", api.Path(api.PathLogin, id) + "/recovery"}
	for what, body := range bodies() {
		if len(body[1]) < 64<<10 && !strings.Contains(what, "type") {
			f.Add(0, body[1])
			f.Add(2, body[1])
		}
	}
	f.Add(1, `{"link":"MDEyMzQ1Njc4OTo7PD0-Pw","reg":"a.b.c"}`)
	f.Add(3, `{"code":"0000-0000-0000-0000"}`)
	f.Fuzz(func(t *testing.T, path int, body string) {
		r := asked("POST", paths[uint(path)%uint(len(paths))], body)
		r.Header.Set("Content-Type", api.TypeJSON)
		r.AddCookie(cookie)
		got := w.served(t, r)
		if got.Code < 400 && !(r.URL.Path == api.PathLogins && strings.Contains(body, annaPass[:7])) {
			t.Fatalf("%q to %s: status %d", body, r.URL.Path, got.Code)
		}
	})
}

func FuzzLanguageHeader(f *testing.F) {
	for _, seed := range []string{"", "de-CH, fr;q=0.9, *;q=0.1", ";q=1", "en;q=NaN", "it;q=1e-400", strings.Repeat(",", 100), "es ; q = 0.5"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, accept string) {
		if _, ok := pages.Known(string(pages.Pick(accept))); !ok {
			t.Fatalf("%q is no language", pages.Pick(accept))
		}
	})
}
