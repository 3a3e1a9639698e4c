package stub

import (
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"kauth/core/api"
)

const (
	// The verifier and the challenge of RFC 7636 appendix B.
	verifier   = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"
	challenged = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"
	loopback   = "http://127.0.0.1:34567/done"
)

func authorizeQuery(change map[string]string) url.Values {
	q := url.Values{}
	for name, value := range map[string]string{
		"response_type": "code", "client_id": api.ClientID, "redirect_uri": loopback, "scope": api.ScopeLink,
		"state": "xyz", "code_challenge": challenged, "code_challenge_method": "S256",
	} {
		q.Set(name, value)
	}
	for name, value := range change {
		q.Set(name, value)
	}
	return q
}

// authorized is the person pressing Authorize.
func (w *world) authorized(b *browser) (code string) {
	w.t.Helper()
	a, err := w.s.checkAuthorize(authorizeQuery(nil))
	w.ok(err)
	back, err := w.s.issueCode(visitor{IP: "127.0.0.1", Place: "This computer"}, w.who(b), a)
	w.ok(err)
	u, err := url.Parse(back)
	w.ok(err)
	q := u.Query()
	if !strings.HasPrefix(back, loopback+"?") || q.Get("state") != "xyz" || q.Get("iss") != w.http.URL {
		w.t.Fatalf("back to the app by %q", back)
	}
	return q.Get("code")
}

func (w *world) exchange(code string, change map[string]string) result {
	w.t.Helper()
	form := url.Values{
		"grant_type": {"authorization_code"}, "client_id": {api.ClientID}, "code": {code},
		"code_verifier": {verifier}, "redirect_uri": {loopback},
	}
	for name, value := range change {
		form.Set(name, value)
	}
	resp, err := http.PostForm(w.http.URL+api.PathToken, form)
	return read(w.t, resp, err)
}

func TestLogInOnThePhoneItself(t *testing.T) {
	w := newWorld(t, Options{})
	b := w.browser().signIn()
	var got api.TokenReply
	w.exchange(w.authorized(b), nil).want(200).into(&got)
	if got.TokenType != "Bearer" || got.ExpiresIn != 300 || got.Scope != api.ScopeLink {
		t.Fatalf("%+v", got)
	}
	p := w.phone("Pixel 9 · kAuth")
	p.registerCode(got.AccessToken).want(201)
	if p.reg.State != "active" || !p.reg.Recovery {
		t.Fatalf("%+v", p.reg)
	}
	p.checkStatement(got.KeyID)
	w.restart()
	first := p.reg.Device
	if p.registerCode(got.AccessToken).want(201); p.reg.Device != first {
		t.Fatal("asked again it is another phone")
	}
	w.phone("thief").registerCode(got.AccessToken).refused(api.CodeLinkUsed)
	b.wait(p)
}

func TestAccessTokenLivesFiveMinutes(t *testing.T) {
	w := newWorld(t, Options{})
	var got api.TokenReply
	w.exchange(w.authorized(w.browser().signIn()), nil).want(200).into(&got)
	w.pass(5 * time.Minute)
	w.phone("late").registerCode(got.AccessToken).refused(api.CodeExpired)
}

func TestCodeIsExchangedOnceByWhoAskedForIt(t *testing.T) {
	w := newWorld(t, Options{})
	b := w.browser().signIn()
	refused := func(r result, want string) {
		t.Helper()
		var e oauthError
		r.want(400).into(&e)
		if e.Code != want {
			t.Fatalf("%q instead of %q", e.Code, want)
		}
	}
	code := w.authorized(b)
	refused(w.exchange(code, map[string]string{"code_verifier": strings.Repeat("a", 43)}), "invalid_grant")
	refused(w.exchange(code, nil), "invalid_grant") // the wrong verifier spent it

	refused(w.exchange(w.authorized(b), map[string]string{"redirect_uri": loopback + "/"}), "invalid_grant")
	refused(w.exchange(w.authorized(b), map[string]string{"client_id": "other"}), "invalid_client")
	refused(w.exchange(w.authorized(b), map[string]string{"grant_type": "password"}), "unsupported_grant_type")
	refused(w.exchange("", nil), "invalid_request")
	refused(w.exchange("made up", nil), "invalid_grant")

	code = w.authorized(b)
	w.exchange(code, nil).want(200)
	refused(w.exchange(code, nil), "invalid_grant")

	code = w.authorized(b)
	w.pass(time.Minute)
	refused(w.exchange(code, nil), "invalid_grant")
	sum := sha256.Sum256([]byte(verifier))
	if base64.RawURLEncoding.EncodeToString(sum[:]) != challenged {
		t.Fatal("that is not the pair of RFC 7636")
	}
}

func TestUntrustedRedirectIsNeverFollowed(t *testing.T) {
	w := newWorld(t, Options{})
	for name, change := range map[string]map[string]string{
		"another app":       {"client_id": "evil"},
		"another host":      {"redirect_uri": "http://evil.example:1/"},
		"a name":            {"redirect_uri": "http://localhost:34567/"},
		"https":             {"redirect_uri": "https://127.0.0.1:34567/"},
		"no port":           {"redirect_uri": "http://127.0.0.1/"},
		"userinfo":          {"redirect_uri": "http://127.0.0.1:1@evil.example:2/"},
		"a fragment":        {"redirect_uri": "http://127.0.0.1:34567/#x"},
		"another loopback":  {"redirect_uri": "http://127.0.0.2:34567/"},
		"no redirect":       {"redirect_uri": ""},
		"a script's scheme": {"redirect_uri": "javascript:alert(1)"},
		"the scheme alone":  {"redirect_uri": "app.kauth:/back/"},
		"a short secret":    {"redirect_uri": "app.kauth:/back/short"},
		"another path":      {"redirect_uri": "app.kauth:/elsewhere/AAAAAAAAAAAAAAAAAAAAAA"},
		"with a host":       {"redirect_uri": "app.kauth://back/AAAAAAAAAAAAAAAAAAAAAA"},
		"with a query":      {"redirect_uri": "app.kauth:/back/AAAAAAAAAAAAAAAAAAAAAA?code=mine"},
		"a line more":       {"redirect_uri": "app.kauth:/back/AAAAAAAAAAAAAAAAAAAAAA\n"},
		"the app's links":   {"redirect_uri": "kauth://back/AAAAAAAAAAAAAAAAAAAAAA"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := w.s.checkAuthorize(authorizeQuery(change))
			var back *redirectError
			if err == nil || errors.As(err, &back) || problemOf(err).Code != api.CodeBadRequest {
				t.Fatalf("%v", err)
			}
		})
	}
	q := authorizeQuery(nil)
	q.Add("state", "twice")
	if _, err := w.s.checkAuthorize(q); problemOf(err).Code != api.CodeBadRequest {
		t.Fatalf("%v", err)
	}
}

// TestAPhoneIsComeBackToByTheAppsOwnScheme also holds the page's policy to it: a browser
// applies form-action to where a form's redirect leads.
func TestAPhoneIsComeBackToByTheAppsOwnScheme(t *testing.T) {
	w := newWorld(t, Options{})
	back := api.RedirectApp + "AAECAwQFBgcICQoLDA0ODw"
	a, err := w.s.checkAuthorize(authorizeQuery(map[string]string{"redirect_uri": back}))
	w.ok(err)
	got := w.s.refuseAuthorize(a)
	if want := back + "?error=access_denied&iss=" + url.QueryEscape(w.http.URL) + "&state=xyz"; got != want {
		t.Errorf("back by %q, not %q", got, want)
	}
	if got := sourceOf(back); got != "app.kauth:" {
		t.Errorf("the form may lead to %q", got)
	}
}

func FuzzLoopbackRedirect(f *testing.F) {
	for _, seed := range []string{loopback, "http://[::1]:5/", "HTTP://127.0.0.1:1", "http://127.0.0.1:1@evil.example:2/", "http:127.0.0.1:1", "http://127.0.0.1:1\\@evil.example"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, raw string) {
		if !loopbackRedirect(raw) {
			return
		}
		rest := strings.ToLower(raw)
		if !strings.HasPrefix(rest, "http://127.0.0.1:") && !strings.HasPrefix(rest, "http://[::1]:") || strings.ContainsAny(raw, "\r\n\\") && !strings.Contains(raw, "?") {
			t.Fatalf("%q is taken", raw)
		}
	})
}

func TestOtherMistakesGoBackToTheApp(t *testing.T) {
	w := newWorld(t, Options{})
	for want, change := range map[string]map[string]string{
		"error=unsupported_response_type": {"response_type": "token"},
		"error=invalid_scope":             {"scope": "everything"},
		"error=invalid_request":           {"code_challenge_method": "plain"},
		"error=invalid_request&iss":       {"code_challenge": "short"},
	} {
		_, err := w.s.checkAuthorize(authorizeQuery(change))
		var back *redirectError
		if !errors.As(err, &back) || !strings.HasPrefix(back.To, loopback) || !strings.Contains(back.To, want) || !strings.Contains(back.To, "state=xyz") {
			t.Fatalf("%s: %v", want, err)
		}
	}
	a, err := w.s.checkAuthorize(authorizeQuery(map[string]string{"redirect_uri": "http://[::1]:5/x?y=z"}))
	w.ok(err)
	if back := w.s.refuseAuthorize(a); !strings.HasPrefix(back, "http://[::1]:5/x?error=access_denied&iss=") || !strings.HasSuffix(back, "&state=xyz&y=z") {
		t.Fatalf("%q", back)
	}
}
