package stub

import (
	"os/exec"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"kauth/core/api"
)

func (b *browser) prove() result {
	b.w.t.Helper()
	return b.do("POST", api.PathProof, api.PasswordRequest{Password: annaPass})
}

// setUp begins to add a method.
func (b *browser) setUp(req api.SetupRequest) (one api.SetupReply) {
	b.w.t.Helper()
	b.do("POST", api.PathMethods, req).want(201).into(&one)
	return one
}

func (b *browser) confirm(id string, req api.ConfirmRequest) result {
	b.w.t.Helper()
	return b.do("POST", api.Path(api.PathSetup, id), req)
}

// foreignCode is what another maker's app shows at a moment.
func (w *world) foreignCode(secret string, at time.Time) string {
	w.t.Helper()
	out, err := exec.Command("oathtool", "--totp", "--base32", "--now", "@"+strconv.FormatInt(at.Unix(), 10), secret).Output()
	w.ok(err)
	return strings.TrimSpace(string(out))
}

// addApp adds a one-time-code app.
func (b *browser) addApp(name string) (secret string, done api.ConfirmReply) {
	b.w.t.Helper()
	one := b.setUp(api.SetupRequest{Kind: "totp"})
	b.confirm(one.ID, api.ConfirmRequest{Name: name, Code: b.w.foreignCode(one.Secret, b.w.s.Now())}).want(200).into(&done)
	return one.Secret, done
}

// lastSMS takes the code out of the newest message to a number.
func (w *world) lastSMS(to string) string {
	w.t.Helper()
	list, err := w.s.outbox()
	w.ok(err)
	for _, m := range list {
		if m.Kind == "sms" && m.To == to {
			return regexp.MustCompile(`\b\d{6}\b`).FindString(m.Text)
		}
	}
	w.t.Fatalf("no message to %s", to)
	return ""
}

const annaNumber = "+41791234567"

func (b *browser) addSMS() (done api.ConfirmReply) {
	b.w.t.Helper()
	one := b.setUp(api.SetupRequest{Kind: "sms", Number: "079 123 45 67", Country: "CH"})
	b.confirm(one.ID, api.ConfirmRequest{Code: b.w.lastSMS(annaNumber)}).want(200).into(&done)
	b.w.pass(smsGap * time.Second)
	return done
}

func TestMethodCountsOnceItIsConfirmed(t *testing.T) {
	w := newWorld(t, Options{})
	w.middle()
	b := w.browser().signIn()
	one := b.setUp(api.SetupRequest{Kind: "totp"})
	if !regexp.MustCompile(`^[A-Z2-7]{32}$`).MatchString(one.Secret) {
		t.Fatalf("the secret %q has no 160 bits", one.Secret)
	}
	if want := "otpauth://totp/Infomaniak:anna@example.ch?secret=" + one.Secret + "&issuer=Infomaniak"; one.Link != want {
		t.Fatalf("the link is %s", one.Link)
	}
	b.confirm(one.ID, api.ConfirmRequest{Code: otherDigits(w.foreignCode(one.Secret, w.s.Now()))}).refused(api.CodeMismatch)
	if l := w.browser().begin(); l.State != "approved" {
		t.Fatal("two-factor is on before the method was confirmed")
	}
	code := w.foreignCode(one.Secret, w.s.Now())
	var done api.ConfirmReply
	b.confirm(one.ID, api.ConfirmRequest{Name: "Authy\u202e\n on my phone", Code: code}).want(200).into(&done)
	if done.Method.Name != "Authy on my phone" || len(done.Codes) != 10 || done.Left != 0 {
		t.Fatalf("%+v", done)
	}
	b.confirm(one.ID, api.ConfirmRequest{Code: code}).refused(api.CodeNotFound)
	w.wantMail("A method was added")
	l := w.browser().begin()
	if !slices.Equal(l.Methods, []string{"totp", "recovery", "help"}) || l.Default != "totp" {
		t.Fatalf("%+v", l)
	}
	other := w.browser()
	other.code(other.begin().ID, "totp", code).refused(api.CodeMismatch) // it confirmed, and works once
	w.pass(30 * time.Second)
	id := other.begin().ID
	other.code(id, "totp", w.foreignCode(one.Secret, w.s.Now())).want(200)
	other.redeem(id).want(204)
}

func TestSetUpIsItsOwnSessionsAlone(t *testing.T) {
	w := newWorld(t, Options{})
	mine, other := w.browser().signIn(), w.browser().signIn()
	one := mine.setUp(api.SetupRequest{Kind: "totp"})
	code := w.foreignCode(one.Secret, w.s.Now())
	other.confirm(one.ID, api.ConfirmRequest{Code: code}).refused(api.CodeNotFound)
	other.do("DELETE", api.Path(api.PathSetup, one.ID), nil).refused(api.CodeNotFound)
	w.pass(setupLife * time.Second)
	mine.confirm(one.ID, api.ConfirmRequest{Code: w.foreignCode(one.Secret, w.s.Now())}).refused(api.CodeNotFound)
	again := mine.do("POST", api.PathMethods, api.SetupRequest{Kind: "totp"})
	again.refused(api.CodePasswordNeeded)
	mine.do("POST", api.PathMethods, api.SetupRequest{Kind: "carrier pigeon"}).want(400)
}

func TestSeveralAppsEachHaveTheirCodes(t *testing.T) {
	w := newWorld(t, Options{})
	w.middle()
	b := w.browser().signIn()
	first, _ := b.addApp("Authy")
	second, done := b.addApp("Aegis")
	if len(done.Codes) != 0 || done.Left != 10 {
		t.Fatalf("the second app comes with %+v", done)
	}
	w.pass(time.Minute)
	for _, secret := range []string{first, second} {
		x := w.browser()
		x.code(x.begin().ID, "totp", w.foreignCode(secret, w.s.Now())).want(200)
	}
	var m api.MethodsReply
	b.do("GET", api.PathMethods, nil).want(200).into(&m)
	b.do("DELETE", api.Path(api.PathMethod, m.Methods[0].ID), nil).want(204)
	w.pass(time.Minute)
	x := w.browser()
	x.code(x.begin().ID, "totp", w.foreignCode(first, w.s.Now())).refused(api.CodeMismatch)
	x.code(x.begin().ID, "totp", w.foreignCode(second, w.s.Now())).want(200)
}

func TestPhoneIsAskedFirstWhateverTheDefaultIs(t *testing.T) {
	w := newWorld(t, Options{})
	b, _ := w.linked()
	b.addApp("Authy")
	done := b.addSMS()
	order := func() []string { return w.browser().begin().Methods }
	if got := order(); !slices.Equal(got, []string{"kauth", "totp", "sms", "recovery", "help"}) {
		t.Fatalf("%q", got)
	}
	b.do("PUT", api.Path(api.PathMethod, done.Method.ID)+"/default", nil).want(204)
	if got := order(); !slices.Equal(got, []string{"kauth", "sms", "totp", "recovery", "help"}) {
		t.Fatalf("with SMS as the default %q", got)
	}
	if l := w.browser().begin(); l.Default != "kauth" {
		t.Fatalf("the sign-in begins with %s", l.Default)
	}
}

func TestChangesNeedAFreshPassword(t *testing.T) {
	w := newWorld(t, Options{})
	b, p := w.linked()
	w.pass(provenFor)
	asks := map[string]func() result{
		"add":      func() result { return b.do("POST", api.PathMethods, api.SetupRequest{Kind: "totp"}) },
		"link":     func() result { return b.do("POST", api.PathLinks, nil) },
		"remove":   func() result { return b.do("DELETE", api.Path(api.PathMethod, p.reg.Device), nil) },
		"codes":    func() result { return b.do("POST", api.PathNewRecovery, nil) },
		"programs": func() result { return b.do("POST", api.PathAppPasswords, api.AppPasswordRequest{Name: "Mail"}) },
	}
	for what, ask := range asks {
		t.Log(what)
		ask().refused(api.CodePasswordNeeded)
	}
	b.do("POST", api.PathProof, api.PasswordRequest{Password: "wrong"}).refused(api.CodeBadCredentials)
	b.prove().want(204)
	b.do("POST", api.PathNewRecovery, nil).want(201)
	for range proofTries - 1 {
		b.do("POST", api.PathProof, api.PasswordRequest{Password: "wrong"}).refused(api.CodeBadCredentials)
	}
	b.do("POST", api.PathProof, api.PasswordRequest{Password: "wrong"}).refused(api.CodeNoSession)
	b.prove().refused(api.CodeNoSession)
}

func TestTwoFactorIsRemovedAltogether(t *testing.T) {
	w := newWorld(t, Options{})
	b, p := w.linked()
	b.addApp("Authy")
	b.addSMS()
	b.do("DELETE", api.PathTwoFactor, api.PasswordRequest{Password: annaPass}).refused(api.CodePolicy) // let in by the password alone
	x := w.browser()
	id, ask := x.ask()
	p.approve(p.only(), number(ask)).want(200)
	x.redeem(id).want(204)
	x.do("DELETE", api.PathTwoFactor, api.PasswordRequest{Password: "wrong"}).refused(api.CodeBadCredentials)
	x.do("DELETE", api.PathTwoFactor, api.PasswordRequest{Password: annaPass}).want(204)
	var m api.MethodsReply
	x.do("GET", api.PathMethods, nil).want(200).into(&m)
	if m.TwoFactor || len(m.Methods) > 0 {
		t.Fatalf("%+v", m)
	}
	if l := w.browser().begin(); l.State != "approved" {
		t.Fatalf("%+v", l)
	}
	p.wantRevoked()
	w.wantMail("Two-factor is off")
}
