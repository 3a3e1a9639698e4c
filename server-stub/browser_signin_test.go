//go:build browser

package main

import (
	"strings"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
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
