package stub

import (
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"kauth/core/api"
)

// reader is a person with a browser that has no script: it follows redirects, and
// sends the forms that it finds.
type reader struct {
	*browser
	at   string // the path and query shown
	page string
	code int
}

func (w *world) reader() *reader {
	b := w.browser()
	b.client.Transport = asksForPages{}
	return &reader{browser: b}
}

// asksForPages says what a browser accepts.
type asksForPages struct{}

func (asksForPages) RoundTrip(r *http.Request) (*http.Response, error) {
	r = r.Clone(r.Context())
	r.Header.Set("Accept", "text/html,application/xhtml+xml,*/*;q=0.8")
	return http.DefaultTransport.RoundTrip(r)
}

func (r *reader) shown(resp *http.Response, err error) *reader {
	t := r.w.t
	t.Helper()
	got := read(t, resp, err)
	r.at, r.page, r.code = resp.Request.URL.RequestURI(), string(got.body), got.status
	return r
}

func (r *reader) get(path string) *reader {
	r.w.t.Helper()
	return r.shown(r.client.Get(r.w.http.URL + path))
}

// send sends the page's form with that action, filled in.
func (r *reader) send(action string, fields ...string) *reader {
	t := r.w.t
	t.Helper()
	_, form, found := strings.Cut(r.page, `action="`+action+`"`)
	if !found {
		t.Fatalf("%s has no form for %s:\n%s", r.at, action, r.page)
	}
	form, _, _ = strings.Cut(form, "</form>")
	values := url.Values{}
	for _, m := range hiddenField.FindAllStringSubmatch(form, -1) {
		values.Set(m[1], unescape(m[2]))
	}
	for i := 0; i < len(fields); i += 2 {
		if !strings.Contains(form, `name="`+fields[i]+`"`) {
			t.Fatalf("the form for %s has no field %s", action, fields[i])
		}
		values.Set(fields[i], fields[i+1])
	}
	return r.shown(r.client.PostForm(r.w.http.URL+action, values))
}

var hiddenField = regexp.MustCompile(`type="hidden" name="([a-z_]+)" value="([^"]*)"`)

func unescape(s string) string {
	return strings.NewReplacer("&amp;", "&", "&lt;", "<", "&gt;", ">", "&#34;", `"`, "&#39;", "'", "&#43;", "+").Replace(s)
}

// wants checks where the reader is, and what is read there.
func (r *reader) wants(path string, words ...string) *reader {
	r.w.t.Helper()
	if at, _, _ := strings.Cut(r.at, "?"); !regexp.MustCompile("^" + path + "$").MatchString(at) {
		r.w.t.Fatalf("the reader is at %s, not at %s:\n%s", r.at, path, r.page)
	}
	for _, word := range words {
		if !strings.Contains(r.page, word) {
			r.w.t.Fatalf("%s does not say %q:\n%s", r.at, word, r.page)
		}
	}
	return r
}

// find takes the first group that matches on the page.
func (r *reader) find(pattern string) string {
	r.w.t.Helper()
	m := regexp.MustCompile(pattern).FindStringSubmatch(r.page)
	if m == nil {
		r.w.t.Fatalf("%s has nothing like %s:\n%s", r.at, pattern, r.page)
	}
	return unescape(m[1])
}

func (r *reader) signIn() *reader {
	r.w.t.Helper()
	return r.get("/").wants("/login", "Sign in").send("/login", "user", annaUser, "password", annaPass)
}

// enable links a phone from the Manager on.
func (r *reader) enable(name string) *phone {
	r.w.t.Helper()
	r.get("/2fa/add").get("/2fa/kauth").send("/2fa/kauth").wants("/2fa/link/lnk_.*", "Scan this", "data:image/png;base64,")
	offer, p := r.at, r.w.phone(name)
	p.register(r.find(`data-address>([^<]+)<`)).want(201)
	digits := r.get(offer).wants(offer, "Is this your phone?", name).find(`class="number[^>]*>([0-9\x{a0}]+)<`)
	p.approve(p.only(), strings.ReplaceAll(digits, "\u00a0", "")).want(200)
	r.get(offer).wants(offer, "Your phone is linked", name)
	return p
}

func TestSignInEnableAndWaitWithoutScript(t *testing.T) {
	w := newWorld(t, Options{})
	r := w.reader().signIn().wants("/2fa", ">Off<", "Enable")
	p := r.enable("Pixel 9 · kAuth")
	r.get("/2fa").wants("/2fa", ">On<", "Pixel 9 · kAuth", "Default", "Backup codes · 10 left")
	r.send("/logout").wants("/login", "You are signed out")

	r.send("/login", "user", annaUser, "password", annaPass).wants("/login/lgn_.*", "Answer on your phone", "Pixel 9")
	again := r.find(`<noscript><meta http-equiv="refresh" content="3; url=([^"]+)"`)
	r.get(again).wants("/login/lgn_.*", "goes on by itself")
	p.approve(p.only(), "").want(200)
	r.get(again).wants("/2fa", "Signed in with kAuth")
	r.get(again).wants("/login/lgn_.*", "This sign-in is over")
}

func TestWaitingPageSaysHowItEnded(t *testing.T) {
	w := newWorld(t, Options{})
	_, p := w.linked()
	begin := func() *reader { return w.reader().signIn().wants("/login/lgn_.*", "Answer on your phone") }

	r := begin()
	p.deny(p.only()).want(200)
	r.get(r.at).wants("/login/lgn_.*", "Sign-in refused", "Nobody got in")
	number := r.send(r.at+"/ask").wants("/login/lgn_.*", "Type this number").find(`class="number mono"[^>]*>(\d\d)<`)
	p.approve(p.only(), otherDigits(number)).refused(api.CodeMismatch)
	r.get(r.at).wants("/login/lgn_.*", "Wrong number")

	id := strings.TrimPrefix(r.send(r.at+"/ask").at, "/login/")
	view, err := w.s.viewLogin(id, w.s.loginSecret(w.cookies(r), id))
	w.ok(err)
	w.ok(w.s.Expire(view.Ask.Challenge))
	r.get(r.at).wants("/login/lgn_.*", "No answer came")
	r.send(r.at+"/ask").send(r.at+"/cancel").wants("/login/lgn_.*", "Sign-in cancelled")
	if left := p.fetch().Challenges; len(left) > 0 {
		t.Fatalf("after Cancel the phone still shows %d", len(left))
	}
}

// cookies is a request with the reader's cookies.
func (w *world) cookies(r *reader) *http.Request {
	req, err := http.NewRequest("GET", w.http.URL, nil)
	w.ok(err)
	for _, c := range r.client.Jar.Cookies(req.URL) {
		req.AddCookie(c)
	}
	return req
}
