//go:build browser

package main

import (
	"context"
	"errors"
	"net/url"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
)

// browser is one window with its own cookies.
type browser struct {
	t        *testing.T
	ctx      context.Context
	origin   string
	mu       sync.Mutex
	troubles []string
	forgives string // another site, which the test visits itself
}

// open opens a window.
func (w *world) open(first ...chromedp.Action[chromedp.Void]) *browser {
	w.Helper()
	t := w.T
	tab, closeTab := chromedp.NewContext(w.chromium, chromedp.WithNewBrowserContext())
	ctx, cancel := context.WithTimeout(tab, 20*time.Minute)
	b := &browser{t: t, ctx: ctx, origin: w.s.Origin()}
	ok(t, chromedp.Do(ctx))
	ok(t, chromedp.Listen(ctx, b.watch))
	b.do(append([]chromedp.Action[chromedp.Void]{size(1200, 800)}, first...)...)
	t.Cleanup(func() {
		if t.Failed() {
			b.shot("failed-" + strings.ReplaceAll(t.Name(), "/", "-"))
		}
		cancel()
		closeTab()
		b.mu.Lock()
		defer b.mu.Unlock()
		for _, trouble := range b.troubles {
			t.Error(trouble)
		}
	})
	return b
}

// watch notes what no page may do.
func (b *browser) watch(event any) {
	b.mu.Lock()
	defer b.mu.Unlock()
	note := func(s string) { b.troubles = append(b.troubles, s) }
	switch e := event.(type) {
	case *network.EventRequestWillBeSent:
		u, err := url.Parse(e.Request.URL)
		here := strings.HasPrefix(e.Request.URL, b.origin+"/") || u != nil && u.Scheme == "data"
		meant := b.forgives != "" && strings.HasPrefix(e.Request.URL, b.forgives)
		if err != nil || !here && !meant {
			note("the page fetched " + e.Request.URL)
		}
	case *log.EventEntryAdded:
		if e.Entry.Source == log.EntrySourceSecurity || strings.Contains(e.Entry.Text, "Content Security Policy") {
			note("the browser complains: " + e.Entry.Text)
		}
	case *runtime.EventExceptionThrown:
		note("a script failed: " + e.ExceptionDetails.Text)
	}
}

// do does the steps, or fails with what the page shows.
func (b *browser) do(steps ...chromedp.Action[chromedp.Void]) {
	b.t.Helper()
	ctx, cancel := context.WithTimeout(b.ctx, patience)
	defer cancel()
	if err := chromedp.Do(ctx, steps...); err != nil {
		b.t.Fatalf("%v, at %s: %s", err, b.path(), b.words())
	}
}

func size(width, height int64) chromedp.Action[chromedp.Void] {
	return chromedp.EmulateViewport(width, height)
}

// without turns scripts off, as some people have them.
func withoutScript() chromedp.Action[chromedp.Void] {
	return chromedp.Func(func(ctx context.Context, t *chromedp.Target) error {
		_, err := cdp.Call(ctx, t, emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: true})
		return err
	})
}

func dark() chromedp.Action[chromedp.Void] {
	return chromedp.Func(func(ctx context.Context, t *chromedp.Target) error {
		_, err := cdp.Call(ctx, t, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{
			Features: []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: "dark"}},
		})
		return err
	})
}

// rest has the browser do nothing for so many milliseconds, by its own clock.
func rest(ms int) chromedp.Action[chromedp.Void] {
	return chromedp.Evaluate[chromedp.Void](`new Promise((done) => setTimeout(done, `+strconv.Itoa(ms)+`))`, chromedp.EvalAwaitPromise)
}

// visit goes to a page of the server.
func (b *browser) visit(path string) {
	b.t.Helper()
	b.do(chromedp.Navigate(b.origin + path))
}

// wait waits until something is on the page.
func (b *browser) wait(css string) {
	b.t.Helper()
	b.do(chromedp.WaitReady(chromedp.CSS(css)))
}

// fill types into a field.
func (b *browser) fill(field, value string) {
	b.t.Helper()
	in := chromedp.CSS(`[name="` + field + `"]`)
	b.do(chromedp.WaitVisible(in), chromedp.Clear(in), chromedp.SendKeys(in, value))
}

// press presses a button or a link, and waits for the page where it leads.
func (b *browser) press(css string) {
	b.t.Helper()
	ctx, cancel := context.WithTimeout(b.ctx, patience)
	defer cancel()
	target := chromedp.CSS(css)
	_, err := chromedp.RunResponse(ctx, chromedp.WaitVisible(target), chromedp.Click(target))
	if err != nil {
		b.t.Fatalf("%s: %v, at %s: %s", css, err, b.path(), b.words())
	}
}

// send presses the button of the form with that action.
func (b *browser) send(action string) {
	b.t.Helper()
	b.press(`form[action="` + action + `"] button`)
}

// text reads what stands somewhere.
func (b *browser) text(css string) string {
	b.t.Helper()
	b.wait(css)
	return strings.Join(strings.Fields(ask[string](b, "document.querySelector("+strconv.Quote(css)+").textContent")), " ")
}

// words is all that the page says.
func (b *browser) words() string {
	s, _ := read(b, chromedp.Text(chromedp.CSS("body")))
	return strings.Join(strings.Fields(s), " ")
}

// read reads from the page, and once more where that went while it was read: pages go on
// by themselves, and those without script every three seconds. What does something is for do.
func read[T any](b *browser, action chromedp.Action[T]) (v T, err error) {
	ctx, cancel := context.WithTimeout(b.ctx, patience)
	defer cancel()
	for {
		v, err = chromedp.Run(ctx, action)
		if thrown := (*chromedp.ExceptionError)(nil); err == nil || errors.As(err, &thrown) || ctx.Err() != nil {
			return v, err
		}
		time.Sleep(5 * time.Millisecond) // until the next page is there
	}
}

// says fails where the page does not say it.
func (b *browser) says(parts ...string) {
	b.t.Helper()
	all := b.words()
	for _, part := range parts {
		if !strings.Contains(all, part) {
			b.t.Fatalf("no %q at %s: %s", part, b.path(), all)
		}
	}
}

// tells waits for what the page's script says: its line is there before its words are.
func (b *browser) tells(words string) {
	b.t.Helper()
	b.do(chromedp.WaitVisible(chromedp.CSS("[data-say]")))
	for end := time.Now().Add(patience); !strings.Contains(b.words(), words) && time.Now().Before(end); {
		time.Sleep(20 * time.Millisecond)
	}
	b.says(words)
}

// path is where the browser is, without the server.
func (b *browser) path() string {
	at, _ := read(b, chromedp.Location())
	return strings.TrimPrefix(at, b.origin)
}

// ask has the page compute something that changes nothing, since it may be computed twice.
func ask[T any](b *browser, expression string) T {
	b.t.Helper()
	v, err := read(b, chromedp.Evaluate[T](expression))
	ok(b.t, err)
	return v
}

// shot keeps a picture of the page in KAUTH_OUT/web, if that is set.
func (b *browser) shot(name string) {
	dir := os.Getenv("KAUTH_OUT")
	if dir == "" {
		return
	}
	ctx, cancel := context.WithTimeout(b.ctx, 30*time.Second)
	defer cancel()
	png, err := chromedp.Run(ctx, chromedp.FullScreenshot(100))
	if err != nil {
		b.t.Logf("no picture of %s: %v", name, err)
		return
	}
	dir = filepath.Join(dir, "web")
	err = os.MkdirAll(dir, 0o755)
	if err == nil {
		err = os.WriteFile(filepath.Join(dir, name+".png"), png, 0o644)
	}
	if err != nil {
		b.t.Logf("no picture of %s: %v", name, err)
	}
}

// password does the first step.
func (b *browser) password(user, password string) {
	b.t.Helper()
	b.fill("user", user)
	b.fill("password", password)
	b.send("/login")
}
