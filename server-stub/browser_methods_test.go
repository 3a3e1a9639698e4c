//go:build browser

package main

import (
	"os/exec"
	"regexp"
	"strings"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/network"

	"kauth/server-stub/stub"
)

func init() {
	parts["AnyAppIsAdded"] = scripted(addApp)
	parts["AnyAppIsAddedWithoutScript"] = unscripted(addApp)
	parts["TextMessagesSignIn"] = scripted(textMessages)
	parts["TextMessagesSignInWithoutScript"] = unscripted(textMessages)
	parts["EveryPageOfMethodsFitsEveryWindow"] = methodsFit
}

// code is what another maker's app shows.
func (w *world) code(secret string) string {
	w.Helper()
	out, err := exec.Command("oathtool", "--totp", "-b", secret).Output()
	ok(w.T, err)
	return strings.TrimSpace(string(out))
}

// newApp begins to add an app, and reads its secret off the page.
func (b *browser) newApp() (secret string) {
	b.t.Helper()
	b.visit("/2fa/add")
	b.send("/2fa/add/totp")
	b.wait("#code")
	return strings.ReplaceAll(ask[string](b, `document.querySelector("[data-address]").textContent`), " ", "")
}

func addApp(w *world, b *browser) {
	b.visit("/login")
	b.password(anna, annaPass)
	b.wait(".pill.off")
	b.visit("/2fa/add")
	b.shot("add-methods")
	secret := b.newApp()
	b.shot("setup-app")
	b.fill("name", "Authy")
	b.fill("code", "abcdef")
	b.press("form .button")
	b.wait("#problem")
	code := w.code(secret)
	b.fill("code", code)
	b.press("form .button")
	b.wait(".codes")
	b.visit("/2fa")
	b.says("Authy · added", "Backup codes · 10 left")
	b.send("/logout")
	b.visit("/login")
	b.password(anna, annaPass)
	b.wait("#code")
	b.fill("code", code)
	b.press("form .button")
	b.wait("#problem") // it confirmed the app, and is used
	b.press(`a[href$="/methods"]`)
	b.says("One-time code", "Backup code", "Ask for help")
}

// sentTo takes the code out of the newest message to a number.
func (w *world) sentTo(number string) string {
	w.Helper()
	list, err := w.s.Outbox()
	ok(w.T, err)
	for _, line := range list {
		if strings.HasPrefix(line, number+":") {
			return regexp.MustCompile(`\b\d{6}\b`).FindString(line[len(number):])
		}
	}
	w.Fatalf("nothing was sent to %s", number)
	return ""
}

const annaNumber = "+41791234567"

func textMessages(w *world, b *browser) {
	b.visit("/login")
	b.password(anna, annaPass)
	b.wait(".pill.off")
	b.addNumber(w)
	b.shot("backup-codes-after-sms")
	ok(w.T, w.s.SetClock(31*1e9))
	b.send("/logout")
	b.visit("/login")
	b.password(anna, annaPass)
	b.wait("#code")
	b.says("We sent a code to +41 ·· ··· ·· 67")
	b.shot("sms")
	code := w.sentTo(annaNumber)
	b.fill("code", code[:3]+" "+code[3:])
	b.press("form .button")
	b.wait(".pill.ok")
	b.says("Signed in with a text message")
}

func (b *browser) addNumber(w *world) {
	b.t.Helper()
	b.visit("/2fa/add/sms")
	b.fill("number", "+39 333 123 4567")
	b.press("form .button")
	b.wait("#problem")
	b.shot("sms-country")
	b.fill("number", "079 123 45 67")
	b.press("form .button")
	b.wait("#code")
	b.says(annaNumber)
	b.shot("setup-sms")
	b.fill("code", w.sentTo(annaNumber))
	b.press("form .button")
	b.wait(".codes, .badge.ok")
}

// methodsFit looks at the pages of methods in every language.
func methodsFit(w *world) {
	b := w.open()
	b.visit("/login")
	b.password(anna, annaPass)
	b.wait(".pill.off")
	w.s.SetPlace(stub.Place{IP: "203.0.113.24", Place: "Riga, Latvia", Agent: "Mozilla/5.0 (Windows NT 10.0) Firefox/140.0"})
	elsewhere := w.open()
	elsewhere.visit("/login")
	elsewhere.password(anna, annaPass)
	elsewhere.wait(".pill.off")
	w.s.SetPlace(stub.Place{})
	secret := b.newApp()
	b.fill("code", w.code(secret))
	b.press("form .button")
	b.wait(".codes")
	b.addNumber(w)
	b.shot("added")
	session := call(b, network.GetCookies, network.GetCookiesParams{}).Cookies
	w.eachLanguage(1, func(n *browser, lang string, look func(page string)) {
		for _, c := range session { // the same browser, in another language
			call(n, network.SetCookie, network.SetCookieParams{Name: c.Name, Value: c.Value, URL: n.origin})
		}
		n.visit("/2fa?lang=" + lang)
		for page, path := range map[string]string{
			"methods-manager": "/2fa", "methods-add": "/2fa/add", "methods-number": "/2fa/add/sms", "methods-off": "/2fa/off",
			"methods-apps": "/2fa/apps", "methods-sessions": "/2fa/sessions", "methods-proof": "/2fa/password", "methods-address": "/2fa/add/webauthn",
		} {
			n.visit(path)
			look(page)
		}
		n.newApp()
		look("methods-app")
		n.visit("/2fa/apps")
		n.fill("name", "Kalender auf dem Laptop")
		n.send("/2fa/apps")
		look("methods-fresh")
		call(n, network.ClearBrowserCookies, cdp.Empty{})
		n.visit("/login?lang=" + lang)
		n.password(anna, annaPass)
		n.wait("#code")
		n.press(`a[href$="/methods"]`)
		n.wait(".rows")
		look("methods-list")
	})
}
