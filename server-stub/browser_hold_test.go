//go:build browser

package main

import (
	"context"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"
)

// shortHolds has the pages' script ask for a second instead of 25, and the page say how
// often it was answered: 1, 2, then 3 for good.
func shortHolds() chromedp.Action[chromedp.Void] {
	return chromedp.Func(func(ctx context.Context, t *chromedp.Target) error {
		_, err := cdp.Call(ctx, t, page.AddScriptToEvaluateOnNewDocument, page.AddScriptToEvaluateOnNewDocumentParams{Source: `
			const real = window.fetch;
			let answers = 0;
			window.fetch = async (url, how) => {
				const reply = await real(url.replace("wait=25", "wait=1"), how);
				if (answers < 3) document.documentElement.dataset.answers = ++answers;
				return reply;
			};`})
		return err
	})
}

// offlineWaitsQuietly: typing eight digits takes longer than one hold, and nothing on the
// page says meanwhile that the server is out of reach.
func offlineWaitsQuietly(w *world) {
	p := plain(w)
	b := w.open(shortHolds())
	toOffline(b)
	b.wait(`html[data-answers="3"]`)
	if words := b.text("[data-say]"); words != "" {
		w.Errorf("the page says %q", words)
	}
	p.fetched()
	p.answer("approve", "") // by the network after all: the page goes on at once
	b.wait(".pill.ok")
}
