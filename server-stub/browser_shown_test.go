//go:build browser

package main

import (
	"net/http"
	"os/exec"
	"strconv"
	"strings"
	"time"

	"github.com/chromedp/chromedp"

	"kauth/core/api"
)

// shows says that the request is before the person's eyes.
func (p *phone) shows(jws string) {
	p.t.Helper()
	path := api.Path(api.PathShown, p.open(jws).ID)
	req, err := http.NewRequest("POST", p.origin+path, nil)
	ok(p.t, err)
	req.Header.Set("Authorization", api.AuthScheme+" "+p.sign(api.TypeProof, api.Proof{
		Iss: p.reg.Device, Aud: p.origin, Method: "POST", Path: path, Nonce: p.nonce, Jti: api.NewCode(), Iat: 1,
	}))
	resp, err := http.DefaultClient.Do(req)
	ok(p.t, err)
	resp.Body.Close()
	if p.nonce = resp.Header.Get(api.HeaderNonce); resp.StatusCode != http.StatusNoContent {
		p.t.Fatalf("the phone got %s", resp.Status)
	}
}

// code is the phone's one-time code by the server's clock, from a foreign program.
func (p *phone) code(w *world) string {
	p.t.Helper()
	at := "@" + strconv.FormatInt(w.s.Now().Unix(), 10)
	out, err := exec.Command("oathtool", "--totp", "-b", "--now", at, p.reg.TOTP.Secret).Output()
	ok(p.t, err)
	return strings.TrimSpace(string(out))
}

// still does a part on a server whose clock stands still but for later: nothing comes
// late because a machine is busy.
func still(part func(*world)) func(*world) {
	return func(w *world) {
		at := time.Now()
		w.s = serveAt(w.T, func() time.Time { return at })
		part(w)
	}
}

// later puts the server's clock on.
func (w *world) later(d time.Duration) {
	w.Helper()
	w.skew += d
	ok(w.T, w.s.SetClock(w.skew))
}

// saysWhereItIsShown: the page names the phone, and offers no code then.
func saysWhereItIsShown(w *world, b *browser) {
	p := plain(w)
	second(b)
	if ask[bool](b, `document.querySelector("[data-again]").checkVisibility() && !document.querySelector("[data-again]").disabled`) {
		w.Error("it can be sent again at once")
	}
	p.shows(p.fetched())
	b.wait("[data-shown]:not(:empty)")
	b.says("Shown on " + pixel)
	b.shot("waiting-shown")
	w.later(30 * time.Second)
	b.wait("[data-again]:enabled")
	if ask[bool](b, `document.querySelector("[data-late]").checkVisibility()`) {
		w.Error("a code is offered although the phone shows the request")
	}
	p.answer("approve", "")
	b.wait(".pill.ok")
}

// offersACodeByItself: nothing was shown for 20 s. What is typed wins, here after a
// wrong code.
func offersACodeByItself(w *world, b *browser) {
	p := plain(w)
	second(b)
	w.later(19 * time.Second)
	b.wait("[data-again]:enabled")
	if ask[bool](b, `document.querySelector("[data-late]").checkVisibility()`) {
		w.Error("a code is offered too early")
	}
	w.later(2 * time.Second)
	b.wait("[data-late]:not([hidden])")
	b.says("Nothing has appeared on your phone yet", "One-time code")
	if focus := ask[string](b, `document.activeElement.tagName`); focus == "INPUT" {
		w.Error("the field takes the focus by itself")
	}
	b.shot("waiting-late")
	code, wrong := p.code(w), "000000"
	if code == wrong {
		wrong = "000001"
	}
	b.fill("code", wrong)
	b.press("form.late .button")
	b.says("This code is wrong or was used already", pixel)
	b.wait("progress")
	p.fetched() // it still waits
	b.shot("waiting-late-wrong")
	b.fill("code", code)
	b.press("form.late .button")
	b.wait(".pill.ok")
	b.says("Signed in with a one-time code")
}

// typingIsNotDisturbed: the phone shows the request while somebody types, and wins.
func typingIsNotDisturbed(w *world) {
	p := plain(w)
	b := w.open()
	second(b)
	w.later(21 * time.Second)
	b.fill("code", "123")
	p.shows(p.fetched())
	b.wait("[data-shown]:not(:empty)")
	if at := ask[string](b, `document.activeElement.name + document.activeElement.value`); at != "code123" {
		w.Errorf("where somebody typed 123 there is %q", at)
	}
	polite := `["[data-shown]", "#late"].every((css) => { const e = document.querySelector(css); return e.getAttribute("aria-live") === "polite" && e.textContent !== ""; })`
	if !ask[bool](b, polite) {
		w.Error("a screen reader is not told, or is interrupted")
	}
	p.answer("approve", "")
	b.wait(".pill.ok")
	b.says("Signed in with kAuth")
}

// typingWithoutScript: no refresh takes away what is typed, and one link goes on.
func typingWithoutScript(w *world) {
	p := plain(w)
	b := w.open(withoutScript())
	second(b)
	w.later(21 * time.Second)
	b.wait("form.late:not([hidden])") // the next refresh has it
	if n := ask[int](b, `document.querySelectorAll("meta[http-equiv=refresh]").length`); n != 0 {
		w.Error("the page refreshes under who types")
	}
	p.answer("approve", "")
	b.press("noscript a")
	b.wait(".pill.ok")
}

// sendsAgain: after ten seconds the button is there, and wakes the phone.
func sendsAgain(w *world, b *browser) {
	p := plain(w)
	second(b)
	w.later(11 * time.Second)
	b.wait("[data-again]:enabled")
	b.do(chromedp.WaitVisible(chromedp.CSS("[data-again]")))
	b.press("form[action$='/resend'] button")
	b.wait("[data-say]:not(:empty)")
	b.says("Sent again.")
	if ask[bool](b, `!document.querySelector("[data-again]").disabled`) {
		w.Error("it can be sent again at once")
	}
	p.answer("approve", "")
	b.wait(".pill.ok")
}
