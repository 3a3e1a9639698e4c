package viewmodel

import (
	"context"
	"time"

	"kauth/core"
	"kauth/core/challenge"
)

// Offline shows an answer as eight digits to type on the other screen, while nothing can
// be sent. It is put aside with nothing lost: the request waits, and the same answer has
// the same digits.
type Offline struct {
	app    *App
	asked  *Challenge // the request, and what was said to it
	digits string
}

// OfflineState shows it.
type OfflineState struct {
	Account  string
	Issuer   string
	Yes      bool
	NotMe    bool   // it was said that this is not the person: nothing has to be typed
	Digits   string // "1234 5678"
	Left     time.Duration
	Fraction float64
	Over     bool // the digits work no more
	Toast    Toast
}

// Screen names it.
func (OfflineState) Screen() string { return "offline" }

func (o *Offline) state() State {
	c := o.asked
	asked := c.state().(ChallengeState)
	return OfflineState{
		Account: asked.Account, Issuer: asked.Issuer, Yes: c.said == core.Approve, NotMe: c.why == core.NotMe,
		Digits: o.digits[:4] + " " + o.digits[4:], Left: asked.Left, Fraction: asked.Fraction, Over: asked.Left <= 0,
		Toast: o.app.toast,
	}
}

// Copy puts the digits on the clipboard: the other screen may be this one.
func (o *Offline) Copy() {
	o.app.do(func() {
		if o.app.top() == page(o) && !o.state().(OfflineState).Over {
			o.app.copySecret(o.digits)
		}
	})
}

// Done leaves.
func (o *Offline) Done() { o.app.Back() }

// heard takes how the request ended. Where only its time was over, nobody knows whether
// the digits were typed, and the page says so.
func (o *Offline) heard(e challenge.Ended) {
	if e.Outcome == core.TimedOut && e.State == "" {
		return
	}
	c := o.asked
	o.app.swap(o, c)
	c.heard(e)
}

// tellDigits has a page of digits hear how its request ended.
func (a *App) tellDigits(e challenge.Ended) {
	for _, s := range a.stack {
		if o, ok := s.page.(*Offline); ok && o.asked.req.ID == e.ID {
			o.heard(e)
			return
		}
	}
}

// scanned takes a request that was read from a QR code, and shows it as any other.
func (a *App) scanned(text string) *Problem {
	if a.isLocked() {
		return &Problem{Kind: core.Locked}
	}
	c, err := a.phone.Inbox.Scanned(text)
	if err != nil {
		return problem(err)
	}
	a.readingEnds()
	delete(a.seen, c.ID)
	if now, is := a.top().(*Challenge); is && now.req.ID == c.ID {
		now.req = c
		return nil
	}
	a.push(newChallenge(a, c))
	return nil
}

// readingEnds takes away the pages that read codes: what was read goes on elsewhere. An
// export that is being put together stays.
func (a *App) readingEnds() {
	for len(a.stack) > 1 {
		switch p := a.top().(type) {
		case *Scan, *Manual, *Pick, *Steps:
			a.pop(p)
		default:
			return
		}
	}
}

// byDigits tells whether the answer is to be typed on the other screen: the request was
// scanned, and its server has not spoken of it since.
func (c *Challenge) byDigits() bool {
	for _, now := range c.app.waiting() {
		if now.ID == c.req.ID {
			return now.Scanned
		}
	}
	return c.req.Scanned
}

// mayDigits tells whether an answer that did not get through can be typed instead.
func (c *Challenge) mayDigits() bool {
	if c.problem == nil || c.said == "" || c.sending {
		return false
	}
	switch c.problem.Kind {
	case core.Offline, core.Slow, core.ServerDown:
		return c.req.Kind == core.KindLogin || c.req.Kind == core.KindStepUp
	}
	return false
}

// Digits shows the answer that did not get through as digits.
func (c *Challenge) Digits() {
	c.app.do(func() {
		if c.mayDigits() && c.app.top() == page(c) {
			c.toDigits(c.said, c.typed, c.why)
		}
	})
}

func (c *Challenge) toDigits(d core.Decision, match string, why core.Why) {
	c.sending, c.said, c.why, c.problem = true, d, why, nil
	c.app.seen[c.req.ID] = true
	make := func(ctx context.Context) (string, error) {
		return c.app.phone.Inbox.Digits(ctx, c.req.ID, d, match, why)
	}
	work(c.app, make, func(digits string, err error) {
		c.sending = false
		switch {
		case !c.app.on(c):
		case err != nil:
			c.failed(err)
		default:
			c.app.swap(c, &Offline{app: c.app, asked: c, digits: digits})
		}
	})
}
