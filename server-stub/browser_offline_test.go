//go:build browser

package main

import (
	"context"
	"strings"

	"github.com/chromedp/chromedp"

	"kauth/core"
	"kauth/core/client"
	"kauth/core/coretest"
	"kauth/core/coretest/photo"
	"kauth/core/enroll"
	"kauth/core/link"
	"kauth/server-stub/stub"
)

// appPhones link the app's own core, the last of them given: what it scans off the page,
// nothing here has made.
func appPhones(w *world, names ...string) (p *coretest.Phone) {
	w.Helper()
	b := w.open()
	b.visit("/login?next=%2F2fa%2Fkauth")
	b.password(anna, annaPass)
	for _, name := range names {
		c, store := client.New(client.Options{}), coretest.NewStore(nil)
		p = coretest.NewPhone(c, store)
		p.Enroll = enroll.New(c, store, p.Inbox, enroll.Phone{Name: name, OS: "android 16", App: "1.0.0"})
		b.visit("/2fa/kauth")
		b.besides()
		b.send("/2fa/kauth")
		parsed, err := link.Parse(b.text("[data-address]"))
		ok(w.T, err)
		a, err := p.Enroll.Begin(w.T.Context(), *parsed.Offer)
		ok(w.T, err)
		b.wait("[data-state=registered]")
		_, err = p.Enroll.Confirm(w.T.Context(), a.ID, digits(b))
		ok(w.T, err)
		b.wait(".badge.ok")
	}
	return p
}

// besides chooses that a phone comes beside those that there are, where that is asked.
func (b *browser) besides() {
	b.t.Helper()
	b.wait(`form[action="/2fa/kauth"]`)
	b.do(chromedp.Evaluate[chromedp.Void](`document.querySelector("#move")?.click()`))
}

// said is what the phone shows for an answer, without asking anybody.
func said(w *world, p *coretest.Phone, text string, d core.Decision, number string) string {
	w.Helper()
	c, err := p.Inbox.Scanned(text)
	ok(w.T, err)
	out, err := p.Inbox.Digits(w.T.Context(), c.ID, d, number, "")
	ok(w.T, err)
	return out
}

// toOffline stands before the request's QR code.
func toOffline(b *browser) {
	b.t.Helper()
	second(b)
	b.press(`a[href$="/offline"]`)
	b.wait("h1")
}

func offlineGoesOn(w *world, b *browser) {
	p := appPhones(w, pixel)
	w.s.SetMode("match")
	toOffline(b)
	b.says("Type this number there:")
	b.shot("offline-match")
	text := zbarimg(b)
	yes := said(w, p, text, core.Approve, digits(b))
	b.fill("digits", yes[:5])
	b.send(b.path())
	b.says("Type all eight digits")
	b.fill("digits", yes[:4]+" "+yes[4:])
	b.send(b.path())
	b.wait(".pill.ok")
	if b.path() != "/2fa" {
		w.Fatalf("the page went on to %s", b.path())
	}
}

func offlineIsFinal(w *world, b *browser) {
	p := appPhones(w, pixel)
	toOffline(b)
	old := zbarimg(b)
	b.fill("digits", "00000000")
	b.send(b.path())
	b.says("These were not the digits")
	b.shot("offline-wrong")
	b.press(`form[action$="/ask"] button`)
	b.wait("progress")
	b.press(`a[href$="/offline"]`)
	b.wait("h1")
	if zbarimg(b) == old {
		w.Fatal("the same request is shown again")
	}
	b.fill("digits", said(w, p, zbarimg(b), core.Deny, ""))
	b.send(b.path())
	b.says("Sign-in refused")
}

// offlineAsksWhichPhone has two phones, and photographs the code of the second.
func offlineAsksWhichPhone(w *world) {
	p := appPhones(w, pixel, "Fairphone 6")
	for name, m := range map[string]struct {
		wide, high int64
		scale      float64
	}{"small laptop": {1280, 720, 1}, "another phone": {390, 844, 3}} {
		b := w.open(monitor(m.wide, m.high, m.scale))
		toOffline(b)
		b.says("Which phone do you have with you?")
		b.press(`a[href$="?phone=2"]`)
		b.wait(".qr img")
		b.says("For Fairphone 6")
		text, screen := zbarimg(b), screenAround(b, m.scale)
		if !strings.HasPrefix(text, "KAUTH://REQUEST/1/") {
			w.Fatalf("%s: the picture says %q", name, text)
		}
		number := ""
		if words := b.words(); strings.Contains(words, "Type this number there:") {
			number = digits(b)
		}
		b.fill("digits", said(w, p, text, core.Approve, number))
		b.send(strings.Split(b.path(), "?")[0])
		b.wait(".pill.ok")
		ok(w.T, w.s.ResetLimits())
		// Photographs take their time on a busy machine, and a request has two minutes.
		module := float64(screen.Rect.Dx()) / 106
		for _, trouble := range []photo.Trouble{photo.None, photo.Rotated, photo.Tilted, photo.Uneven} {
			if seen := photo.Show(screen, module, trouble, 1); !readsStill(seen, text) && !readsLive(seen, text) {
				w.Errorf("%s, %s: not read off the screen", name, trouble)
			}
		}
	}
}

// offlineWalk is the whole road as two people at a table would try it: a browser, and
// the app in a process of its own, whose every call to the server is dropped.
func offlineWalk(w *world) {
	h := newHeadless(w)
	b := w.open()
	b.visit("/login?next=%2F2fa%2Fkauth")
	b.password(anna, annaPass)
	b.send("/2fa/kauth")
	h.sees("welcome")
	h.post("/open", b.text("[data-address]"))
	h.tap("Authorize")
	h.sees("digits")
	b.wait("[data-state=registered]")
	for _, d := range digits(b) {
		h.tap(string(d))
	}
	b.wait(".badge.ok")
	h.sees("codes", "I keep them in a safe place")
	for _, path := range []string{"/v1/devices/self", "/v1/challenges"} {
		ok(w.T, w.s.Fault(stub.Fault{Path: path, Kind: "drop"}))
	}
	h.again()
	h.sees("codes")
	w.s.SetMode("match")

	b = w.open()
	toOffline(b)
	h.post("/drop", pictureOf(b))
	h.sees("challenge", "Read from a QR code")
	h.until(func(t tree) bool { return t.takes("NO, this is not me") }, "keys that take a tap")
	for _, d := range digits(b) {
		h.tap(string(d))
	}
	shown := ""
	for _, i := range h.sees("offline", "YES: type this on the computer").Items {
		if len(i.Text) == 9 && strings.Trim(i.Text, "0123456789 ") == "" {
			shown = i.Text
		}
	}
	b.fill("digits", shown)
	b.send(b.path())
	b.wait(".pill.ok")

	w.s.ClearFaults()
	h.post("/foreground", "")
	h.sees("result", "Signed in")
}

// pictureOf is the part of the screen with the code, as somebody cuts it out.
func pictureOf(b *browser) string {
	b.t.Helper()
	ctx, cancel := context.WithTimeout(b.ctx, patience)
	defer cancel()
	png, err := chromedp.Run(ctx, chromedp.Screenshot(chromedp.CSS(".qr")))
	ok(b.t, err)
	return string(png)
}
