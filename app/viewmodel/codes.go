package viewmodel

import (
	"context"
	"fmt"
	"io"
	"strings"

	"kauth/core"
)

// Codes shows an account's backup codes, once.
type Codes struct {
	app     *App
	account core.Account
	codes   []string
	kept    bool
	busy    bool
	problem *Problem
	gone    bool
}

func newCodes(a *App, acc core.Account) *Codes {
	c := &Codes{app: a, account: acc.Bare()}
	c.load()
	return c
}

// CodesState shows them.
type CodesState struct {
	Label   string
	Codes   []string
	Kept    bool // "I keep them in a safe place" is ticked
	Busy    bool
	Problem *Problem
	Gone    bool // they were shown before, or their time is over: a new set is on the server's page
	Toast   Toast
}

// Screen names it.
func (CodesState) Screen() string { return "codes" }

func (c *Codes) state() State {
	return CodesState{
		Label: c.account.Label, Codes: c.codes, Kept: c.kept, Busy: c.busy,
		Problem: c.problem, Gone: c.gone, Toast: c.app.toast,
	}
}

func (c *Codes) load() {
	c.busy, c.problem = true, nil
	get := func(ctx context.Context) ([]string, error) {
		return c.app.phone.Enroll.RecoveryCodes(ctx, c.account.ID)
	}
	work(c.app, get, func(codes []string, err error) {
		c.busy, c.codes, c.problem = false, codes, problem(err)
		if err == nil && len(codes) == 0 { // nothing waits: seen before, or too late
			c.gone = true
		}
		switch core.KindOf(err) {
		case core.Expired, core.NotFound, core.AlreadyDone:
			c.gone = true
		}
	})
}

// Retry asks for them again.
func (c *Codes) Retry() {
	c.app.do(func() {
		if !c.busy {
			c.load()
		}
	})
}

// Copy puts all of them on the clipboard.
func (c *Codes) Copy() {
	c.app.do(func() {
		c.app.copySecret(strings.Join(c.codes, "\n"))
	})
}

// CodesFile is the name to offer for a file that keeps the codes.
const CodesFile = "kauth-backup-codes.txt"

func (c *Codes) text() string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s\n%s\n\n", c.account.Issuer, c.account.Label)
	for i, code := range c.codes {
		fmt.Fprintf(&b, "%2d  %s\n", i+1, code)
	}
	return b.String()
}

// Save writes them to a file that the person chose; w is closed.
func (c *Codes) Save(w io.WriteCloser) {
	c.app.do(func() {
		if !c.app.keeps(c, w) {
			return
		}
		text := c.text()
		work(c.app, func(context.Context) (struct{}, error) {
			_, err := io.WriteString(w, text)
			if e := w.Close(); err == nil {
				err = e
			}
			return struct{}{}, err
		}, func(_ struct{}, err error) {
			if err != nil {
				c.problem = &Problem{Kind: core.StorageDenied, Detail: err.Error()}
				return
			}
			c.app.say(ToastSaved)
		})
	})
}

func (c *Codes) forget() { c.codes = nil }

// Keep ticks "I keep them in a safe place".
func (c *Codes) Keep(kept bool) { c.app.do(func() { c.kept = kept }) }

// Done tells the server that they were seen, and goes to the accounts.
func (c *Codes) Done() {
	c.app.do(func() {
		if c.busy || !c.kept && !c.gone {
			return
		}
		c.busy = true
		tell := func(ctx context.Context) (struct{}, error) {
			return struct{}{}, c.app.phone.Enroll.CodesKept(ctx, c.account.ID)
		}
		work(c.app, tell, func(_ struct{}, err error) {
			c.busy = false
			if err != nil && !c.gone {
				c.problem = problem(err)
				return
			}
			c.app.home()
		})
	})
}

// back leaves them waiting: they are offered again until they were kept.
func (c *Codes) back() {
	if !c.busy {
		c.app.pop(c)
		_ = c.app.reload() // only to offer them again; an unreadable vault is told elsewhere
	}
}
