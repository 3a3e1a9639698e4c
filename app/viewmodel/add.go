package viewmodel

import (
	"context"
	"strings"

	"kauth/core"
	"kauth/core/link"
)

// Add is the last look at an account before it is added: whose it is, which
// server, and what this phone will be called there.
type Add struct {
	app     *App
	offer   *link.Offer   // a linked account
	account *core.Account // or one that has codes alone
	busy    bool
	problem *Problem
}

// ConfirmState shows it.
type ConfirmState struct {
	Title    string // the account: "anna@example.ch"
	Issuer   string
	Identity string // for the avatar: what its letters and colour come from
	Server   string // host and port; "" for an account that has codes alone
	Phone    string // what this phone will be called
	Busy     bool
	Problem  *Problem
	Final    bool // the problem cannot be mended here: a new code is needed
}

// Screen names it.
func (ConfirmState) Screen() string { return "confirm" }

func (c *Add) state() State {
	s := ConfirmState{Busy: c.busy, Problem: c.problem}
	if c.account != nil {
		s.Title, s.Issuer = c.account.Label, c.account.Issuer
		s.Identity = Identity(*c.account)
	} else {
		s.Title, s.Issuer, s.Server, s.Phone = c.offer.Account, c.offer.Issuer, host(c.offer.Origin), c.app.p.PhoneName
		s.Identity = s.Issuer + " " + s.Title
	}
	if s.Title == "" {
		s.Title = s.Issuer
	}
	if c.problem != nil {
		switch c.problem.Kind {
		case core.Offline, core.Slow, core.ServerDown, core.RateLimited, core.StorageFull:
		default:
			s.Final = true
		}
	}
	return s
}

// Authorize adds the account.
func (c *Add) Authorize() {
	c.app.do(func() {
		if c.busy {
			return
		}
		c.busy, c.problem = true, nil
		work(c.app, c.add, c.added)
	})
}

func (c *Add) add(ctx context.Context) (core.Account, error) {
	if c.account != nil {
		return c.app.phone.Enroll.AddCodeOnly(*c.account)
	}
	return c.app.phone.Enroll.Begin(ctx, *c.offer)
}

func (c *Add) added(acc core.Account, err error) {
	c.busy = false
	if err != nil {
		c.problem = problem(err)
		return
	}
	c.app.enrolled(acc)
}

func (c *Add) back() {
	if !c.busy { // the phone may have registered: let it come to an end
		c.app.pop(c)
	}
}

// Cancel leaves without adding.
func (c *Add) Cancel() { c.app.Back() }

// enrolled is the one tail of all roads: digits, backup codes, accounts.
func (a *App) enrolled(acc core.Account) {
	a.home()
	switch {
	case acc.State == core.Unconfirmed:
		a.push(newDigits(a, acc))
	case acc.CodesWaiting:
		a.push(newCodes(a, acc))
	case acc.State == core.CodeOnly:
		a.say(ToastAdded)
	default:
		a.push(&Result{app: a, s: ResultState{What: ResultLinked, Label: acc.Label, Issuer: acc.Issuer}})
	}
}

// Identity is what an account's letters and colour come from: the same on every phone.
func Identity(a core.Account) string { return strings.TrimSpace(a.Issuer + " " + a.Label) }
