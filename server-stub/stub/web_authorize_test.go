package stub

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"kauth/core/api"
)

// askedByApp is what the app opens the browser with.
func askedByApp() url.Values {
	return url.Values{
		"response_type": {"code"}, "client_id": {api.ClientID}, "redirect_uri": {"http://127.0.0.1:9/cb"}, "scope": {api.ScopeLink},
		"state": {`a&b"c+d`}, "code_challenge": {strings.Repeat("A", 43)}, "code_challenge_method": {"S256"}, "device_name": {"Pixel\u202e 9 <b>"},
	}
}

func TestAuthorizeComesBackAfterTheSignIn(t *testing.T) {
	w := newWorld(t, Options{})
	p := w.reader().signIn().enable("Pixel 9")
	for decision, want := range map[string]string{"authorize": "code", "cancel": "error"} {
		w.ok(w.s.ResetLimits())
		r := w.reader()
		var went *url.URL
		r.client.CheckRedirect = func(req *http.Request, _ []*http.Request) error {
			if req.URL.Port() != "9" {
				return nil
			}
			went = req.URL
			return http.ErrUseLastResponse
		}
		r.get("/authorize?"+askedByApp().Encode()).wants("/login").send("/login", "user", annaUser, "password", annaPass)
		p.approve(p.only(), "").want(200)
		r.get(r.at).wants("/authorize", "Pixel 9 &lt;b&gt;", annaUser, "Authorize")
		r.send("/authorize", "decision", decision)
		if went == nil || went.Query().Get(want) == "" || went.Query().Get("state") != `a&b"c+d` || went.Query().Get("iss") != w.http.URL {
			t.Fatalf("%s goes to %v", decision, went)
		}
	}
}

func TestAuthorizeThatCannotBeTrustedIsNoRedirect(t *testing.T) {
	w := newWorld(t, Options{})
	for _, name := range []string{"client_id", "redirect_uri"} {
		q := askedByApp()
		q.Set(name, "https://evil.example/cb")
		r := w.reader().get("/authorize?"+q.Encode()).wants("/authorize", "This request cannot be trusted")
		if r.code != http.StatusBadRequest {
			t.Errorf("%s: status %d", name, r.code)
		}
	}
	q := askedByApp()
	q.Add("state", "twice")
	w.reader().get("/authorize?"+q.Encode()).wants("/authorize", "This request cannot be trusted")
}
