//go:build browser

package main

import "strings"

func init() {
	parts["RestingRequestsAndSuspendedPhonesFitEveryWindow"] = limitsFit
}

// limitsFit goes where few people come: requests rest after two "not me", and a
// phone that may have been copied is suspended and reactivated.
func limitsFit(w *world) {
	p := w.linked()
	b := w.open()
	for range 5 {
		b.visit("/login?lang=en")
		b.password(anna, annaPass)
		b.wait("progress")
		b.send(b.path() + "/cancel")
		b.wait(".badge.warn")
	}
	for _, look := range []struct{ lang, theme string }{{"en", "light"}, {"de", "dark"}, {"it", "light"}} {
		if look.theme == "dark" {
			b.do(dark())
		}
		b.visit("/login?lang=" + look.lang)
		b.password(anna, annaPass)
		b.wait(".banner.danger-soft")
		if strings.Contains(b.path(), "?") || ask[int](b, `document.querySelectorAll("form[action$='/ask']").length`) > 0 {
			w.Error("the page offers what is refused")
		}
		b.look("limits-rest-" + look.lang + "-" + look.theme)
	}
	ok(w.T, w.s.ResetLimits())

	b.visit("/login?lang=en")
	b.password(anna, annaPass)
	b.wait("progress")
	yes := "" // a second request in ten minutes has a number, the first after a reset none
	if ask[int](b, `document.querySelectorAll(".number").length`) > 0 {
		yes = digits(b)
	}
	p.answer("approve", yes)
	b.wait(".pill.ok")
	b.visit("/2fa/codes")
	b.send("/2fa/codes")
	backup := b.text(".codes li")
	elsewhere := w.open()
	elsewhere.visit("/login?lang=en")
	elsewhere.password(anna, annaPass)
	elsewhere.wait("progress")
	p.counter = 0 // as a copy of it would
	p.answer("deny", "")
	// What the phone let in is out: another second step goes on.
	b.visit("/login?lang=en")
	b.password(anna, annaPass)
	b.wait("#code")
	b.fill("code", backup)
	b.press("form .button")
	b.wait(".pill.warn")
	for _, lang := range []string{"en", "de", "fr"} {
		b.visit("/2fa?lang=" + lang)
		b.wait(".pill.warn")
		b.look("limits-suspended-" + lang)
		b.visit(ask[string](b, `document.querySelector("a[href$='/reactivate']").getAttribute("href")`))
		b.look("limits-reactivate-" + lang)
	}
	b.send(b.path())
	b.wait(".banner.ok")
	b.look("limits-reactivated")
}
