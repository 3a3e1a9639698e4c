//go:build browser

package main

import (
	"strings"

	"github.com/chromedp/chromedp"
)

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

// goingOn does all that a person may do while the phone is asked, and then stays
// longer than a closed page is given to come back.
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
	b.wait("form[action$='/resend'] button:enabled") // ten seconds after the phone was asked
	b.do(rest(3000))
	if now := p.open(p.fetched()).ID; now != asked {
		w.Fatalf("%s waits instead of %s", now, asked)
	}
	b.press("form[action$='/resend'] button")
	b.wait("[data-say]:not(:empty)")
	b.says("Sent again.")
	p.answer("approve", "")
	b.wait(".pill.ok")
}
