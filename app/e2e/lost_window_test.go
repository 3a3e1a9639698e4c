//go:build window

package e2e

import (
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"

	"kauth/app/text"
)

// restoredVault is what a backup of a linked phone brings back to a new one.
func restoredVault(t *testing.T, s served, who person) string {
	t.Helper()
	old, dir := linkedVault(t, s, who), t.TempDir()
	backups, pass := t.TempDir(), passphrase(t)
	run := func(vault string, args ...string) {
		t.Helper()
		all := append([]string{"--vault", vault, "--passphrase-file", pass}, args...)
		if out, err := exec.Command(made(t, "kauth-cli"), all...).CombinedOutput(); err != nil {
			t.Fatalf("%v: %v\n%s", args, err, out)
		}
	}
	run(old, "backup", backups, "--password-file", pass)
	files, err := filepath.Glob(filepath.Join(backups, "*"))
	if err != nil || len(files) != 1 {
		t.Fatalf("%v, %v", files, err)
	}
	run(dir, "restore", files[0], "--password-file", pass)
	return dir
}

// catch has the system's browser write down what it is asked to open.
func catch(t *testing.T) (address func() string) {
	t.Helper()
	dir := t.TempDir()
	opened := filepath.Join(dir, "opened")
	script := "#!/bin/sh\nprintf %s \"$1\" >" + opened + ".new && mv " + opened + ".new " + opened + "\n"
	if err := os.WriteFile(filepath.Join(dir, "xdg-open"), []byte(script), 0o700); err != nil {
		t.Fatal(err)
	}
	t.Setenv("PATH", dir+":"+os.Getenv("PATH"))
	return func() string {
		for deadline := time.Now().Add(patience); time.Now().Before(deadline); time.Sleep(100 * time.Millisecond) {
			if b, err := os.ReadFile(opened); err == nil && len(b) > 0 {
				return string(b)
			}
		}
		t.Fatal("no page was opened")
		return ""
	}
}

func TestRequestsAreTurnedOnAgainInARealWindow(t *testing.T) {
	for _, look := range [][]string{{"light", "en", "1"}, {"dark", "de", "2"}} {
		t.Run(strings.Join(look, "-"), func(t *testing.T) { againInWindow(t, look[0], look[1], look[2]) })
	}
}

func againInWindow(t *testing.T, theme, lang, scale string) {
	address := catch(t)
	s, says := serve(t), text.New(lang)
	mine, twins := s.without(t, 0), s.without(t, 1)
	d := openWindowOn(t, made(t, "kauth"), restoredVault(t, s, mine), restoredVault(t, s, twins), "--theme", theme, "--lang", lang, "--text-scale", scale)
	if scale == "2" {
		d.large = 6
	}

	d.step("home", "The account came from a backup: its code is there, requests are off.")
	d.tap(says.N("banner.restored", 1) + " " + says.T("banner.restored.sentence"))
	d.step("detail", "Its page says so.")
	d.reach(says.T("again.bar"))
	d.step("again", "The card leads through it.")
	d.reach(says.T("again.sign"))
	d.step("again", "The browser is open, and the code stays.")

	w := newWeb(t, d)
	w.typesCode(address(), mine, func() string {
		d.reach(says.T("detail.copy"))
		return d.copied()
	})
	w.keep("authorize")
	w.press("Authorize", `button[value=authorize]`)
	twin := newWeb(t, d)
	twin.typesCode(d.twin.opened(), twins, func() string { return strings.ReplaceAll(sixDigits(t, d.twin.tree()), " ", "") })
	twin.press("Authorize", `button[value=authorize]`)
	d.step("result", "Requests arrive again.")
	d.tap(says.T("action.done"))
	d.step("home", "The same row, and nothing to be told.")
}

// typesCode opens the address, signs in, and types the code that the app shows then: one
// from before the browser's start is over where that is slow.
func (w *web) typesCode(address string, who person, code func() string) {
	w.t.Helper()
	w.do(chromedp.Navigate(address), chromedp.WaitVisible(chromedp.CSS(`input[name=password]`)))
	w.do(chromedp.SendKeys(chromedp.CSS(`input[name=user]`), who.User), chromedp.SendKeys(chromedp.CSS(`input[name=password]`), who.Password),
		chromedp.Click(chromedp.CSS(`form[action="/login"] button`)))
	w.press("another way", `a[href$="/methods"]`)
	w.press("the code", `a[href$="/totp"]`)
	w.wait(`input[name=code]`)
	w.keep("code")
	w.do(chromedp.SendKeys(chromedp.CSS(`input[name=code]`), code()), chromedp.Click(chromedp.CSS(`form[action$="/totp"] button`)))
	w.wait(`button[value=authorize]`)
}

func (p *phone) opened() string {
	p.t.Helper()
	var all struct{ Opened []string }
	if err := json.Unmarshal(p.get("/opened"), &all); err != nil || len(all.Opened) == 0 {
		p.t.Fatalf("%v, %v", all, err)
	}
	return all.Opened[len(all.Opened)-1]
}

func TestThePhoneThatIsGoneInARealWindow(t *testing.T) {
	s, says := serve(t), text.New("en")
	d := openWindowOn(t, made(t, "kauth"), t.TempDir(), t.TempDir(), "--server", s.URL)
	address := func(key string) string { return says.T(key) + " " + says.T(key+".more") }
	d.step("welcome", "Nothing is here.")
	d.tap(says.T("lost.row"))
	d.step("lost", "The first question.")
	d.tap(address("lost.old.there"))
	d.step("lost", "The second question.")
	d.tap(says.T("lost.codes.there"))
	d.step("lost", "The road of two phones.")
	d.tap(says.T("action.back"))
	d.tap(says.T("action.back"))
	d.tap(address("lost.old.gone"))
	d.step("lost", "The road of who has no code.")
	w := newWeb(t, d)
	for _, page := range []string{"/help/lost", "/help/lost?app=yes", "/help/lost?app=no&codes=yes", "/help/lost?app=no&codes=no"} {
		w.do(chromedp.Navigate(s.URL+page), chromedp.WaitVisible(chromedp.CSS("h1")))
		w.keep("lost")
	}
}
