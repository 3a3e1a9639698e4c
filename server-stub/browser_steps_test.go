//go:build browser

package main

import (
	"context"
	"net/http"
	"os/exec"
	"slices"
	"strings"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/chromedp"

	"kauth/core/api"
)

func init() {
	parts["WrongPasswordAsksNoPhone"] = noPasswordNoRequest
	parts["PhoneComesBeforeTheDefault"] = unscripted(phoneFirst)
	parts["FirstOfTwoPhonesDecides"] = scripted(twoPhones)
	parts["BrowserWithoutCookiesAsksAgain"] = newBrowser
	parts["SilentPhoneIsLinkedAnewByItsCode"] = scripted(codeBringsRequestsBack)
	parts["NewPhoneIsLinkedBeforeTheOldGoes"] = scripted(changeOfPhone)
}

// noPasswordNoRequest types a wrong password, where a phone could be asked.
func noPasswordNoRequest(w *world) {
	w.answeringPhone(anna)
	qa := w.open()
	b := w.open()
	b.visit("/login")
	b.password(anna, "not-her-password")
	b.wait("#problem")
	qa.visit("/qa/")
	if strings.Contains(qa.words(), "Waits for") {
		w.Fatal("a wrong password asks the phone")
	}
	b.password(anna, annaPass)
	b.wait("progress")
	qa.visit("/qa/")
	qa.says("Waits for")
}

// answeringPhone links the server's own phone.
func (w *world) answeringPhone(user string) (device string) {
	w.Helper()
	device, err := w.s.AddTestPhone(user, "Test phone")
	ok(w.T, err)
	w.s.SetMode("confirm")
	return device
}

func phoneFirst(w *world, b *browser) {
	b.signIn(anna, annaPass)
	secret := b.newApp()
	b.fill("name", "Authy")
	b.fill("code", w.code(secret))
	b.press("form .button")
	b.wait(".codes")
	device := w.answeringPhone(anna)
	b.visit("/2fa")
	b.press(`form[action^="/2fa/methods/otp_"] button`)
	b.says("This method is now offered first", "Your phone is always asked first")
	b.shot("manager-default")

	n := w.open(withoutScript())
	second(n) // the phone is asked all the same
	n.press(`a[href$="/methods"]`)
	n.wait(".rows")
	rows := ask[[]string](n, `[...document.querySelectorAll(".rows b")].map((b) => b.textContent)`)
	if want := []string{"kAuth app", "One-time code", "Backup code", "Ask for help"}; !slices.Equal(rows, want) {
		w.Fatalf("the list is %q", rows)
	}
	n.says("Default")
	n.shot("methods-default")
	n.press(".rows li:first-child a, .rows li:first-child button")
	w.yes(device)
	n.wait(".pill.ok")

	b.visit("/2fa")
	b.press(`a.danger[aria-label="Remove Authy"]`)
	b.says("Authy stops working at once. Your other methods stay.")
	b.press("form .button.danger")
	b.wait(".banner.ok")
	b.says("The method is removed")
	l := w.open()
	second(l)
	l.press(`a[href$="/methods"]`)
	l.wait(".rows")
}

// twoPhones asks both: the first answer counts, and the other phone's request goes.
func twoPhones(w *world, b *browser) {
	p := plain(w)
	other := w.answeringPhone(anna)
	second(b)
	b.says(pixel, "Test phone")
	b.shot("waiting-two")
	w.yes(other)
	b.wait(".pill.ok")
	if state := p.gone(); state == "" {
		w.Fatal("the first phone is still asked")
	}
	b.send("/logout")
	second(b)
	p.answer("deny", "")
	b.wait(".badge.danger-soft")
	b.says("Sign-in refused")
}

// newBrowser drops the cookies, as the guides have Chrome do when it is closed.
func newBrowser(w *world) {
	b := w.open()
	b.signIn(anna, annaPass)
	for _, c := range call(b, network.GetCookies, network.GetCookiesParams{}).Cookies {
		if !c.HTTPOnly {
			w.Errorf("scripts can read %s", c.Name)
		}
	}
	call(b, network.ClearBrowserCookies, cdp.Empty{})
	b.visit("/2fa")
	b.password(anna, annaPass)
	b.wait(".pill.off")
	other := w.open()
	other.visit("/2fa")
	other.wait("#user")
	b.visit("/2fa/sessions")
	b.says("This browser")
	b.shot("sessions")
	b.send("/2fa/sessions/end")
	b.wait("#user")
	b.says("You are signed out")
}

// codeBringsRequestsBack is a phone that shows the account and hears no request.
func codeBringsRequestsBack(w *world, b *browser) {
	p := plain(w) // it answers nothing from here on
	second(b)
	b.press(`a[href^="/help/lost"]`)
	b.press(`a[href$="app=yes"]`)
	b.shot("lost-app")
	b.press(`a[href$="/totp"]`)
	out, err := exec.Command("oathtool", "--totp", "-b", p.reg.TOTP.Secret).Output()
	ok(w.T, err)
	b.fill("code", strings.TrimSpace(string(out)))
	b.press("form .button")
	b.wait(".pill.ok")
	b.says("Signed in with a one-time code")
	b.press("a.danger")
	b.press(`form[action$="/remove"] button`)
	b.wait(".pill.off")
	p.revoked()
	b.press(`a[href="/2fa/add"]`)
	b.press(`a[href="/2fa/kauth"]`)
	b.send("/2fa/kauth")
	b.wait(".qr img")
	fresh := register(w.T, w.s.Origin(), zbarimg(b), "Pixel 9 again")
	b.wait("[data-state=registered]")
	fresh.answer("approve", digits(b))
	b.wait(".badge.ok")
	b.press(`a[href$="/codes"].button`)
	b.wait(".codes li")
	b.press(`a[href="/2fa"].button`)
	b.send("/logout")
	second(b)
	fresh.answer("approve", "")
	b.wait(".pill.ok")
}

// changeOfPhone follows the page for it, with the second step never off.
func changeOfPhone(w *world, b *browser) {
	old := plain(w)
	second(b)
	old.answer("approve", "")
	b.wait(".pill.ok")
	b.press(`a[href="/2fa/new-phone"]`)
	b.says("Changing phone?", pixel)
	b.shot("new-phone")
	b.press(`a[href^="/2fa/kauth?move="]`)
	b.send("/2fa/kauth")
	b.wait(".qr img")
	fresh := register(w.T, w.s.Origin(), zbarimg(b), "Fairphone 6")
	b.wait("[data-state=registered]")
	b.says("Fairphone 6", pixel)
	if words := b.words(); strings.Contains(strings.ReplaceAll(words, " ", ""), fresh.reg.Move.Digits) {
		w.Errorf("the page shows what the new phone alone may show: %s", words)
	}
	b.shot("move-registered")
	old.answer("approve", fresh.reg.Move.Digits)
	b.wait(".badge.ok")
	b.says("Fairphone 6", "Your backup codes stay as they are: 10 are left")
	b.shot("move-active")
	old.revoked()
	b.press(`a[href="/2fa"].button`)
	b.send("/logout")
	second(b)
	fresh.answer("approve", "")
	b.wait(".pill.ok")
	b.says("Fairphone 6", "Backup codes · 10 left")
}

// program asks as a sync client does, and gives the status.
func (w *world) program(user, password string) int {
	w.Helper()
	req, err := http.NewRequestWithContext(context.Background(), "GET", w.s.Origin()+api.PathDAV, nil)
	ok(w.T, err)
	req.SetBasicAuth(user, password)
	resp, err := http.DefaultClient.Do(req)
	ok(w.T, err)
	resp.Body.Close()
	return resp.StatusCode
}

// pick chooses in a list.
func (b *browser) pick(field, value string) {
	b.t.Helper()
	in := chromedp.CSS(`[name="` + field + `"]`)
	b.do(chromedp.WaitVisible(in), chromedp.SetValue(in, value))
}

// yes has the server's own phone answer the newest request.
func (w *world) yes(device string) {
	w.Helper()
	_, err := w.s.AnswerAs(device, "", "yes", "")
	ok(w.T, err)
}
