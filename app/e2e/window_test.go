//go:build window

package e2e

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/chromedp/chromedp"

	"kauth/core/coretest/computer"
)

// web is a real browser on the server's pages.
type web struct {
	t   *testing.T
	ctx context.Context
	d   *desk
}

// chromium finds the browser under the names that distributions give it.
func chromium(t *testing.T) string {
	t.Helper()
	for _, name := range []string{os.Getenv("CHROMIUM"), "chromium", "chromium-browser", "google-chrome"} {
		if path, err := exec.LookPath(name); name != "" && err == nil {
			return path
		}
	}
	t.Fatal("no Chromium: make test installs it, or name one in CHROMIUM")
	return ""
}

func newWeb(t *testing.T, d *desk) *web {
	t.Helper()
	options := append(slices.Clone(chromedp.DefaultExecAllocatorOptions[:]),
		chromedp.ExecPath(chromium(t)), chromedp.NoSandbox, chromedp.DisableGPU, chromedp.WindowSize(1200, 800),
		chromedp.Flag("disable-component-update", true), chromedp.Flag("lang", "en"))
	alloc, stop := chromedp.NewExecAllocator(context.Background(), append(options, chromedp.WSURLReadTimeout(2*time.Minute))...)
	ctx, cancel := chromedp.NewContext(alloc)
	t.Cleanup(func() { cancel(); stop() })
	if err := chromedp.Do(ctx, chromedp.EmulateViewport(1200, 800)); err != nil {
		t.Fatal(err)
	}
	return &web{t, ctx, d}
}

func (w *web) do(steps ...chromedp.Action[chromedp.Void]) {
	w.t.Helper()
	ctx, cancel := context.WithTimeout(w.ctx, patience)
	defer cancel()
	if err := chromedp.Do(ctx, steps...); err != nil {
		w.t.Fatalf("in the browser: %v\n%s", err, w.text("body"))
	}
}

// text is what an element reads.
func (w *web) text(css string) string {
	w.t.Helper()
	s, err := chromedp.Run(w.ctx, chromedp.Evaluate[string](fmt.Sprintf(`(document.querySelector(%q) || {innerText: ""}).innerText`, css)))
	if err != nil {
		w.t.Fatal(err)
	}
	return s
}

// keep stores a picture of the page and returns it.
func (w *web) keep(name string) []byte {
	w.t.Helper()
	png, err := chromedp.Run(w.ctx, chromedp.CaptureScreenshot())
	if err != nil {
		w.t.Fatal(err)
	}
	w.d.steps++
	write(w.t, filepath.Join("window", fmt.Sprintf("%02d-web-%s.png", w.d.steps, name)), png)
	return png
}

func (w *web) signIn(url string, who person) {
	w.t.Helper()
	w.d.say("In the browser: sign in at %s as %s", url, who.User)
	w.do(chromedp.Navigate(url+"/login"),
		chromedp.SendKeys(chromedp.CSS(`input[name=user]`), who.User), chromedp.SendKeys(chromedp.CSS(`input[name=password]`), who.Password),
		chromedp.Click(chromedp.CSS(`form[action="/login"] button`)))
}

// press clicks what a person would, once it is there.
func (w *web) press(what, css string) {
	w.t.Helper()
	w.d.say("In the browser: press %q", what)
	w.do(chromedp.WaitVisible(chromedp.CSS(css)), chromedp.Click(chromedp.CSS(css)))
}

func (w *web) wait(css string) {
	w.t.Helper()
	w.do(chromedp.WaitVisible(chromedp.CSS(css)))
}

// sees waits until the page reads so.
func (w *web) sees(words string) {
	w.t.Helper()
	for deadline := time.Now().Add(patience); time.Now().Before(deadline); time.Sleep(100 * time.Millisecond) {
		if strings.Contains(w.text("body"), words) {
			return
		}
	}
	w.t.Fatalf("the page never says %q:\n%s", words, w.text("body"))
}

// openWindow starts the real app at the same size as its twin.
func openWindow(t *testing.T, bin string, extra ...string) *desk {
	t.Helper()
	return openWindowOn(t, bin, t.TempDir(), t.TempDir(), extra...)
}

// openWindowOn does so on vaults that are there: the window's and the twin's.
func openWindowOn(t *testing.T, bin, mine, twins string, extra ...string) *desk {
	t.Helper()
	d := &desk{display: newDisplay(t, "500x900"), log: &bytes.Buffer{}}
	args := append([]string{"--vault", mine, "--passphrase-file", passphrase(t), "--phone-name", "Pixel 9 · kAuth", "--theme", "light", "--lang", "en", "--no-camera"}, extra...)
	cmd := d.command(bin, args...)
	var errs bytes.Buffer
	cmd.Stderr = &errs
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	ended := make(chan error, 1)
	go func() { ended <- cmd.Wait() }()
	t.Cleanup(func() {
		_ = cmd.Process.Signal(syscall.SIGTERM)
		select {
		case err := <-ended:
			if err != nil {
				t.Errorf("the window ended with %v\n%s", err, errs.String())
			}
		case <-time.After(patience):
			_ = cmd.Process.Kill()
			t.Error("the window does not close")
		}
		if strings.Contains(errs.String(), "Fyne call thread") {
			t.Errorf("the window was touched from another goroutine:\n%s", errs.String())
		}
	})
	d.twin = newPhone(t, twins, append([]string{"--theme", "light", "--lang", "en", "--no-camera"}, extra...)...)
	return d
}

// made finds what make built.
func made(t *testing.T, name string) string {
	t.Helper()
	path, err := filepath.Abs(filepath.Join("..", "..", "bin", name))
	if err == nil {
		_, err = os.Stat(path)
	}
	if err != nil {
		t.Fatalf("%v: make real-window builds it", err)
	}
	return path
}

func TestTheMainJourneyInARealWindow(t *testing.T) {
	s := serve(t)
	mine, twins := s.without(t, 0), s.without(t, 1)
	d := openWindow(t, made(t, "kauth"))
	w := newWeb(t, d)
	other := computer.New(t, s.URL) // the twin's computer
	other.Redeem(other.Login(twins.User, twins.Password))

	d.step("welcome", "The app is linked to nothing.")
	d.tap("Log in from a computer")
	d.step("steps", "It says what to do on the computer.")
	d.tap("Continue")
	d.step("scan", "It waits for the QR code.")

	w.signIn(s.URL, mine)
	w.press("Enable", `a[href="/2fa/add"]`)
	w.press("kAuth app", `a[href="/2fa/kauth"]`)
	w.press("Next", `form[action="/2fa/kauth"] button`)
	w.wait(`.qr img`)
	shot := w.keep("qr")
	offer := other.Offer()
	d.paste(shot)
	for _, it := range d.twin.tree().Items {
		if it.Kind == "button" && it.Text == "Paste" {
			d.click(it.X+it.W/2, it.Y+it.H/2)
		}
	}
	d.say("   paste the picture of the browser's page")
	d.twin.post("/drop", "image/png", other.Picture(offer))
	d.step("confirm", "It read the QR code off that picture.")
	d.tap("Authorize")
	d.step("digits", "It asks for the digits that the computer shows.")

	w.wait(`.number`)
	typed := w.text(`.number`)
	w.keep("digits")
	d.typing(strings.Join(strings.Fields(typed), ""))
	for _, c := range other.Registered(offer).Digits {
		d.twin.tap(string(c))
	}
	d.step("codes", "Ten backup codes.")
	w.sees("linked")
	w.keep("linked")
	d.tap("I keep them in a safe place")
	d.tap("Done")
	d.step("home", "The account with its live code.")

	second := newWeb(t, d)
	second.signIn(s.URL, mine)
	other = computer.New(t, s.URL)
	l := other.Login(twins.User, twins.Password)
	other.Ask(l)
	d.step("challenge", "A request opens by itself.")
	second.keep("waiting")
	d.tap("YES")
	d.step("result", "Signed in.")
	second.sees("Two-factor authentication")
	second.keep("signed-in")
	d.tap("Done")
	d.step("home", "Back to the accounts.")

	third := newWeb(t, d)
	third.signIn(s.URL, mine)
	other = computer.New(t, s.URL)
	other.Ask(other.Login(twins.User, twins.Password))
	d.step("challenge", "A second request soon after asks for the number.")
	third.keep("number")
	d.tap("NO, this is not me")
	d.step("result", "Refused.")
	third.sees("refused")
	third.keep("refused")
	d.tap("Done")
	d.step("home", "Back to the accounts.")
}
