//go:build browser

package main

import (
	"net/url"
	"os/exec"
	"strings"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"kauth/server-stub/stub"
)

const (
	anna, annaPass = "anna@example.ch", "anna-likes-tea"  // two-factor off
	zoe, zoePass   = "zoe@example.ch", "zoe-climbs-hills" // with codes of another app
	pixel          = "Pixel 9 · kAuth"
)

func passwordIsEnough(w *world) {
	b := w.open()
	b.visit("/")
	b.password(anna, annaPass)
	b.wait(".pill.off")
	b.says("Two-factor authentication", "Off", anna, "Signed in with the password")
	b.shot("manager-off")
	b.send("/logout")
	b.wait("#user")
	b.visit("/2fa")
	b.wait("#user") // nobody is signed in
}

func wrongCredentials(w *world) {
	b := w.open()
	b.visit("/login")
	var told [2]string
	for i, user := range []string{anna, "nobody@example.ch"} {
		b.password(user, "wrong-password")
		b.wait("#problem")
		told[i] = b.text("#problem")
		if got := ask[string](b, `document.getElementById("user").value`); got != user {
			w.Fatalf("the address is %q instead of %q", got, user)
		}
	}
	b.shot("login-wrong")
	if told[0] != told[1] || !strings.Contains(told[0], "The address or the password is wrong") {
		w.Fatalf("%q and %q", told[0], told[1])
	}
}

func keysAlone(w *world) {
	b := w.open()
	b.visit("/login")
	b.wait("#user:focus")
	b.do(chromedp.KeyEvent(anna + kb.Tab + annaPass + kb.Enter))
	b.wait(".pill.off")
	b.do(chromedp.KeyEvent(kb.Tab))
	b.wait(".skip:focus")
	b.do(chromedp.KeyEvent(kb.Enter))
	if got := ask[string](b, "location.hash"); got != "#main" {
		w.Fatalf("the first key press skips to %q", got)
	}
}

// linked gives a phone that answers for anna.
func (w *world) linked() *phone {
	w.Helper()
	b := w.open()
	b.visit("/login?next=%2F2fa%2Fkauth")
	b.password(anna, annaPass)
	b.send("/2fa/kauth")
	p := register(w.T, w.s.Origin(), b.text("[data-address]"), pixel)
	b.wait("[data-state=registered]")
	p.answer("approve", digits(b))
	b.wait(".badge.ok")
	return p
}

// digits reads the number that the page shows.
func digits(b *browser) string {
	b.t.Helper()
	return strings.Join(strings.Fields(b.text(".number")), "")
}

// plain has requests answered by YES or NO.
func plain(w *world) *phone {
	w.Helper()
	p := w.linked()
	w.s.SetMode("confirm")
	return p
}

// second gives anna's password, and stands at the second step.
func second(b *browser) {
	b.t.Helper()
	b.visit("/login")
	b.password(anna, annaPass)
	b.wait("progress")
}

func yesGoesOn(w *world, b *browser) {
	p := plain(w)
	second(b)
	b.says("Answer on your phone", pixel, "Press YES there", "This page goes on by itself.")
	b.shot("waiting-yes")
	p.answer("approve", "")
	b.wait(".pill.ok")
	b.says("Two-factor authentication", "Signed in with kAuth", pixel)
	if b.path() != "/2fa" {
		w.Fatalf("the page went on to %s", b.path())
	}
}

func noLetsNobodyIn(w *world, b *browser) {
	p := plain(w)
	second(b)
	p.answer("deny", "")
	b.wait(".badge.danger-soft")
	b.says("Sign-in refused", "Nobody got in")
	b.shot("waiting-denied")
	b.press(`form[action$="/ask"] button`)
	b.wait("progress")
	p.answer("approve", "")
	b.wait(".pill.ok")
}

func typeTheNumber(w *world, b *browser) {
	p := w.linked()
	w.s.SetMode("match")
	second(b)
	b.says("Type this number there:")
	b.shot("waiting-number")
	number := digits(b)
	if len(number) != 2 {
		w.Fatalf("the number is %q", number)
	}
	wrong := "00"
	if number == wrong {
		wrong = "01"
	}
	p.answer("approve", wrong)
	b.wait(".badge.danger-soft")
	b.says("Wrong number", "closed", "nobody got in")
	b.shot("waiting-mismatch")
	b.press(`form[action$="/ask"] button`)
	b.wait("progress")
	p.answer("approve", digits(b))
	b.wait(".pill.ok")
}

func expires(w *world) {
	p := plain(w)
	b := w.open()
	second(b)
	ok(w.T, w.s.Expire(p.open(p.request()).ID))
	b.wait(".badge.warn")
	b.says("No answer came", "nobody got in")
	b.shot("waiting-expired")
	b.press(`form[action$="/ask"] button`)
	b.wait("progress")
	b.press(`form[action$="/cancel"] button`)
	if state := p.gone(); state != "cancelled" {
		w.Fatalf("the phone hears that it is %s", state)
	}
	b.shot("waiting-cancelled")
}

func closedPage(w *world) {
	p := plain(w)
	b := w.open()
	second(b)
	p.request()
	b.do(chromedp.Navigate("about:blank"))
	if state := p.gone(); state != "cancelled" {
		w.Fatalf("the phone hears that it is %s", state)
	}
}

// goingOn does all that a person may do while the phone is asked, and stays longer
// at the end than a closed page is given to come back.
func goingOn(w *world) {
	p := plain(w)
	b := w.open()
	second(b)
	asked := p.open(p.request()).ID
	b.press(`a[href$="/methods"]`)
	b.wait(`a[href$="/totp"]`)
	b.press(`a[href$="/totp"]`)
	b.wait("#code")
	b.do(chromedp.NavigateBack(), chromedp.NavigateBack())
	b.wait("progress")
	b.do(chromedp.Reload())
	b.wait("progress")
	b.press(`a[hreflang=fr]`)
	b.wait("html[lang=fr] progress")
	b.press(`a[hreflang=en]`)
	b.wait("html[lang=en] progress")
	b.do(rest(4000))
	if now := p.open(p.fetched()).ID; now != asked {
		w.Fatalf("%s waits instead of %s", now, asked)
	}
	b.wait("form[action$='/resend'] button:enabled") // ten seconds after the phone was asked
	b.press("form[action$='/resend'] button")
	b.wait("[data-say]:not(:empty)")
	b.says("Sent again.")
	p.answer("approve", "")
	b.wait(".pill.ok")
}

// person gives a demo person with all secrets.
func (w *world) person(user string) stub.DemoPerson {
	w.Helper()
	people, err := w.s.Demo()
	ok(w.T, err)
	for _, one := range people {
		if one.User == user {
			return one
		}
	}
	w.Fatalf("no %s", user)
	return stub.DemoPerson{}
}

// oathtool makes a one-time code: a foreign program's, so that it is no echo.
func (w *world) oathtool() string {
	w.Helper()
	u, err := url.Parse(w.person(zoe).OTPAuth)
	ok(w.T, err)
	out, err := exec.Command("oathtool", "--totp", "-b", u.Query().Get("secret")).Output()
	ok(w.T, err)
	return strings.TrimSpace(string(out))
}

func oneTimeCode(w *world, b *browser) {
	b.visit("/login")
	b.password(zoe, zoePass)
	b.wait("#code")
	b.shot("code-totp")
	code := w.oathtool()
	wrong := "000000"
	if code == wrong {
		wrong = "000001"
	}
	b.fill("code", wrong)
	b.press("form .button")
	b.wait("#problem")
	b.says("This code is wrong or was used already")
	b.shot("code-totp-wrong")
	b.fill("code", code[:3]+" "+code[3:])
	b.press("form .button")
	b.wait(".pill.ok")
	b.says("Signed in with a one-time code")
	b.send("/logout")
	b.visit("/login")
	b.password(zoe, zoePass)
	b.fill("code", code)
	b.press("form .button")
	b.wait("#problem") // it was used
	for range 12 {     // the more wrong ones, the longer the wait
		if strings.Contains(b.text("#problem"), "Too many wrong codes. Wait") {
			b.shot("code-totp-wait")
			return
		}
		b.fill("code", wrong)
		b.press("form .button")
	}
	w.Fatal("wrong codes may be tried without end")
}

func backupCode(w *world, b *browser) {
	code := w.person(zoe).Codes[3]
	b.visit("/login")
	b.password(zoe, zoePass)
	b.press(`a[href$="/methods"]`)
	b.wait(".rows")
	b.shot("methods")
	b.press(`a[href$="/recovery"]`)
	b.fill("code", strings.ToUpper(strings.ReplaceAll(code, "-", " ")))
	b.shot("code-backup")
	b.press("form .button")
	b.wait(".pill.ok")
	b.says("Backup codes · 9 left", "Signed in with a backup code")
	b.shot("manager-backup-used")
	b.send("/logout")
	b.visit("/login")
	b.password(zoe, zoePass)
	b.press(`a[href$="/methods"]`)
	b.press(`a[href$="/recovery"]`)
	b.fill("code", code)
	b.press("form .button")
	b.wait("#problem")
	b.says("This backup code is wrong or was used already")
}
