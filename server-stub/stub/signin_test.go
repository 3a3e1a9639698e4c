package stub

import (
	"net/url"
	"regexp"
	"slices"
	"testing"
	"time"

	"kauth/core/api"
)

// TestUnknownPersonAndWrongPasswordLookAlike compares the reply and the work: the
// hash is what takes the time (make bench measures it).
func TestUnknownPersonAndWrongPasswordLookAlike(t *testing.T) {
	w := newWorld(t, Options{})
	work := w.countHashes()
	try := func(user string) (string, []hashCost) {
		work.reset()
		r := w.browser().do("POST", api.PathLogins, api.LoginRequest{User: user, Password: "wrong"})
		r.refused(api.CodeBadCredentials)
		if len(r.header.Values("Set-Cookie")) > 0 {
			t.Fatal("a refused login has a cookie")
		}
		return string(r.body), work.done()
	}
	bodyKnown, hashedKnown := try(annaUser)
	bodyUnknown, hashedUnknown := try("nobody@example.ch")
	if bodyKnown != bodyUnknown {
		t.Fatalf("%s and %s", bodyKnown, bodyUnknown)
	}
	if len(hashedKnown) != 1 || !slices.Equal(hashedKnown, hashedUnknown) {
		t.Fatalf("a known person costs %v, an unknown one %v", hashedKnown, hashedUnknown)
	}
}

func TestTwoFactorOffSignsInAtOnce(t *testing.T) {
	w := newWorld(t, Options{})
	b := w.browser()
	l := b.begin()
	if l.State != "approved" || l.Methods == nil || len(l.Methods) > 0 {
		t.Fatalf("%+v", l)
	}
	b.redeem(l.ID).want(204)
	l = b.begin()
	w.pass(time.Minute)
	b.redeem(l.ID).refused(api.CodeNotApproved)
}

func TestLoginListsItsMethods(t *testing.T) {
	w := newWorld(t, Options{})
	b, _ := w.linked()
	l := b.begin()
	if !slices.Equal(l.Methods, []string{"kauth", "totp", "recovery", "help"}) || l.Default != "kauth" || l.State != "waiting" {
		t.Fatalf("%+v", l)
	}
}

func TestCookiesAreHiddenFromScripts(t *testing.T) {
	w := newWorld(t, Options{})
	for origin, secure := range map[string]bool{w.http.URL: false, "https://id.example.ch": true} {
		w.s.SetOrigin(origin)
		r := w.browser().do("POST", api.PathLogins, api.LoginRequest{User: annaUser, Password: annaPass}).want(201)
		cookie := r.header.Get("Set-Cookie")
		want := `^ka_login_[A-Za-z0-9_-]{22}=[A-Za-z0-9_-]{43}; Path=/; Max-Age=660; HttpOnly; SameSite=Lax$`
		if secure {
			want = `^__Host-ka_login_[A-Za-z0-9_-]{22}=[A-Za-z0-9_-]{43}; Path=/; Max-Age=660; HttpOnly; Secure; SameSite=Lax$`
		}
		if !regexp.MustCompile(want).MatchString(cookie) {
			t.Fatalf("at %s the cookie is %q", origin, cookie)
		}
	}
}

func TestLoginTakesTenMinutes(t *testing.T) {
	w := newWorld(t, Options{})
	b, p := w.linked()
	id := b.begin().ID
	w.pass(9 * time.Minute)
	b.askIn(id)
	w.pass(time.Minute)
	if got := b.state(id); got != "expired" {
		t.Fatalf("the login is %q", got)
	}
	if reply := p.fetch(); len(reply.Challenges) != 0 {
		t.Fatal("its request is still on the phone")
	}
	b.code(id, "totp", p.oathtool(w.s.Now())).refused(api.CodeExpired)
	w.pass(time.Hour)
	b.login("GET", id, "").refused(api.CodeNotFound)
}

func TestSessionEnds(t *testing.T) {
	w := newWorld(t, Options{})
	b := w.browser().signIn()
	w.pass(12 * time.Hour)
	b.do("GET", api.PathMethods, nil).refused(api.CodeNoSession)
}

func TestChangedPasswordEndsOtherSessions(t *testing.T) {
	w := newWorld(t, Options{})
	mine, other := w.browser().signIn(), w.browser().signIn()
	who := w.who(mine)
	if _, err := w.s.changePassword(t.Context(), visitor{}, who, "wrong", "another horse"); problemOf(err).Code != api.CodeBadCredentials {
		t.Fatal(err)
	}
	if _, err := w.s.changePassword(t.Context(), visitor{}, who, annaPass, "short"); problemOf(err).Code != api.CodeBadRequest {
		t.Fatal(err)
	}
	copied := w.request(mine)
	mine.newPassword(annaPass, "another horse")
	if _, err := w.s.session(copied); codeOf(err) != api.CodeNoSession {
		t.Fatal("a copy of the cookie goes on")
	}
	mine.do("GET", api.PathMethods, nil).want(200)
	other.do("GET", api.PathMethods, nil).refused(api.CodeNoSession)
	mine.do("POST", api.PathLogins, api.LoginRequest{User: annaUser, Password: annaPass}).refused(api.CodeBadCredentials)
	mine.do("POST", api.PathLogins, api.LoginRequest{User: " ANNA@example.ch", Password: "another horse"}).want(201)
	w.ok(w.s.endSession(w.who(mine)))
	mine.do("GET", api.PathMethods, nil).refused(api.CodeNoSession)
	w.wantMail("Your password was changed")
}

// newPassword changes the password on its page.
func (b *browser) newPassword(old, next string) {
	b.w.t.Helper()
	form := url.Values{"old": {old}, "new": {next}, "again": {next}}
	resp, err := b.client.PostForm(b.w.http.URL+"/password", form)
	if r := read(b.w.t, resp, err).want(200); resp.Request.URL.RawQuery != "done=password" {
		b.w.t.Fatalf("the password is not changed: %s", r.body)
	}
}

func TestSignInBegunBeforeTwoFactorNeedsIt(t *testing.T) {
	w := newWorld(t, Options{})
	early := w.browser()
	l := early.begin()
	w.linked()
	early.redeem(l.ID).refused(api.CodeNotApproved)
}

// who is signed in at this browser.
func (w *world) who(b *browser) signedIn {
	w.t.Helper()
	req := w.request(b)
	who, err := w.s.session(req)
	w.ok(err)
	return who
}

func TestDefaultMethodCanBeChosen(t *testing.T) {
	w := newWorld(t, Options{})
	b, _ := w.linked()
	second := w.linkPhone(b, "Tablet · kAuth")
	b.do("PUT", api.Path(api.PathMethod, second.reg.Device)+"/default", nil).want(204)
	var m api.MethodsReply
	b.do("GET", api.PathMethods, nil).want(200).into(&m)
	if !m.TwoFactor || len(m.Methods) != 3 || m.Methods[0].Default || !m.Methods[1].Default || m.Methods[2].Default {
		t.Fatalf("%+v", m)
	}
}

func TestActivitySaysWhatHappened(t *testing.T) {
	w := newWorld(t, Options{})
	b, p := w.linked()
	b.do("POST", api.PathLogins, api.LoginRequest{User: annaUser, Password: "wrong"}).refused(api.CodeBadCredentials)
	w.s.SetPlace(Place{IP: "203.0.113.24", Place: "Riga, Latvia", Agent: "Mozilla/5.0 (Windows NT 10.0; rv:142.0) Gecko/20100101 Firefox/142.0"})
	b.ask()
	p.answer(p.only(), func(a *api.Answer) { a.Decision, a.Why = "deny", "not_me" }).want(200)
	var a api.ActivityReply
	p.call("GET", api.PathActivity).want(200).into(&a)
	var what []string
	for _, e := range a.Events {
		what = append(what, e.What)
	}
	if !slices.Equal(what, []string{"not_me", "wrong_password", "linked", "signed_in", "new_place"}) {
		t.Fatalf("%q", what)
	}
	first := a.Events[0]
	if first.At == 0 || first.Agent != "Firefox on Windows" || first.Place != "Riga, Latvia" || first.IP != "203.0.113.24" || first.With != p.name {
		t.Fatalf("%+v", first)
	}
}
