package viewmodel

import (
	"context"
	"strings"
	"time"

	"kauth/core"
	"kauth/core/challenge"
)

// Challenge is one sign-in request: YES or NO, or the number to type.
type Challenge struct {
	app     *App
	req     core.Challenge
	account core.Account
	typed   string
	armed   bool
	arms    int // times that it came up
	sending bool
	said    core.Decision // what is being sent
	why     core.Why
	problem *Problem
	end     challenge.Ended // how it ended, where the inbox has said so
	newer   bool            // it took the place of one that the page asked before
}

// newChallenge shows a request. Its buttons take no tap for the first 500 ms: the
// thumb may have been resting where they appear.
func newChallenge(a *App, c core.Challenge) *Challenge {
	p := &Challenge{app: a, req: c}
	acc, _ := a.account(c.Account)
	p.account = acc.Bare()
	p.rearm()
	return p
}

func (c *Challenge) rearm() {
	c.armed = false
	c.arms++
	n := c.arms
	c.app.later(armTime, func() { c.armed = c.armed || c.arms == n })
}

// ChallengeState shows it.
type ChallengeState struct {
	Account  string // whose: "anna@example.ch"
	Issuer   string
	Site     string // who asks: "Manager", on which site
	Agent    string
	Device   string // "computer", "phone", "tablet"
	Place    string
	IP       string
	Asked    time.Time
	To       string // a move: the new phone; "" for a sign-in
	Match    bool   // type the number; otherwise YES or NO
	Digits   int
	Typed    string
	Left     time.Duration
	Fraction float64
	Waiting  int  // how many requests wait, this one too
	Many     bool // they come too often: all can be refused at once
	Newer    bool // the page asked again while another one was shown
	Armed    bool
	Sending  bool
	Said     core.Decision
	Problem  *Problem // the answer did not get through: it can be sent again
	Scanned  bool     // it was read from a QR code: the answer is digits to type
	ByDigits bool     // with Problem: digits can be typed instead
}

// Screen names it.
func (ChallengeState) Screen() string { return "challenge" }

func (c *Challenge) state() State {
	x := c.req.Context
	left := max(c.app.phone.Inbox.Remaining(c.req), 0)
	s := ChallengeState{
		Account: c.account.Label, Issuer: c.account.Title(), Site: x.App, Agent: x.Agent, Device: x.DeviceType,
		Place: x.Place, IP: x.IP, Asked: x.At, To: x.To, Match: c.req.Mode == core.Match, Digits: c.req.Digits, Typed: c.typed,
		Left: (left + time.Second - 1).Truncate(time.Second), Waiting: len(c.app.waiting()), Newer: c.newer,
		Many:  c.app.phone.Inbox.Many(),
		Armed: c.armed, Sending: c.sending, Said: c.said, Problem: c.problem,
		Scanned: c.byDigits(), ByDigits: c.mayDigits(),
	}
	if whole := c.req.Expires.Sub(c.req.Issued); whole > 0 {
		s.Fraction = min(float64(s.Left)/float64(whole), 1)
	}
	return s
}

// Yes approves.
func (c *Challenge) Yes() {
	c.app.do(func() {
		if c.req.Mode == core.Confirm {
			c.yes()
		}
	})
}

// yes approves, once the PIN was given where it is asked for.
func (c *Challenge) yes() {
	if !c.armed || c.sending || c.app.top() != page(c) {
		return
	}
	send := func() { c.send(core.Approve, c.typed, "") }
	if !c.app.asksBeforeYes(c.account) {
		send()
		return
	}
	c.app.push(&Door{app: c.app, purpose: DoorYes, then: send, cancel: func() { c.typed = "" }})
}

// No refuses; on a typed-number request to sign in it says "this is not me" as well.
func (c *Challenge) No() {
	c.app.do(func() { c.send(core.Deny, "", whyNot(c.req)) })
}

// whyNot is what a NO says besides. Who refuses to move may have changed their mind: that
// it was somebody else is said afterwards.
func whyNot(c core.Challenge) core.Why {
	if c.Mode == core.Match && c.Kind != core.KindMove {
		return core.NotMe
	}
	return ""
}

// Digit types one digit; the last one sends the number. One that comes too early was meant
// for what was there before, and so may be the next: the 500 ms begin again.
func (c *Challenge) Digit(d rune) {
	c.app.do(func() {
		if !c.armed && !c.sending {
			c.rearm()
			return
		}
		if c.sending || c.req.Mode != core.Match || len(c.typed) >= c.req.Digits || !strings.ContainsRune("0123456789", d) {
			return
		}
		c.typed += string(d)
		if len(c.typed) == c.req.Digits {
			c.yes()
		}
	})
}

// Delete takes the last digit back.
func (c *Challenge) Delete() {
	c.app.do(func() {
		if !c.sending && c.typed != "" {
			c.typed = c.typed[:len(c.typed)-1]
		}
	})
}

// Retry sends the same answer again.
func (c *Challenge) Retry() {
	c.app.do(func() {
		if c.said == core.Approve {
			c.send(core.Approve, c.typed, "")
		} else if c.said == core.Deny {
			c.send(core.Deny, "", c.why)
		}
	})
}

// back puts the request aside: it still waits, and the banner leads to it.
func (c *Challenge) back() {
	if !c.sending {
		c.app.seen[c.req.ID] = true
		c.app.pop(c)
	}
}

func (c *Challenge) send(d core.Decision, match string, why core.Why) {
	if !c.armed || c.sending || c.app.top() != page(c) {
		return // a tap that was meant for a page which has gone
	}
	if c.byDigits() {
		c.toDigits(d, match, why)
		return
	}
	c.sending, c.said, c.why, c.problem = true, d, why, nil
	c.app.seen[c.req.ID] = true
	answer := func(ctx context.Context) (core.Outcome, error) {
		return c.app.phone.Inbox.Answer(ctx, c.req.ID, d, match, why)
	}
	work(c.app, answer, func(o core.Outcome, err error) {
		c.sending = false
		if o == "" && err != nil {
			c.failed(err)
			return
		}
		c.ended(o)
	})
}

func (c *Challenge) failed(err error) {
	switch core.KindOf(err) {
	case core.Offline, core.Slow, core.ServerDown, core.RateLimited, core.StorageFull, core.StorageDenied, core.SignerBusy:
		c.problem = problem(err) // nothing was sent, and there is time to try again
	case core.Expired:
		c.ended(core.TimedOut)
	case core.Mismatch:
		c.ended(core.WrongNumber)
	case core.AlreadyDone:
		c.ended(core.AnsweredOther)
	default:
		c.app.swap(c, &Result{app: c.app, account: c.account, s: ResultState{What: ResultFailed, Problem: problem(err), Label: c.account.Label}})
	}
}

// expire ends a request whose time is over.
func (c *Challenge) expire() {
	if !c.sending && c.app.phone.Inbox.Remaining(c.req) <= 0 {
		c.ended(core.TimedOut)
	}
}
