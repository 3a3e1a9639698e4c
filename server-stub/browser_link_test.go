//go:build browser

package main

import (
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"time"

	"github.com/chromedp/chromedp"
)

// zbarimg reads the QR code on the page, as a phone's camera would: a foreign
// program reads a picture of the screen, not the picture that we made.
func zbarimg(b *browser) string {
	b.t.Helper()
	ctx, cancel := context.WithTimeout(b.ctx, patience)
	defer cancel()
	png, err := chromedp.Run(ctx, chromedp.Screenshot(chromedp.CSS(".qr")))
	ok(b.t, err)
	file := filepath.Join(b.t.TempDir(), "qr.png")
	ok(b.t, os.WriteFile(file, png, 0o600))
	out, err := exec.Command("zbarimg", "--quiet", "--raw", "-Sdisable", "-Sqrcode.enable", file).Output()
	if err != nil {
		b.t.Fatalf("zbarimg: %v", err)
	}
	return strings.TrimSpace(string(out))
}

// offer signs anna in and goes where the QR code is, as the guides say.
func offer(b *browser) {
	b.t.Helper()
	b.visit("/2fa")
	b.password(anna, annaPass)
	b.wait(".pill.off")
	b.press(`a[href="/2fa/add"]`)
	b.wait(".rows")
	b.press(`a[href="/2fa/kauth"]`)
	b.wait(`form[action="/2fa/kauth"]`)
	b.shot("link-steps")
	b.send("/2fa/kauth")
	b.wait(".qr img")
}

func linkByQRCode(w *world, b *browser) {
	offer(b)
	b.shot("link-offered")
	link := zbarimg(b)
	if shown := b.text("[data-address]"); link != shown || !strings.HasPrefix(link, "kauth://link?v=1&") {
		w.Fatalf("the picture says %q, the page %q", link, shown)
	}
	p := register(w.T, w.s.Origin(), link, pixel)
	b.wait("[data-state=registered]")
	b.says("Type this number on " + pixel + ":")
	b.shot("link-registered")
	number := digits(b)
	if len(number) != 6 {
		w.Fatalf("the number is %q", number)
	}
	p.answer("approve", number)
	b.wait(".badge.ok")
	b.says("Your phone is linked", pixel+" now answers your sign-ins.")
	b.says("They are also shown on your phone.")
	b.shot("link-active")
	b.press(`a[href$="/codes"].button`)
	b.wait(".codes li")
	b.shot("codes-first")
	if n := ask[int](b, `document.querySelectorAll(".codes li").length`); n != 10 {
		w.Fatalf("%d backup codes", n)
	}
	b.press(`a[href="/2fa"].button`)
	b.wait(".pill.ok")
	b.says("kAuth app", pixel+" · linked", "Default", "Add an option", "Backup codes · 10 left", "Phone linked")
	b.shot("manager-on")
}

func refuseLink(w *world) {
	b := w.open()
	offer(b)
	register(w.T, w.s.Origin(), zbarimg(b), "Somebody else's phone")
	b.wait("[data-state=registered]")
	b.says("Somebody else's phone")
	b.press(`form[action$="/cancel"] button`)
	b.wait(".badge.danger-soft")
	b.says("Nothing was linked", "No phone was added")
	b.shot("link-refused")
	b.send("/2fa/kauth")
	b.wait(".qr img")
	id := b.path()[strings.LastIndex(b.path(), "/")+1:]
	ok(w.T, w.s.Expire(id))
	b.wait(".badge.warn")
	b.says("The code is too old")
	b.shot("link-expired")
}

var codeShape = regexp.MustCompile(`^[0-9a-z]{4}(-[0-9a-z]{4}){3}$`)

func downloadCodes(w *world) {
	b := w.open()
	b.visit("/login")
	b.password(zoe, zoePass)
	b.fill("code", w.oathtool())
	b.press("form .button")
	b.wait(".pill.ok")
	b.press(`a[href="/2fa/codes"]`)
	b.wait(`form[action="/2fa/codes"]`)
	b.shot("codes-confirm")
	b.send("/2fa/codes")
	b.wait(".codes li")
	b.shot("codes")
	shown := ask[[]string](b, `[...document.querySelectorAll(".codes li")].map((li) => li.textContent.trim())`)
	if len(shown) != 10 {
		w.Fatalf("%d codes: %q", len(shown), shown)
	}
	for _, code := range shown {
		if !codeShape.MatchString(code) {
			w.Fatalf("%q is no backup code", code)
		}
	}
	name, text := b.download("/2fa/codes/file")
	if !strings.HasSuffix(name, ".txt") {
		w.Errorf("the file is called %q", name)
	}
	for _, want := range append([]string{zoe}, shown...) {
		if !strings.Contains(text, want) {
			w.Errorf("the file has no %q:\n%s", want, text)
		}
	}
	b.press(`.buttons a.second`)
	b.wait(".pill.ok")
	b.says("Backup codes · 10 left", "New backup codes made")
}

func removePhone(w *world) {
	p := w.linked()
	w.s.SetMode("confirm")
	b := w.open()
	second(b)
	p.answer("approve", "")
	b.wait(".pill.ok")
	b.press("a.danger")
	b.wait(".badge.warn")
	b.says("Turn two-factor off?", pixel+" is your last method")
	b.shot("remove-last")
	b.press(`form[action$="/remove"] button`)
	b.wait(".pill.off")
	b.says("Two-factor is off.", "Method removed", "Enable")
	p.revoked()
	b.send("/logout")
	b.password(anna, annaPass)
	b.wait(".pill.off") // the password is enough again
}

func changePassword(w *world) {
	other := w.open()
	other.visit("/login")
	other.password(anna, annaPass)
	other.wait(".pill.off")
	b := w.open()
	b.visit("/password")
	b.password(anna, annaPass)
	change := func(old, new, again string) {
		w.Helper()
		b.fill("old", old)
		b.fill("new", new)
		b.fill("again", again)
		b.send("/password")
	}
	change("not-her-password", "a-much-better-one", "a-much-better-one")
	b.wait("#problem")
	b.says("That is not your password")
	change(annaPass, "a-much-better-one", "a-much-bitter-one")
	b.wait("#problem")
	b.says("not the same")
	b.shot("password-differ")
	change(annaPass, "a-much-better-one", "a-much-better-one")
	b.wait(".pill.off")
	b.says("Your password is changed", "Password changed")
	b.press(`a[href="/activity"]`)
	b.wait(".wide table")
	b.shot("activity")
	other.visit("/2fa")
	other.wait("#user") // signed out
	other.password(anna, "a-much-better-one")
	other.wait(".pill.off")
	ok(w.T, w.s.SetClock(13*time.Hour))
	other.visit("/2fa")
	other.wait("#user") // a session ends
}
