package stub

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"kauth/core/api"
)

// disguises are texts that try to look like something else on the phone's screen.
var disguises = map[string]string{
	"control":            "Bank\x00\x01\x07\x08\x1b[2J\x7fapp",
	"line breaks":        "Bank\r\nNew York\u2028Approve\u2029\u0085\x0b\x0cthis",
	"bidi":               "Bank\u202e\u202d\u202a\u202b\u202c\u2066\u2067\u2068\u2069\u200e\u200f\u061capp",
	"zero width":         "B\u200ban\u200ck\u200d\u2060\ufeff\u00ad\u180eapp",
	"tags":               "Bank\U000e0001\U000e0041\U000e007fapp",
	"fillers":            "\u115f\u1160\u3164\uffa0Bank",
	"private":            "Bank\ue000\U000f0000\U0010fffdapp",
	"surrogates":         "Bank\xed\xa0\x80\xed\xbf\xbfapp",
	"not UTF-8":          "Bank\xff\xfe\xc0\x80app",
	"combining flood":    "B" + strings.Repeat("\u0301\u0489\u20dd", 500) + "ank",
	"combining at start": "\u0301\u0336Bank",
	"combining on blank": "Bank \u0336\u0336 app",
	"blanks":             "Bank" + strings.Repeat("\u00a0\u2003\u3000 ", 500) + "app",
	"long":               strings.Repeat("Bank ", 40_000),
	"long, wide":         strings.Repeat("\U0001f468", 20_000),
	"markup":             `<script>alert(1)</script>"'><img src=x onerror=alert(1)>`,
	"JSON":               `","mode":"confirm","x":"`,
	"a format":           "%s%n%x{0}{1}{{.}}${x}",
	"only nothing":       "\u200b\u202e\x00\u2028",
}

// cleanly wants a text that a phone may show in one line.
func cleanly(t testing.TB, what, text string, most int) {
	t.Helper()
	if len(text) > most || !utf8.ValidString(text) || strings.TrimSpace(text) != text || strings.Contains(text, "  ") {
		t.Errorf("%s is %d bytes: %q", what, len(text), text)
	}
	marks := 0
	for i, r := range text {
		switch {
		case r != ' ' && (unicode.IsSpace(r) || unicode.Is(unicode.C, r) || unicode.Is(unicode.Other_Default_Ignorable_Code_Point, r)):
			t.Errorf("%s has %U: %q", what, r, text)
		case unicode.Is(unicode.M, r):
			if marks++; marks > 4 || i == 0 || text[i-1] == ' ' {
				t.Errorf("%s has marks that lie on what is beside them: %q", what, text)
			}
		default:
			marks = 0
		}
	}
}

// TestTextsOnThePhoneAreClean has each text that a stranger chooses reach the signed
// request: the login's app, the browser's user agent, and the place.
func TestTextsOnThePhoneAreClean(t *testing.T) {
	w := still(t, Options{})
	b, p := w.linked()
	for name, text := range disguises {
		w.ok(w.s.ResetLimits())
		app := text
		if !utf8.ValidString(app) {
			app = strings.ToValidUTF8(app, "\ufffd") // JSON has no others
		}
		if len(app) > 12<<10 {
			app = strings.ToValidUTF8(app[:12<<10], "")
		}
		var l api.LoginReply
		b.do("POST", api.PathLogins, api.LoginRequest{User: annaUser, Password: annaPass, App: app}).want(201).into(&l)
		w.s.SetPlace(Place{Agent: text, Place: text, IP: "203.0.113.24"})
		b.askIn(l.ID)
		w.s.SetPlace(Place{})
		jws := p.only()
		var signed api.Challenge // as the server signed it: the phone cleans again
		w.ok(json.Unmarshal([]byte(w.payload(jws)), &signed))
		cleanly(t, name+": app", signed.Context.App, api.MaxApp)
		cleanly(t, name+": ua", signed.Context.Agent, api.MaxAgent)
		cleanly(t, name+": loc", signed.Context.Place, api.MaxPlace)
		if signed.Context != p.open(jws).Context {
			t.Errorf("%s: the phone cleans what the server left", name)
		}
		b.login("POST", l.ID, "/cancel").want(204)
	}
}

// TestUserAgentOfTheWireIsClean sends headers as bytes, as large as they may be.
func TestUserAgentOfTheWireIsClean(t *testing.T) {
	w := still(t, Options{})
	b, p := w.linked()
	for name, text := range disguises {
		w.ok(w.s.ResetLimits())
		text = strings.NewReplacer("\x00", "", "\r", "", "\n", "").Replace(text) // ends a header, or is refused
		id := b.begin().ID
		cookie := "Cookie: " + loginCookieName(id) + "=" + w.cookieOf(b, loginCookieName(id))
		reply := w.wire("POST", api.Path(api.PathLogin, id)+"/kauth", strings.TrimPrefix(w.http.URL, "http://"), "", cookie, "User-Agent: "+text)
		switch {
		case strings.HasPrefix(reply, "HTTP/1.1 200"):
			var signed api.Challenge
			w.ok(json.Unmarshal([]byte(w.payload(p.only())), &signed))
			cleanly(t, name, signed.Context.Agent, api.MaxAgent)
			b.login("POST", id, "/cancel").want(204)
		case !strings.HasPrefix(reply, "HTTP/1.1 4"):
			t.Errorf("%s: %.300s", name, reply)
		}
	}
}

// TestNamesOfPhonesAreCleanAndEscaped: the phone names itself, on the computer's pages
// and in mails.
func TestNamesOfPhonesAreCleanAndEscaped(t *testing.T) {
	w := still(t, Options{QA: true})
	r := w.reader().signIn()
	for name, text := range disguises {
		text = strings.ToValidUTF8(text, "\ufffd")
		if len(text) > 4<<10 {
			text = strings.ToValidUTF8(text[:4<<10], "") // a JWS has at most 8 KiB
		}
		offer := r.link()
		p := w.phone(text)
		p.register(offer.Link).want(201)
		state := r.linkState(offer.ID)
		if state.DeviceName == "" {
			t.Errorf("%s: a phone without a name", name)
		}
		cleanly(t, name, state.DeviceName, api.MaxName)
		for _, path := range []string{"/2fa/link/" + offer.ID, "/2fa", "/activity", "/outbox"} {
			r.get(path)
			for _, bad := range []string{"<script>alert", "<img src=x", "\u202e", "\u200b", "\x00"} {
				if strings.Contains(r.page, bad) {
					t.Errorf("%s: %s has %q", name, path, bad)
				}
			}
		}
		r.do("DELETE", api.Path(api.PathLink, offer.ID), nil).want(204)
	}
}

// TestPagesEscapeWhatTheyRepeat: whatever a person or a link sends comes back as text.
func TestPagesEscapeWhatTheyRepeat(t *testing.T) {
	w := still(t, Options{QA: true})
	r := w.reader().signIn()
	const attack = `"><script>alert(1)</script><b x='`
	for _, path := range []string{"/login?next=X", "/login?lang=X", "/login?out=X", "/2fa?done=X", "/authorize?client_id=X", "/authorize?X=1&X=2", "/nothing/X", "/2fa/link/X", "/login/X?sent=X&busy=X&soon=X", "/X", "/activity?X=X"} {
		for _, escape := range []func(string) string{url.QueryEscape, url.PathEscape} {
			r.get(strings.ReplaceAll(path, "X", escape(attack)))
			if strings.Contains(r.page, "<script>alert") || strings.Contains(r.page, `<b x='`) {
				t.Errorf("%s repeats it:\n%s", path, r.page)
			}
		}
	}
	device := authorizeQuery(map[string]string{"device_name": attack, "state": attack})
	if r.get("/authorize?" + device.Encode()); r.code != http.StatusOK || strings.Contains(r.page, "<script>alert") {
		t.Errorf("the Authorize page: %d\n%s", r.code, r.page)
	}
	resp, err := r.client.PostForm(w.http.URL+"/login", url.Values{"user": {attack}, "password": {attack}, "next": {attack}})
	if r.shown(resp, err); strings.Contains(r.page, "<script>alert") {
		t.Errorf("the sign-in page:\n%s", r.page)
	}
}

// TestLanguageHeaderIsBounded: a header of any kind gives a page in one of the languages.
func TestLanguageHeaderIsBounded(t *testing.T) {
	w := still(t, Options{})
	for _, accept := range []string{"", ",", ";;;q=", "de;q=NaN", "fr;q=1e999", "xx-\x80", "*", strings.Repeat("de-CH;q=0.5,", 20_000), "../../etc/passwd", "en;q=-1", `"><script>`} {
		reply := w.wire("GET", "/login", "127.0.0.1", "", "Accept-Language: "+accept, "Cookie: ka_lang=../../de")
		if !strings.HasPrefix(reply, "HTTP/1.1 200") || !strings.Contains(reply, `<html lang="`) || strings.Contains(reply, "<script>\"") {
			t.Errorf("%.40q: %.200s", accept, reply)
		}
	}
	if got := fmt.Sprint(w.browser().do("GET", "/login?lang=../de", nil).want(200).header["Set-Cookie"]); strings.Contains(got, "..") {
		t.Errorf("the cookie is %s", got)
	}
}
