package main

import (
	"context"
	"sync"

	"fyne.io/fyne/v2"

	"kauth/platform/clipboard"
)

// systemClipboard is the toolkit's, from any goroutine. What the app copies is secret:
// where the system can be told so, it is offered past the toolkit, which cannot.
type systemClipboard struct {
	a     fyne.App
	offer func(text string) (*clipboard.Secret, error) // nil: the toolkit's alone

	mu   sync.Mutex
	held *clipboard.Secret
	text string
}

// SetText copies a secret, or takes it off again.
func (c *systemClipboard) SetText(s string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	held := c.held != nil && c.held.Held()
	if c.held != nil {
		c.held.Drop()
	}
	c.held, c.text = nil, s
	if s == "" && held {
		return
	}
	if s != "" && c.offer != nil {
		if mine, err := c.offer(s); err == nil {
			c.held = mine
			return
		}
	}
	fyne.Do(func() { c.a.Clipboard().SetContent(s) })
}

// Text asks the toolkit only for what is not our own: it would wait for ourselves.
func (c *systemClipboard) Text() (s string) {
	c.mu.Lock()
	if c.held != nil && c.held.Held() {
		defer c.mu.Unlock()
		return c.text
	}
	c.mu.Unlock()
	fyne.DoAndWait(func() { s = c.a.Clipboard().Content() })
	return s
}

func (c *systemClipboard) Picture(ctx context.Context) []byte { return picture(ctx) }
