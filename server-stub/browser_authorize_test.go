//go:build browser

package main

import (
	"context"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"strings"

	cdpbrowser "github.com/chromedp/cdproto/browser"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/chromedp"

	"kauth/core/api"
)

const verifier = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk" // RFC 7636 appendix B

// listener is where the app waits for the browser to come back.
func (w *world) listener() (redirect string, came <-chan url.Values) {
	w.Helper()
	back := make(chan url.Values, 4)
	app := httptest.NewServer(http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/back" {
			back <- r.URL.Query()
		}
		fmt.Fprint(rw, "<title>app</title><p id=app>You can close this page.</p>")
	}))
	w.Cleanup(app.Close)
	return app.URL + "/back", back
}

func authorizePath(redirect string) string {
	sum := sha256.Sum256([]byte(verifier))
	return api.PathAuthorize + "?" + url.Values{
		"response_type": {"code"}, "client_id": {api.ClientID}, "redirect_uri": {redirect},
		"scope": {api.ScopeLink}, "state": {"a state & more"}, "device_name": {"Fairphone\u202e 6 <b>"},
		"code_challenge": {base64.RawURLEncoding.EncodeToString(sum[:])}, "code_challenge_method": {"S256"},
	}.Encode()
}

func authorize(w *world) {
	redirect, came := w.listener()
	b := w.open()
	b.forgives = strings.TrimSuffix(redirect, "/back")
	b.visit(authorizePath(redirect))
	b.password(zoe, zoePass)
	b.fill("code", w.oathtool())
	b.press("form .button")
	b.wait(`form[action="/authorize"]`)
	b.says("Link this device?", "Fairphone 6 <b>", zoe, w.s.Origin(), "It may approve your sign-ins")
	b.shot("authorize")
	b.press(`button[value=authorize]`)
	b.wait("#app")
	back := <-came
	if back.Get("state") != "a state & more" || back.Get("iss") != w.s.Origin() || back.Get("code") == "" || back.Has("error") {
		w.Fatalf("the app gets %v", back)
	}
	phone := registerCode(w.T, w.s.Origin(), w.token(back.Get("code"), redirect), "Fairphone 6")
	if phone.reg.State != "active" || phone.reg.Account.Label != zoe {
		w.Fatalf("%+v", phone.reg)
	}
	b.visit("/2fa")
	b.says("Fairphone 6 · linked", "Set as default")
	b.shot("manager-two-methods")
	b.press(`form[action$="/default"] button`)
	b.wait(".banner.ok")
	b.says("This method is now offered first.")

	b.visit(authorizePath(redirect)) // signed in already
	b.press(`button[value=cancel]`)
	b.wait("#app")
	if back := <-came; back.Get("error") != "access_denied" || back.Get("state") != "a state & more" || back.Has("code") {
		w.Fatalf("the app gets %v", back)
	}
}

// token is the app's part after the browser came back.
func (w *world) token(code, redirect string) string {
	w.Helper()
	resp, err := http.PostForm(w.s.Origin()+api.PathToken, url.Values{
		"grant_type": {"authorization_code"}, "code": {code}, "client_id": {api.ClientID},
		"redirect_uri": {redirect}, "code_verifier": {verifier},
	})
	ok(w.T, err)
	defer resp.Body.Close()
	var reply api.TokenReply
	ok(w.T, json.NewDecoder(resp.Body).Decode(&reply))
	if reply.AccessToken == "" {
		w.Fatalf("no access token: %s", resp.Status)
	}
	return reply.AccessToken
}

func badAuthorize(w *world) {
	redirect, came := w.listener()
	b := w.open()
	good := authorizePath(redirect)
	for name, bad := range map[string]string{
		"another app":      strings.Replace(good, "client_id="+api.ClientID, "client_id=evil", 1),
		"another server":   authorizePath("https://evil.example/back"),
		"an own scheme":    authorizePath("javascript:alert(1)"),
		"a parameter more": good + "&redirect_uri=http%3A%2F%2F127.0.0.1%3A1%2F",
	} {
		b.visit(bad)
		b.wait(".badge.warn")
		if !strings.HasPrefix(b.path(), "/authorize?") {
			w.Errorf("%s: goes to %s", name, b.path())
		}
	}
	b.says("This request cannot be trusted", "nothing was linked")
	b.shot("authorize-bad")
	select {
	case back := <-came:
		w.Errorf("the app gets %v", back)
	default:
	}
}

// otherSite is a page elsewhere that sends a form here: it changes nothing.
func otherSite(w *world) {
	evil := httptest.NewServer(http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) {
		rw.Header().Set("Content-Type", "text/html")
		fmt.Fprintf(rw, `<form method=post action="%s/logout"><button>Win a prize</button></form>`, w.s.Origin())
	}))
	w.Cleanup(evil.Close)
	// Another port is another origin, but the same site: cookies do come along.
	b := w.open()
	b.forgives = evil.URL
	b.visit("/login")
	b.password(anna, annaPass)
	b.wait(".pill.off")
	b.do(chromedp.Navigate(evil.URL))
	status := make(chan int64, 1)
	ok(w.T, chromedp.Listen(b.ctx, func(event any) {
		if e, is := event.(*network.EventResponseReceived); is && e.Response.URL == w.s.Origin()+"/logout" {
			status <- e.Response.Status
		}
	}))
	b.do(chromedp.Click(chromedp.CSS("button")))
	if got := <-status; got != http.StatusForbidden {
		w.Fatalf("the other site gets %d", got)
	}
	b.visit("/2fa")
	b.wait(".pill.off")
	b.visit("/no/such/page")
	b.says("This page does not exist")
	b.shot("failure-404")
}

// download presses the button of a form and gives the file that comes.
func (b *browser) download(action string) (name, text string) {
	b.t.Helper()
	dir := b.t.TempDir()
	done := make(chan string, 1)
	ctx, cancel := context.WithTimeout(b.ctx, patience)
	defer cancel()
	ok(b.t, chromedp.ListenBrowser(ctx, func(event any) {
		switch e := event.(type) {
		case *cdpbrowser.EventDownloadWillBegin:
			name = e.SuggestedFilename
		case *cdpbrowser.EventDownloadProgress:
			if e.State == cdpbrowser.DownloadProgressStateCompleted {
				done <- e.GUID
			}
		}
	}))
	_, err := chromedp.CallBrowser(ctx, cdpbrowser.SetDownloadBehavior, cdpbrowser.SetDownloadBehaviorParams{
		Behavior: cdpbrowser.SetDownloadBehaviorBehaviorAllowAndName, DownloadPath: dir, EventsEnabled: new(true),
		BrowserContextID: chromedp.FromContext(b.ctx).BrowserContextID,
	})
	ok(b.t, err)
	b.do(chromedp.Click(chromedp.CSS(`form[action="` + action + `"] button`)))
	select {
	case guid := <-done:
		data, err := os.ReadFile(filepath.Join(dir, guid))
		ok(b.t, err)
		return name, string(data)
	case <-ctx.Done():
		b.t.Fatal("no file came")
	}
	return "", ""
}
