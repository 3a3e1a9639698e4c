//go:build browser

package pages

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"slices"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
)

// TestEveryPageFitsInEveryLanguage lays out every page, in every state and every
// language, in a real Chromium: on a desk, on a phone, in the narrowest window that
// text has to fit (WCAG 2.2, 1.4.10), and with text twice as large (1.4.4). Nothing
// scrolls sideways, nothing is cut off, and what is tapped is 44 px high.
//
// One document takes the pages in turn: that is a hundred times faster than to go
// to each, and all that is looked at is layout.
func TestEveryPageFitsInEveryLanguage(t *testing.T) {
	server := httptest.NewServer(everyPage(t))
	t.Cleanup(server.Close)
	options := append(slices.Clone(chromedp.DefaultExecAllocatorOptions[:]), chromedp.NoSandbox, chromedp.DisableGPU, chromedp.Flag("hide-scrollbars", true))
	allocator, end := chromedp.NewExecAllocator(context.Background(), append(options, chromedp.WSURLReadTimeout(2*time.Minute))...)
	t.Cleanup(end)
	tab, closeTab := chromedp.NewContext(allocator)
	t.Cleanup(closeTab)
	ctx, cancel := context.WithTimeout(tab, 20*time.Minute)
	t.Cleanup(cancel)
	for _, at := range []struct {
		width, height int64
		text          string
		langs         []Lang
	}{
		{320, 640, "100%", Langs}, {640, 800, "200%", Langs}, // where it is tightest
		{1200, 800, "100%", Langs[:1]}, {390, 844, "100%", Langs[1:2]}, {1200, 800, "200%", Langs[2:3]},
	} {
		if err := chromedp.Do(ctx, chromedp.EmulateViewport(at.width, at.height), chromedp.Navigate(server.URL+"/")); err != nil {
			t.Fatal(err)
		}
		for _, lang := range at.langs {
			script := fmt.Sprintf("(%s)(%q, %q)", layOut, lang, at.text)
			troubles, err := chromedp.Run(ctx, chromedp.Evaluate[[]string](script, chromedp.EvalAwaitPromise))
			if err != nil {
				t.Fatal(err)
			}
			for _, trouble := range troubles {
				t.Errorf("%s, %d px, text %s: %s", lang, at.width, at.text, trouble)
			}
		}
	}
}

// everyPage serves an empty page at /, and all views of a language at /all/.
func everyPage(t *testing.T) http.Handler {
	t.Helper()
	mux := http.NewServeMux()
	mux.Handle("GET /assets/", Assets("/assets/"))
	mux.HandleFunc("GET /{$}", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		fmt.Fprint(w, `<!doctype html><link rel="stylesheet" href="/assets/pages.css"><body>`)
	})
	rendered := map[string][]byte{}
	mux.HandleFunc("GET /all/{lang}", func(w http.ResponseWriter, r *http.Request) { // one request at a time
		if rendered[r.URL.Path] != nil {
			w.Write(rendered[r.URL.Path])
			return
		}
		f := Frame{Lang: Lang(r.PathValue("lang")), Path: "/2fa?", User: "a.rather.long.name@a-rather-long-host.example.ch", Shows: []string{"organization"}}
		pages := map[string]string{}
		for title, v := range everyView() {
			var b bytes.Buffer
			if err := Render(&b, f, v); err != nil {
				t.Error(err)
			}
			pages[title] = b.String()
		}
		list, err := json.Marshal(pages)
		if err != nil {
			t.Error(err)
		}
		rendered[r.URL.Path] = list
		w.Write(list)
	})
	return mux
}

// layOut puts each page into the document, and lists what does not fit.
const layOut = `async (lang, text) => {
	document.documentElement.style.fontSize = text;
	const troubles = [];
	for (const [title, html] of Object.entries(await (await fetch("/all/" + lang)).json())) {
		const page = new DOMParser().parseFromString(html, "text/html");
		document.documentElement.lang = lang;
		document.body.replaceWith(document.adoptNode(page.body));
		for (const e of document.querySelectorAll("button[hidden]")) e.hidden = false; // a script shows them
		for (const e of document.querySelectorAll("noscript")) e.remove();
		const say = (what, e) => troubles.push(title + " " + what + ": " + e.tagName + "." + e.className + " " + e.textContent.trim().replace(/\s+/g, " ").slice(0, 40));
		const over = document.documentElement.scrollWidth - document.documentElement.clientWidth;
		if (over > 0) troubles.push(title + " is " + over + " px too wide");
		for (const e of document.querySelectorAll("main *:not(svg *):not(.out), .top *:not(svg *), .tabs *, .foot *"))
			if (e.clientWidth > 0 && e.scrollWidth > e.clientWidth + 1 && !["auto", "scroll"].includes(getComputedStyle(e).overflowX) && e.tagName !== "INPUT") say("cuts off", e);
		for (const e of document.querySelectorAll("a[href]:not(.skip), button, input:not([type=hidden]), summary"))
			if (e.checkVisibility() && (e.closest("label") ?? e).getBoundingClientRect().height < 43.5 && getComputedStyle(e).display !== "inline") say("is small to tap", e);
	}
	return troubles;
}`
