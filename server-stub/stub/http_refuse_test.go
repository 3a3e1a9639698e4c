package stub

import (
	"encoding/json"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"testing"

	"kauth/core/api"
)

// refusedRight checks that a refusal is a problem with a code of the contract, or
// for people a page, and never anything else.
func (w *world) refusedRight(what, path string, r result) {
	w.t.Helper()
	typ := r.header.Get("Content-Type")
	if !forPrograms(path) && !strings.HasPrefix(typ, api.TypeProblem) {
		if r.status >= 400 && (typ != "text/html; charset=utf-8" || !strings.Contains(string(r.body), "<h1>")) {
			w.t.Errorf("%s: status %d with %q: %.120s", what, r.status, typ, r.body)
		}
		return
	}
	if r.status < 400 {
		return
	}
	if oauthPath(path) && typ == api.TypeJSON {
		var e oauthError
		if json.Unmarshal(r.body, &e) != nil || e.Code == "" {
			w.t.Errorf("%s: status %d: %.120s", what, r.status, r.body)
		}
		return
	}
	var p api.Problem
	if err := json.Unmarshal(r.body, &p); err != nil || typ != api.TypeProblem || statusOf[p.Code] != r.status || p.Status != r.status {
		w.t.Errorf("%s: status %d with %q: %.120s", what, r.status, typ, r.body)
	}
	if (r.status == 429 || r.status == 503 || p.Code == api.CodePushPaused) && r.header.Get("Retry-After") == "" {
		w.t.Errorf("%s: %s without Retry-After", what, p.Code)
	}
}

func oauthPath(path string) bool { return path == api.PathToken || path == api.PathBackchannel }

// hostile are bodies that nothing can be done with.
var hostile = []struct{ name, typ, body string }{
	{"no body", "", ""},
	{"no type", "", "{}"},
	{"another type", "text/plain", "{}"},
	{"no such type", "a/b/c; ;", "{}"},
	{"no JSON", api.TypeJSON, `{"user":`},
	{"an array", api.TypeJSON, `[]`},
	{"a member twice", api.TypeJSON, `{"user":"a","USER":"b"}`},
	{"deep", api.TypeJSON, strings.Repeat(`{"a":`, 500) + "1" + strings.Repeat("}", 500)},
	{"no text", api.TypeJSON, "{\"user\":\"\xff\xfe\"}"},
	{"16 KiB and one", api.TypeJSON, `{"user":"` + strings.Repeat("a", api.MaxBody-10) + `"}`},
	{"a broken form", "application/x-www-form-urlencoded", "a=%zz&;;"},
	{"a large form", "application/x-www-form-urlencoded", "a=" + strings.Repeat("a", api.MaxBody)},
	{"no multipart", "multipart/form-data; boundary=x", "--y"},
	{"no JWS", api.TypeJOSE, "a.b.c.d"},
}

var everyMethod = []string{"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "FOO"}

// TestEveryRouteRefusesWithAProblemOrAPage has each path called with each method and
// with bodies, cookies and headers that make no sense: what comes back has a shape
// that programs or people can read, and nothing is written.
func TestEveryRouteRefusesWithAProblemOrAPage(t *testing.T) {
	w := still(t, Options{QA: true, Demo: true})
	paths := map[string]bool{"/nowhere": true, "/v1/nowhere": true, "/.well-known/nowhere": true, "/qa/nowhere": true}
	for _, pattern := range patterns(t, w.s.routes()) {
		_, path, ok := strings.Cut(pattern, " ")
		if !ok {
			path = pattern
		}
		path = braces.ReplaceAllLiteralString(strings.TrimSuffix(path, "{$}"), "x")
		paths[path] = true
	}
	before := w.dump()
	for path := range paths {
		for _, method := range everyMethod {
			if strings.HasPrefix(path, "/qa/") && !slices.Contains([]string{"GET", "HEAD", "OPTIONS", "TRACE", "FOO"}, method) {
				continue // there to change things, for whoever sits at this machine
			}
			for _, h := range hostile {
				if h.name != "no body" && !slices.Contains(changing, method) {
					continue
				}
				headers := []string{"Cookie: " + sessionCookie + "=\"; =; ,; ka_login_x=..; " + browserCookie + "=x", "Authorization: KA " + h.body[:min(len(h.body), 40)]}
				if h.typ != "" {
					headers = append(headers, "Content-Type: "+h.typ)
				}
				headers[1] = strings.Map(printable, headers[1])
				r := w.raw(method, path, h.body, headers...)
				if method != "HEAD" {
					w.refusedRight(method+" "+path+" with "+h.name, path, r)
				}
			}
		}
	}
	after := w.dump()
	for name := range after {
		counted := strings.HasPrefix(name, inTallies+"/") || strings.HasPrefix(name, inDue+"/") && strings.Contains(name, "tally:")
		if before[name] != after[name] && !counted { // whoever asks too often for help is counted
			t.Errorf("%q was written", name)
		}
		delete(before, name)
	}
	if len(before) > 0 {
		t.Errorf("%d records are gone", len(before))
	}
}

func printable(r rune) rune {
	if r < ' ' || r > '~' {
		return -1
	}
	return r
}

func TestWrongMethodNamesTheRightOnes(t *testing.T) {
	w := newWorld(t, Options{})
	for path, want := range map[string]string{
		api.PathLogins:                  "POST",
		api.Path(api.PathLogin, "x"):    "GET, HEAD",
		api.Path(api.PathMethod, "x"):   "DELETE",
		api.PathSessions:                "GET, HEAD, DELETE",
		api.PathRecovery:                "GET, HEAD, POST",
		api.PathToken:                   "POST",
		api.PathConfiguration:           "GET, HEAD",
		api.Path(api.PathAnswer, "chl"): "POST",
	} {
		r := w.raw("PATCH", path, "")
		r.refused(api.CodeMethod)
		if got := r.header.Get("Allow"); got != want {
			t.Errorf("%s allows %q instead of %q", path, got, want)
		}
	}
	if r := w.raw("PUT", "/login", ""); r.status != 405 || r.header.Get("Allow") != "GET, HEAD, POST" || !strings.Contains(string(r.body), "This did not work") {
		t.Errorf("a page: %d %q", r.status, r.header.Get("Allow"))
	}
	w.raw("PUT", "/v1/nowhere", "").refused(api.CodeNotFound)
	w.raw("GET", "/.well-known/nowhere", "").refused(api.CodeNotFound)
	w.raw("GET", "/qa/clock", "").refused(api.CodeNotFound) // without the flag
}

func TestBodiesAreRefusedByWhatIsWrongWithThem(t *testing.T) {
	w := newWorld(t, Options{})
	w.raw("POST", api.PathLogins, "{}", "Content-Type: text/plain").refused(api.CodeType)
	w.raw("POST", api.PathLogins, "{}").refused(api.CodeType)
	w.raw("POST", api.PathLogins, `{"user":`, "Content-Type: "+api.TypeJSON).refused(api.CodeBadRequest)
	w.raw("POST", api.PathLogins, strings.Repeat(" ", api.MaxBody+1), "Content-Type: "+api.TypeJSON).refused(api.CodeTooLarge)
	if r := w.raw("POST", "/login", "user="+strings.Repeat("a", api.MaxBody), "Content-Type: application/x-www-form-urlencoded"); r.status != http.StatusRequestEntityTooLarge || !strings.Contains(string(r.body), "This is too large") {
		t.Errorf("a form that is too large: %d", r.status)
	}
}

func TestTooManyHeadersAreRefused(t *testing.T) {
	w := newWorld(t, Options{})
	headers := []string{}
	for i := range 300 {
		headers = append(headers, "X-"+strconv.Itoa(i)+": "+strings.Repeat("a", 1000))
	}
	w.raw("GET", api.PathMethods, "", headers...).refused(api.CodeHeaders)
	w.raw("GET", api.PathMethods, "", headers[:200]...).refused(api.CodeNoSession)
}
