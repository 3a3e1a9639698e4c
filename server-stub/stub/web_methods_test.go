package stub

import (
	"regexp"
	"strings"
	"testing"
	"time"

	"kauth/core/api"
)

// addsApp adds a one-time-code app from the Manager on, and gives its secret.
func (r *reader) addsApp(name string) (secret string) {
	r.w.t.Helper()
	r.get("/2fa/add").send("/2fa/add/totp").wants("/2fa/setup/set_.*", "data:image/png;base64,")
	secret = strings.ReplaceAll(r.find(`data-address>([A-Z2-7 ]+)<`), " ", "")
	r.send(r.at, "name", name, "code", r.w.foreignCode(secret, r.w.s.Now()))
	return secret
}

func TestAnyAppIsAddedOnThePage(t *testing.T) {
	w := newWorld(t, Options{})
	w.middle()
	r := w.reader().signIn().get("/2fa/add").wants("/2fa/add", "Any authenticator app", "Security key", "Text message", "kAuth app")
	r.send("/2fa/add/totp")
	page := r.at
	r.send(page, "name", "Authy", "code", "abcdef").wants(page, "not the code that the app shows", `value="Authy"`, "data:image/png;base64,")
	secret := strings.ReplaceAll(r.find(`data-address>([A-Z2-7 ]+)<`), " ", "")
	r.send(page, "name", "Authy <b>", "code", w.foreignCode(secret, w.s.Now())).wants(page, "Backup codes", "only now")
	if strings.Contains(r.page, secret[:8]) {
		t.Fatal("the secret is shown again")
	}
	r.get(page).wants(page, "This set-up is over")
	r.get("/2fa").wants("/2fa", ">On<", "Authy &lt;b&gt; · added", "Backup codes · 10 left", "Application passwords", "Remove two-factor")
	r.addsApp("Aegis")
	r.wants("/2fa/setup/set_.*", "The method is added", "<b>Aegis</b>", "10 are left", "Make new codes")
	w.pass(time.Minute)
	other := w.reader().signIn().wants("/login/lgn_.*/totp", "Use another method")
	other.send(other.at, "code", w.foreignCode(secret, w.s.Now())).wants("/2fa", "Signed in with a one-time code")
}

func TestTextMessagesAreAddedAndUsedOnThePage(t *testing.T) {
	w := newWorld(t, Options{})
	r := w.reader().signIn().get("/2fa/add/sms")
	r.send("/2fa/add/sms", "country", "CH", "number", "044 668 18 00").wants("/2fa/add/sms", "not a mobile number", `value="044 668 18 00"`)
	r.send("/2fa/add/sms", "country", "FR", "number", "+39 333 123 4567").wants("/2fa/add/sms", "Switzerland, France, Belgium and Germany", `<option value="FR" selected>`)
	r.send("/2fa/add/sms", "country", "CH", "number", "079 123 45 67").wants("/2fa/setup/set_.*", "+41791234567")
	page := r.at
	r.send(page+"/resend").wants(page, "A code was sent a moment ago", `data-after="`)
	r.send(page, "code", otherDigits(w.lastSMS(annaNumber))).wants(page, "not the code we sent")
	r.send(page, "code", w.lastSMS(annaNumber)).wants(page, "Backup codes")
	w.pass(smsGap * time.Second)

	other := w.reader().signIn().wants("/login/lgn_.*/sms", "<b>+41 ·· ··· ·· 67</b>")
	login := strings.TrimSuffix(other.at, "/sms")
	other.send(login+"/sms/send").wants(login+"/sms", "A code was sent a moment ago")
	w.pass(smsGap * time.Second)
	other.send(login+"/sms/send").wants(login+"/sms", "Sent again.")
	for range smsTries {
		other.send(login+"/sms", "code", otherDigits(w.lastSMS(annaNumber))).wants(login+"/sms", "not the code we sent")
	}
	other.send(login+"/sms", "code", w.lastSMS(annaNumber)).wants(login+"/sms", "Too many wrong codes. Wait 1 s")
	w.pass(time.Second)
	other.send(login+"/sms", "code", w.lastSMS(annaNumber)).wants(login+"/sms", "This code is over")
	w.pass(smsGap * time.Second)
	other.send(login+"/sms/send").send(login+"/sms", "code", w.lastSMS(annaNumber)).wants("/2fa", "Signed in with a text message")
}

func TestAnotherMethodIsListedInTheGuidesOrder(t *testing.T) {
	w := newWorld(t, Options{})
	w.middle()
	r := w.reader().signIn()
	r.enable("Pixel 9")
	r.addsApp("Authy")
	w.ok(w.s.update(func(t *tx) error {
		p, err := t.personByUser(annaUser)
		p.addMethod(kindSMS, "SMS", t.now).Number = annaNumber
		t.putPerson(p)
		return err
	}))
	other := w.reader().signIn().wants("/login/lgn_.*", "Answer on your phone")
	login := other.at
	order := regexp.MustCompile(`(?s)kAuth app.*One-time code.*Text message.*67.*Backup code.*href="/help/lost.*Ask for help`)
	if page := other.get(login + "/methods").page; !order.MatchString(page) {
		t.Fatalf("another order:\n%s", page)
	}
	r.get("/2fa")
	action := r.find(`(/2fa/methods/sms_[^/]+/default)"`)
	r.send(action).wants("/2fa", "Your phone is always asked first")
	if page := other.get(login + "/methods").page; !regexp.MustCompile(`(?s)kAuth app.*Text message.*Default.*One-time code`).MatchString(page) {
		t.Fatalf("the default does not come first:\n%s", page)
	}
	w.reader().signIn().wants("/login/lgn_.*", "Answer on your phone")
}

func TestOldSignInGivesThePasswordAgain(t *testing.T) {
	w := newWorld(t, Options{})
	r := w.reader().signIn()
	p := r.enable("Pixel 9")
	w.pass(provenFor)
	remove := "/2fa/methods/" + p.reg.Device + "/remove"
	r.get(remove).wants("/2fa/password", "Is it still you?")
	r.send("/2fa/password", "password", "wrong").wants("/2fa/password", "That is not your password", `aria-invalid="true"`)
	r.send("/2fa/password", "password", annaPass).wants(remove, "Turn two-factor off?")
	w.pass(provenFor)
	r.send(remove).wants("/2fa/password").send("/2fa/password", "password", annaPass).wants(remove)
	for _, path := range []string{"/2fa/add", "/2fa/kauth", "/2fa/add/sms", "/2fa/codes", "/2fa/apps", "/authorize?" + authorizeQuery(nil).Encode()} {
		w.pass(provenFor)
		at, _, _ := strings.Cut(path, "?")
		r.get(path).wants("/2fa/password").send("/2fa/password", "password", annaPass).wants(at)
	}
	w.pass(provenFor)
	r.get("/2fa/password?next=https://evil.example").send("/2fa/password", "password", annaPass).wants("/2fa")
}

func TestTwoFactorIsRemovedOnThePage(t *testing.T) {
	w := newWorld(t, Options{})
	w.middle()
	r := w.reader().signIn()
	r.get("/2fa/off").wants("/2fa") // there is none
	secret := r.addsApp("Authy")
	r.get("/2fa/off").wants("/2fa/off", "Your password alone let you in here").send("/2fa/off/again").wants("/login")
	w.pass(time.Minute)
	r.send("/login", "user", annaUser, "password", annaPass).wants("/login/lgn_.*/totp")
	r.send(r.at, "code", w.foreignCode(secret, w.s.Now())).wants("/2fa/off", "Authy", "10 left, void")
	r.send("/2fa/off", "password", "wrong").wants("/2fa/off", "That is not your password")
	r.send("/2fa/off", "password", annaPass).wants("/2fa", ">Off<", "Two-factor is off")
	w.wantMail("Two-factor is off")
}

func TestRequiredTwoFactorStays(t *testing.T) {
	w := newWorld(t, Options{})
	w.middle()
	r := w.reader().signIn()
	secret := r.addsApp("Authy")
	w.ok(w.s.requireTwoFactor(visitor{}, w.who(r.browser), true))
	r.get("/2fa")
	remove := r.find(`href="(/2fa/methods/[^"]+/remove)"`)
	r.get(remove).wants(remove, "requires two-factor of everybody")
	w.pass(time.Minute)
	x := w.browser()
	id := x.begin().ID
	x.code(id, "totp", w.foreignCode(secret, w.s.Now())).want(200)
	x.redeem(id).want(204)
	x.do("DELETE", strings.TrimSuffix(strings.Replace(remove, "/2fa/methods", api.PathMethods, 1), "/remove"), nil).refused(api.CodePolicy)
	x.do("DELETE", api.PathTwoFactor, api.PasswordRequest{Password: annaPass}).refused(api.CodePolicy)
	r.addsApp("Aegis")
	r.get(remove).wants(remove, "Remove this method?").send(remove).wants("/2fa", ">On<")
}

func TestApplicationPasswordsOnThePage(t *testing.T) {
	w := newWorld(t, Options{})
	w.middle()
	r := w.reader().signIn().get("/2fa/apps").wants("/2fa/apps", "Two-factor is off")
	r.addsApp("Authy")
	r.get("/2fa/apps").wants("/2fa/apps", "There is none yet")
	r.send("/2fa/apps", "name", " \u200b ").wants("/2fa/apps", "Give it a name")
	r.send("/2fa/apps", "name", "Calendar <b>").wants("/2fa/apps", "<b>Calendar &lt;b&gt;</b>", "only now")
	password := r.find(`data-address>([a-z0-9-]+)<`)
	w.dav(annaUser, password).want(200)
	r.get("/2fa/apps").wants("/2fa/apps", "Calendar &lt;b&gt;", "Last used: Today", "curl")
	if strings.Contains(r.page, password) {
		t.Fatal("the password is shown twice")
	}
	remove := r.find(`href="(/2fa/apps/[^"]+/remove)"`)
	r.get(remove).wants(remove, "Revoke this password?").send(remove).wants("/2fa", "is revoked")
	w.dav(annaUser, password).refused(api.CodeBadCredentials)
	r.get(remove).wants(remove, "This page does not exist")
}

func TestSessionsAreEndedOnThePage(t *testing.T) {
	w := newWorld(t, Options{})
	r := w.reader().signIn()
	w.s.SetPlace(Place{IP: "203.0.113.24", Place: "Riga, Latvia", Agent: "Mozilla/5.0 (Windows NT 10.0) Firefox/140.0"})
	other := w.reader().signIn()
	r.get("/2fa/sessions").wants("/2fa/sessions", "Firefox on Windows", "Riga, Latvia", "This browser")
	r.send(r.find(`action="(/2fa/sessions/ses_[^"]+/end)"`)).wants("/2fa/sessions", "That browser is signed out")
	other.get("/2fa").wants("/login")
	other.signIn()
	r.get("/2fa/sessions").send("/2fa/sessions/end").wants("/login", "You are signed out")
	other.get("/2fa").wants("/login")
}

func TestSecurityKeyPageNamesAnotherMethodWithoutScript(t *testing.T) {
	w := newWorld(t, Options{})
	r := w.reader().signIn().get("/2fa/add").send("/2fa/add/webauthn")
	r.wants("/2fa/add/webauthn", "Security keys need a name", "http://localhost:")
	w, b := keyWorld(t)
	b.addKey(w.securityKey(), "YubiKey 5C")
	r = w.reader().signIn().wants("/login/lgn_.*/webauthn", "<noscript>", "works only with JavaScript", "Use another method")
	r.send(r.at).wants("/login/lgn_.*/webauthn", "did not fit")
	r = &reader{browser: b}
	r.get("/2fa/add").send("/2fa/add/webauthn").wants("/2fa/setup/set_.*", "<noscript>", "Add an authenticator app")
}
