package stub

import (
	"bufio"
	"fmt"
	"net"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"kauth/core/api"
)

// unsafeMarkup is what a page's policy would stop, and what must not be there at all.
var unsafeMarkup = regexp.MustCompile(`(?i)<script(?:\s[^>]*)?>[^<]|<style|\sstyle=|\son[a-z]+\s*=\s*["']|javascript:|<base|<iframe|<object|<embed|https?://evil`)

// TestEveryReplyForbidsFramesAndInlineScript walks all routes, signed in and not.
func TestEveryReplyForbidsFramesAndInlineScript(t *testing.T) {
	w := still(t, Options{QA: true})
	g := newTarget(w)
	html := 0
	for _, r := range w.attacked(append([]string{"GET"}, changing...), g.fill) {
		for _, cookies := range []string{g.cookies, "Cookie: "} {
			if r.method != "GET" {
				cookies = "Cookie: " // an act of the person would change the routes that follow
			}
			got := w.raw(r.method, r.path, "", cookies, "Accept-Language: en")
			h, name := got.header, r.method+" "+r.path
			csp := h.Get("Content-Security-Policy")
			if !strings.Contains(csp, "default-src 'none'") || !strings.Contains(csp, "frame-ancestors 'none'") {
				t.Errorf("%s has the policy %q", name, csp)
			}
			if strings.Contains(csp, "unsafe") || strings.Contains(csp, "*") {
				t.Errorf("%s has the policy %q", name, csp)
			}
			if h.Get("X-Frame-Options") != "DENY" || h.Get("X-Content-Type-Options") != "nosniff" || h.Get("Referrer-Policy") != "same-origin" {
				t.Errorf("%s has the headers %v", name, h)
			}
			if cc := h.Get("Cache-Control"); cc != "no-store" && !strings.HasPrefix(r.path, "/assets/") {
				t.Errorf("%s may be kept: %q", name, cc)
			}
			if h.Get("Access-Control-Allow-Origin") != "" {
				t.Errorf("%s is given to other sites", name)
			}
			typ := h.Get("Content-Type")
			if got.status == 200 && len(got.body) > 0 && typ == "" {
				t.Errorf("%s has no type", name)
			}
			if !strings.HasPrefix(typ, "text/html") || got.status/100 == 3 {
				continue
			}
			html++
			for _, want := range []string{"script-src 'self'", "style-src 'self'", "form-action 'self'", "base-uri 'none'"} {
				if !strings.Contains(csp, want) {
					t.Errorf("%s has the policy %q", name, csp)
				}
			}
			if bad := unsafeMarkup.FindString(string(got.body)); bad != "" && !strings.Contains(bad, `src="/assets/`) {
				t.Errorf("%s has %q", name, bad)
			}
		}
	}
	if html < 30 {
		t.Fatalf("only %d pages were looked at", html)
	}
}

// elsewhere are addresses of other sites, in all the ways in which browsers and
// URL parsers disagree.
var elsewhere = []string{
	"//evil.example", "///evil.example", "////evil.example/2fa", `/\evil.example`, `\\evil.example`, `\/evil.example`,
	"https://evil.example/2fa", "http:evil.example", "https:evil.example", "https:/evil.example", "HTTPS://evil.example",
	"javascript:alert(1)", "JaVaScRiPt:alert(1)", "data:text/html,<script>alert(1)</script>", "vbscript:x", "file:///etc/passwd",
	"/%2f%2fevil.example", "/%2fevil.example", "%2f%2fevil.example", "/%5cevil.example", "/%09/evil.example",
	"/\tevil.example", "\t//evil.example", "/\n/evil.example", "\r\n//evil.example", " //evil.example", "\x00//evil.example",
	"//evil.example@127.0.0.1/2fa", "//127.0.0.1@evil.example/2fa", "/2fa@evil.example", "@evil.example", ".evil.example",
	"/2fa/../..//evil.example", "/2fa/..;/evil", "/2fa//evil.example", "/./2fa", "/2fa/%2e%2e/%2e%2e//evil.example",
	"//evil。example", "/2fa\\..\\..\\evil.example", "?next=//evil.example", "#//evil.example", "//[::1]/2fa", "///2fa",
	"/login?next=//evil.example", "/qa/", "/v1/methods", "/logout",
	"/2fa\r\nSet-Cookie: ka_session=x", "/2fa%0d%0aSet-Cookie:%20ka_session=x",
}

// TestNoSignInLeadsElsewhere: open redirects (CWE-601), by the page's form and by the
// cookie that keeps the address while the phone is asked.
func TestNoSignInLeadsElsewhere(t *testing.T) {
	w := still(t, Options{})
	for _, next := range elsewhere {
		form := url.Values{"user": {annaUser}, "password": {annaPass}, "next": {next}}.Encode()
		got := w.raw("POST", "/login", form, "Content-Type: application/x-www-form-urlencoded").want(303)
		w.staysHere(next, got)
		// Somebody who is signed in already.
		b := w.browser().signIn()
		w.staysHere(next, w.raw("GET", "/login?next="+url.QueryEscape(next), "", "Cookie: "+sessionCookie+"="+w.cookieOf(b, sessionCookie)).want(303))
		// The page shows what it was given as text alone.
		page := string(w.raw("GET", "/login?next="+url.QueryEscape(next), "").want(200).body)
		if strings.Contains(page, `href="`+next) || strings.Contains(page, "<script>alert") || strings.Contains(page, `action="`+next) {
			t.Errorf("next=%q is on the page", next)
		}
		// A cookie that somebody planted.
		begun := b.begin()
		cookies := "Cookie: " + nextCookie(begun.ID) + "=" + b64url([]byte(next)) + "; " + loginCookieName(begun.ID) + "=" + w.cookieOf(b, loginCookieName(begun.ID))
		w.staysHere(next, w.raw("GET", "/login/"+begun.ID, "", cookies).want(303))
	}
}

func (w *world) staysHere(next string, got result) {
	w.t.Helper()
	to := got.header.Get("Location")
	u, err := url.Parse(to)
	if err != nil || u.Host != "" || u.Scheme != "" || !strings.HasPrefix(to, "/") || strings.HasPrefix(to, "//") ||
		strings.ContainsAny(to, "\\\r\n\t") || !(u.Path == "/2fa" || strings.HasPrefix(u.Path, "/2fa/")) {
		w.t.Errorf("next=%q leads to %q", next, to)
	}
	for _, c := range got.header["Set-Cookie"] {
		if value, _, _ := strings.Cut(c, ";"); value == sessionCookie+"=x" {
			w.t.Errorf("next=%q sets a cookie", next)
		}
	}
}

func (w *world) cookieOf(b *browser, name string) string {
	for _, c := range w.request(b).Cookies() {
		if c.Name == name {
			return c.Value
		}
	}
	return ""
}

// TestNoAuthorizationLeadsElsewhere: a redirect_uri that is not on this device gets a
// page, and neither a code nor a redirect (RFC 6749 section 4.1.2.1).
func TestNoAuthorizationLeadsElsewhere(t *testing.T) {
	w := still(t, Options{})
	b := w.browser().signIn()
	session := "Cookie: " + sessionCookie + "=" + w.cookieOf(b, sessionCookie)
	for _, to := range append([]string{
		"http://evil.example:8080/", "http://127.0.0.1.evil.example:8080/", "http://127.0.0.1:80@evil.example/", "http://127.0.0.1@evil.example:80/",
		"http://evil.example:80#@127.0.0.1:80/", "http://evil.example:80?@127.0.0.1:80/", `http://evil.example:80\@127.0.0.1:80/`, `http://127.0.0.1:80\@evil.example/`,
		"http://localhost:8080/", "http://0.0.0.0:8080/", "http://127.1:8080/", "http://2130706433:8080/", "http://0x7f000001:80/", "http://[::ffff:127.0.0.1]:80/",
		"http://[::1%25evil]:80/", "https://127.0.0.1:8080/", "http://127.0.0.1/", "http://127.0.0.1:/", "http://127.0.0.1:80:90/", "http://127.0.0.1:80/#x", "http:127.0.0.1:80",
		"kauth://127.0.0.1:80/", "kauth://link?c=1", "http://127.0.0.1:80%2eevil.example/", "http://127.0.0.1%2eevil.example:80/", "http://１２７.0.0.1:80/",
		"http://127.0.0.1:80/\r\nSet-Cookie: a=b", "http://user@127.0.0.1:80/", "http://:@127.0.0.1:80/", " http://127.0.0.1:80/", "",
	}, elsewhere...) {
		q := authorizeQuery(map[string]string{"redirect_uri": to})
		w.unchanged(to, func() {
			for _, got := range []result{
				w.raw("GET", "/authorize?"+q.Encode(), "", session),
				w.raw("POST", "/authorize", q.Encode()+"&decision=authorize", session, "Content-Type: application/x-www-form-urlencoded"),
				w.raw("POST", "/authorize", q.Encode()+"&decision=cancel", session, "Content-Type: application/x-www-form-urlencoded"),
			} {
				if got.status != http.StatusBadRequest || got.header.Get("Location") != "" {
					t.Errorf("redirect_uri=%q: status %d to %q", to, got.status, got.header.Get("Location"))
				}
			}
		})
	}
	for _, twice := range []string{"redirect_uri=http%3A%2F%2Fevil.example%3A80%2F", "client_id=evil", "state=1", "decision=authorize"} {
		w.unchanged(twice, func() {
			got := w.raw("POST", "/authorize", authorizeQuery(nil).Encode()+"&decision=cancel&"+twice, session, "Content-Type: application/x-www-form-urlencoded")
			if got.status != http.StatusBadRequest || got.header.Get("Location") != "" {
				t.Errorf("%s twice: status %d to %q", twice, got.status, got.header.Get("Location"))
			}
		})
	}
}

// TestForgedHostIsNowhere: what a browser or a proxy says of the server's name is in
// no page, link, QR code, mail, request or redirect.
func TestForgedHostIsNowhere(t *testing.T) {
	w := still(t, Options{QA: true})
	g := newTarget(w)
	forged := []string{
		"X-Forwarded-Host: evil.example", "X-Forwarded-Proto: https", "X-Forwarded-For: 203.0.113.9", "Forwarded: for=203.0.113.9;host=evil.example",
		"X-Original-URL: //evil.example/", "X-Rewrite-URL: //evil.example/", "X-HTTP-Method-Override: DELETE", "X-Host: evil.example", "True-Client-IP: 203.0.113.9",
	}
	send := func(method, path, body, typ string) string {
		w.t.Helper()
		headers := append([]string{g.cookies, "Content-Type: " + typ, "Accept-Language: en"}, forged...)
		return w.wire(method, path, "evil.example", body, headers...)
	}
	for _, r := range w.attacked([]string{"GET"}, g.fill) {
		if reply := send("GET", r.path, "", ""); strings.Contains(reply, "evil.example") || strings.Contains(reply, "203.0.113.9") {
			t.Errorf("GET %s repeats it:\n%.600s", r.path, reply)
		}
	}
	for path, body := range map[string]string{
		"/v1/links": "", "/2fa/kauth": "", "/v1/recovery-codes": "",
		"/v1/logins": `{"user":"anna@example.ch","password":"correct horse"}`,
	} {
		if reply := send("POST", path, body, "application/json"); strings.Contains(reply, "evil.example") || !strings.HasPrefix(reply, "HTTP/1.1 2") && !strings.HasPrefix(reply, "HTTP/1.1 303") {
			t.Errorf("POST %s:\n%.600s", path, reply)
		}
	}
	send("POST", "/login", "user=anna%40example.ch&password=wrong", "application/x-www-form-urlencoded")
	for k, v := range w.dump() {
		if strings.Contains(k+v, "evil.example") || strings.Contains(k+v, "203.0.113.9") {
			t.Errorf("%q holds it: %s", k, v)
		}
	}
}

// wire sends a request as bytes, with any Host, and gives the reply as bytes.
func (w *world) wire(method, target, host, body string, headers ...string) string {
	w.t.Helper()
	c, err := net.Dial("tcp", strings.TrimPrefix(w.http.URL, "http://"))
	w.ok(err)
	defer c.Close()
	fmt.Fprintf(c, "%s %s HTTP/1.1\r\nHost: %s\r\nConnection: close\r\nContent-Length: %d\r\n%s\r\n\r\n%s",
		method, target, host, len(body), strings.Join(headers, "\r\n"), body)
	var reply strings.Builder
	_, err = bufio.NewReader(c).WriteTo(&reply)
	w.ok(err)
	return reply.String()
}

// TestPathsThatAreTricksFindNothing has ids that are paths, and bytes that end text
// elsewhere, in every route.
func TestPathsThatAreTricksFindNothing(t *testing.T) {
	w := still(t, Options{QA: true})
	g := newTarget(w)
	for _, id := range []string{
		"..%2f%5cevil.example", "..%2f..%2f%5cevil.example", "%2e%2e%2f%09%2fevil.example", "..%2f%2fevil.example", "x%3f%2f%2fevil.example",
		"..", "%2e%2e", "..%2f..%2fetc%2fpasswd", "%2e%2e%2f", "%00", g.login + "%00", g.p.reg.Device + "%2f..", "%0d%0aSet-Cookie:%20a=b", "%ff%fe",
		"*", "%25", "%25%30%30", ";id=1", "%5c..%5c", "a%20b", strings.Repeat("A", 60_000), "%e2%80%ae", "%22%3e%3cscript%3ealert(1)%3c%2fscript%3e", "__proto__", "0", "-1", "null",
	} {
		for _, r := range w.attacked(append([]string{"GET"}, changing...), func(string) string { return id }) {
			if !strings.Contains(r.path, id) {
				continue
			}
			w.unchanged(r.method+" "+r.path[:min(len(r.path), 80)], func() {
				reply := w.wire(r.method, r.path, strings.TrimPrefix(w.http.URL, "http://"), "", g.cookies, "Content-Type: application/json")
				head, body, _ := strings.Cut(reply, "\r\n\r\n")
				status, _, _ := strings.Cut(strings.TrimPrefix(head, "HTTP/1.1 "), " ")
				if status < "300" || status >= "500" || strings.Contains(head, "Set-Cookie: a=b") || strings.Contains(body, "<script>alert") || strings.Contains(body, "root:") {
					t.Errorf("%s %.80s: %.300s", r.method, r.path, reply)
				}
				if _, to, ok := strings.Cut(head, "\r\nLocation: "); ok && (!strings.HasPrefix(to, "/") || strings.ContainsAny(to[:2], "\\\t") || strings.HasPrefix(to, "//")) {
					t.Errorf("%s %.80s leads to %.80s", r.method, r.path, to)
				}
			})
		}
	}
	for _, target := range []string{"//evil.example/2fa", "//evil.example/%2e%2e", "/\\evil.example", "/..//evil.example", "http://evil.example/2fa", "/2fa/../..//evil.example/", "/%2f%2fevil.example/..", "/assets/../../etc/passwd", "/assets/..%2f..%2fpages.go", "/assets/"} {
		reply := w.wire("GET", target, "127.0.0.1", "")
		head, body, _ := strings.Cut(reply, "\r\n\r\n")
		_, to, _ := strings.Cut(head, "\r\nLocation: ")
		to, _, _ = strings.Cut(to, "\r\n")
		if strings.HasPrefix(to, "//") || strings.HasPrefix(to, "/\\") || strings.Contains(to, "://") || strings.Contains(body, "package pages") || strings.Contains(body, "root:") || strings.Contains(body, ".css</a>") {
			t.Errorf("%s: to %q\n%.400s", target, to, reply)
		}
	}
}

// TestUnknownMethodsAreRefused: TRACE would give cookies back, CONNECT a tunnel.
func TestUnknownMethodsAreRefused(t *testing.T) {
	w := still(t, Options{})
	g := newTarget(w)
	for _, method := range []string{"TRACE", "CONNECT", "TRACK", "PROPFIND", "OPTIONS", "BREW", "get", "POST\x00"} {
		for _, path := range []string{"/", "/login", "/2fa", api.PathMethods, api.PathSelf} {
			w.unchanged(method+" "+path, func() {
				reply := w.wire(method, path, strings.TrimPrefix(w.http.URL, "http://"), "", g.cookies)
				if !strings.HasPrefix(reply, "HTTP/1.1 4") || strings.Contains(reply, "ka_session") {
					t.Errorf("%s %s: %.300s", method, path, reply)
				}
			})
		}
	}
}
