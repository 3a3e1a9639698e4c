package stub

import (
	"net/http"
	"strings"
	"testing"
	"time"
)

func TestUnknownPersonAndWrongPasswordReadTheSame(t *testing.T) {
	w := newWorld(t, Options{})
	wrong := w.reader().get("/login").send("/login", "user", annaUser, "password", "no").wants("/login", "is wrong")
	unknown := w.reader().get("/login").send("/login", "user", "nobody@example.ch", "password", "no").wants("/login", "is wrong")
	if strings.ReplaceAll(wrong.page, annaUser, "") != strings.ReplaceAll(unknown.page, "nobody@example.ch", "") || wrong.code != unknown.code {
		t.Fatalf("%d\n%s\n%d\n%s", wrong.code, wrong.page, unknown.code, unknown.page)
	}
}

func TestAnotherMethodSignsIn(t *testing.T) {
	w := newWorld(t, Options{})
	r := w.reader().signIn()
	r.enable("Pixel 9")
	codes := r.newCodes()
	other := w.reader().signIn()
	page := other.at
	other.get(page+"/methods").wants(".*/methods", "One-time code", "Backup code", `href="`+page+`"`)
	other.get(page+"/totp").send(page+"/totp", "code", "12345x").wants(".*/totp", "This code is wrong", `aria-invalid="true"`)
	other.send(page+"/totp", "code", "  ").wants(".*/totp")
	other.get(page+"/recovery").send(page+"/recovery", "code", strings.ToUpper(codes[0])).wants("/2fa", "used up", "9 left")
	again := w.reader().signIn()
	page = again.at
	again.get(page+"/recovery").send(page+"/recovery", "code", codes[0]).wants(".*/recovery", "was used already")
}

// newCodes makes a set, reads it and checks that the file holds it.
func (r *reader) newCodes() []string {
	r.w.t.Helper()
	r.get("/2fa/codes").wants("/2fa/codes", "old ones").send("/2fa/codes")
	list, _, _ := strings.Cut(r.page, "</ul>")
	var codes []string
	for _, part := range strings.Split(list, "<li>")[1:] {
		codes = append(codes, strings.TrimSpace(strings.TrimSuffix(strings.TrimSpace(part), "</li>")))
	}
	if len(codes) != 10 {
		r.w.t.Fatalf("%d codes are shown: %q", len(codes), codes)
	}
	r.send("/2fa/codes/file")
	for _, code := range codes {
		if !strings.Contains(r.page, "\r\n"+code+"\r\n") {
			r.w.t.Fatalf("the file has no %s: %q", code, r.page)
		}
	}
	return codes
}

func TestTooManyWrongCodesSayHowLongToWait(t *testing.T) {
	w := newWorld(t, Options{})
	w.reader().signIn().enable("Pixel 9")
	r := w.reader().signIn()
	page := r.at + "/totp"
	r.get(page)
	for range freeTries {
		r.send(page, "code", "abcdef")
	}
	r.send(page, "code", "abcdef").wants(page, "Too many wrong codes. Wait 1 s")
	if r.code != http.StatusTooManyRequests {
		t.Fatalf("status %d", r.code)
	}
}

func TestPhoneIsNotAskedTwiceInTenSeconds(t *testing.T) {
	w := newWorld(t, Options{})
	w.linked()
	r := w.reader().signIn()
	page := r.at
	r.send(page+"/resend").wants(page, "The phone was asked a moment ago", `data-after="`)
	w.pass(10 * time.Second)
	r.send(page+"/resend").wants(page, "Sent again.")
	for range maxPending - 1 {
		w.reader().signIn()
	}
	w.reader().signIn().wants("/login/lgn_.*", "Several requests wait", "Ask my phone")
}

func TestMethodsAreChosenAndRemoved(t *testing.T) {
	w := newWorld(t, Options{})
	r := w.reader().signIn()
	first, second := r.enable("Pixel 9"), r.enable("Fairphone")
	at := "/2fa/methods/" + second.reg.Device
	r.get("/2fa").send(at+"/default").wants("/2fa", "offered first", `aria-label="Set Pixel 9 as default"`)
	r.get(at+"/remove").wants(at+"/remove", "Remove this method?", "<b>Fairphone</b>").send(at+"/remove").wants("/2fa", "It works no more")
	at = "/2fa/methods/" + first.reg.Device
	r.get(at+"/remove").wants(at+"/remove", "Turn two-factor off?").send(at+"/remove").wants("/2fa", "Two-factor is off", ">Off<", "Enable")
	r.get(at+"/remove").wants(at+"/remove", "This page does not exist")
	w.reader().signIn().wants("/2fa")
}

func TestWrongPhoneIsRefusedOnThePage(t *testing.T) {
	w := newWorld(t, Options{})
	r := w.reader().signIn().get("/2fa/kauth").send("/2fa/kauth")
	offer, p := r.at, w.phone(`<b>"x"</b>`)
	p.register(r.find(`data-address>([^<]+)<`)).want(201)
	r.get(offer).wants(offer, "&lt;b&gt;&#34;x&#34;&lt;/b&gt;", "This is not my phone").send(offer+"/cancel").wants(offer, "Nothing was linked")
	p.wantRevoked()
	r.send("/2fa/kauth").send(strings.TrimPrefix(r.at, w.http.URL) + "/cancel").wants("/2fa")
	r.send("/logout").get(offer).wants("/login")
}

func TestPasswordIsChanged(t *testing.T) {
	w := newWorld(t, Options{})
	r := w.reader().signIn().get("/password")
	r.send("/password", "old", annaPass, "new", "better horse", "again", "other").wants("/password", "not the same")
	r.send("/password", "old", "no", "new", "better horse", "again", "better horse").wants("/password", "not your password")
	r.send("/password", "old", annaPass, "new", "short", "again", "short").wants("/password", "too short")
	r.send("/password", "old", annaPass, "new", "better horse", "again", "better horse").wants("/2fa", "Your password is changed")
	w.reader().signIn().wants("/login", "is wrong")
}
