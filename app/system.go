package main

import (
	"context"

	"fyne.io/fyne/v2"
)

// systemClipboard is the toolkit's, from any goroutine.
type systemClipboard struct{ a fyne.App }

func (c systemClipboard) SetText(s string) { fyne.Do(func() { c.a.Clipboard().SetContent(s) }) }

func (c systemClipboard) Text() (s string) {
	fyne.DoAndWait(func() { s = c.a.Clipboard().Content() })
	return s
}

func (c systemClipboard) Picture(ctx context.Context) []byte { return picture(ctx) }

// choices keeps a person's choices in the toolkit's preferences.
type choices struct{ p fyne.Preferences }

func (c choices) String(key string) string    { return c.p.String(key) }
func (c choices) SetString(key, value string) { c.p.SetString(key, value) }
