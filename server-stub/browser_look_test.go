//go:build browser

package main

import (
	"strconv"

	"github.com/chromedp/chromedp"

	"kauth/server-stub/pages"
)

// everyWindow looks at the main pages in every language, on a desk, on a phone,
// and in the narrowest window that text has to fit (WCAG 2.2, 1.4.10): nothing is
// cut off, and nothing scrolls sideways. What other states the pages have, and
// larger text, are looked at in package pages.
func everyWindow(w *world) {
	p := w.linked()
	w.s.SetMode("match")
	w.eachLanguage(0, func(b *browser, lang string, look func(page string)) {
		b.visit("/login?lang=" + lang)
		look("login")
		b.password(anna, annaPass)
		b.wait("progress")
		look("waiting")
		b.press(`a[href$="/offline"]`)
		b.wait(".qr img")
		look("offline")
		b.do(chromedp.NavigateBack())
		b.wait(".number")
		b.press(`a[href$="/methods"]`)
		b.wait(".rows")
		look("methods")
		b.press(`a[href$="/totp"]`)
		b.wait("#code")
		look("code")
		b.do(chromedp.NavigateBack(), chromedp.NavigateBack())
		b.wait("progress")
		p.answer("approve", digits(b))
		b.wait(".pill.ok")
		look("manager")
		for page, path := range map[string]string{
			"add": "/2fa/add", "steps": "/2fa/kauth", "password": "/password", "activity": "/activity", "missing": "/missing", "outbox": "/outbox",
		} {
			b.visit(path)
			look(page)
		}
		b.visit("/2fa/kauth")
		b.besides()
		b.send("/2fa/kauth")
		b.wait(".qr img")
		look("link")
		b.send(b.path() + "/cancel")
		b.wait(".pill.ok")
		ok(w.T, w.s.ResetLimits())
	})
}

// eachLanguage opens a window for each language, light and dark in turn.
func (w *world) eachLanguage(darker int, do func(b *browser, lang string, look func(page string))) {
	w.Helper()
	for i, lang := range pages.Langs {
		theme, b := "light", w.open()
		if i%2 != darker {
			theme = "dark"
			b.do(dark())
		}
		do(b, string(lang), func(page string) {
			w.Helper()
			b.look(page + "-" + string(lang) + "-" + theme)
		})
	}
}

// look checks one page in every window, and keeps two pictures.
func (b *browser) look(name string) {
	b.t.Helper()
	for _, one := range []struct {
		width, height int64
		keep          bool
	}{{1200, 800, true}, {390, 844, true}, {320, 640, false}} {
		b.do(size(one.width, one.height))
		if over := ask[int](b, `document.documentElement.scrollWidth - document.documentElement.clientWidth`); over > 0 {
			b.t.Errorf("%s is %d px too wide for %d", name, over, one.width)
			b.shot("toowide-" + name + "-" + strconv.Itoa(int(one.width)))
		}
		if wrong := ask[[]string](b, cutOff+".concat("+tooSmall+")"); len(wrong) > 0 {
			b.t.Errorf("%s at %d cuts off, or is too small to tap: %q", name, one.width, wrong)
		}
		if one.keep {
			b.shot(name + "-" + strconv.Itoa(int(one.width)))
		}
	}
	b.do(size(1200, 800))
}

const (
	// cutOff lists what stands beyond its own box.
	cutOff = `[...document.querySelectorAll("main *:not(svg *):not(.out), .top *:not(svg *), .foot *")]
		.filter((e) => e.clientWidth > 0 && e.scrollWidth > e.clientWidth + 1 && !["auto", "scroll"].includes(getComputedStyle(e).overflowX) && e.tagName !== "INPUT")
		.map((e) => e.tagName + "." + e.className + ": " + e.textContent.trim().slice(0, 40))`
	// tooSmall lists what is to be tapped and is under 44 px high.
	tooSmall = `[...document.querySelectorAll("a[href]:not(.skip), button, input:not([type=hidden]), summary")]
		.filter((e) => e.checkVisibility() && (e.closest("label") ?? e).getBoundingClientRect().height < 43.5) // a label is part of the target
		.map((e) => e.tagName + "." + e.className + ": " + e.textContent.trim().slice(0, 40))`
)
