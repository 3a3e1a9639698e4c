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
	offer   *link.Offer    // a linked account
	account *core.Account  // or one that has codes alone
	again   core.AccountID // the account that is to be linked again; "" for a new one
	begun   core.AccountID // stored, while the server could not be asked
	text    string         // the code's
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
	Other    string // the account that was to be linked again, where this is evidently another
	Final    bool   // the problem cannot be mended here: a new code is needed
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
		s.Other = c.other()
	}
	if s.Title == "" {
		s.Title = s.Issuer
	}
	if c.problem != nil {
		switch c.problem.Kind {
		case core.Offline, core.Slow, core.ServerDown, core.RateLimited, core.StorageFull, core.SignerBusy:
		default:
			s.Final = true
		}
	}
	return s
}

// Authorize adds the account.
func (c *Add) Authorize() {
	c.app.do(func() {
		if c.busy || !c.app.on(c) { // it may be sliding out
			return
		}
		if c.other() != "" {
			c.again = "" // the person has read it, and adds it as well
		}
		c.busy, c.problem = true, nil
		work(c.app, c.add, c.added)
	})
}

func (c *Add) add(ctx context.Context) (core.Account, error) {
	enroll := c.app.phone.Enroll
	switch {
	case c.account != nil:
		return enroll.AddCodeOnly(*c.account)
	case c.begun == "":
		if c.again != "" {
			return enroll.BeginAgain(ctx, c.again, *c.offer)
		}
		return enroll.Begin(ctx, *c.offer)
	}
	// The link code works for one key alone: ask again with the one that was stored.
	_, failed := enroll.Resume(ctx)
	accounts, err := c.app.phone.Accounts.Accounts()
	if err != nil {
		return core.Account{}, err
	}
	for _, a := range accounts {
		switch {
		case a.ID != c.begun:
		case a.State == core.Registering && failed == nil:
			return a, core.E("viewmodel.add", core.Offline, nil)
		case a.State == core.Registering:
			return a, failed
		default:
			return a, nil
		}
	}
	return core.Account{}, core.E("viewmodel.add", core.LinkExpired, failed)
}

func (c *Add) added(acc core.Account, err error) {
	c.busy = false
	if err != nil {
		c.begun, c.problem = acc.ID, problem(err)
		return
	}
	c.forget()
	if isOther(acc, c.again) {
		wanted, _ := c.app.account(c.again)
		_ = c.app.reload()
		c.app.replace(&Other{app: c.app, account: acc.Bare(), wanted: wanted.Bare()})
		return
	}
	c.app.enrolled(acc, acc.Replaces != "")
}

// other is the account that was to be linked again, where the code says of itself that it
// is for another. What a code does not say is found out once its server has answered.
func (c *Add) other() string {
	wanted, ok := c.app.account(c.again)
	if !ok || c.offer.Origin == wanted.Server() && (c.offer.Account == "" || strings.EqualFold(c.offer.Account, wanted.Label)) {
		return ""
	}
	return wanted.Label
}

// forget keeps of what was read no more than there is to show.
func (c *Add) forget() {
	if c.account != nil {
		bare := c.account.Bare()
		c.account = &bare
	}
}

func (c *Add) back() {
	if c.busy { // the phone may have registered: let it come to an end
		return
	}
	c.app.pop(c)
	if c.begun == "" {
		return
	}
	give := func(ctx context.Context) (struct{}, error) {
		return struct{}{}, c.app.phone.Enroll.Abandon(ctx, c.begun)
	}
	work(c.app, give, func(struct{}, error) {
		switch c.app.top().(type) {
		case *Home, *Welcome:
			c.app.home() // its row goes
		default:
			_ = c.app.reload()
		}
	})
}

// Cancel leaves without adding.
func (c *Add) Cancel() { c.app.Back() }

// enrolled is the one tail of all roads: digits, backup codes, accounts. again tells an
// account that was here before, and that requests reach again.
func (a *App) enrolled(acc core.Account, again bool) {
	if acc.State == core.CodeOnly && a.added() {
		_ = a.reload() // the list behind shows what went wrong, if something did
		a.say(ToastAdded)
		return
	}
	a.home()
	switch {
	case acc.State == core.Unconfirmed:
		a.behind(a.unfinished(acc))
	case acc.CodesWaiting:
		a.behind(newCodes(a, acc))
	case acc.State == core.CodeOnly:
		a.say(ToastAdded)
	case again:
		a.behind(&Result{app: a, s: ResultState{What: ResultAgain, Label: acc.Label, Issuer: acc.Issuer}})
	default:
		a.behind(&Result{app: a, s: ResultState{What: ResultLinked, Label: acc.Label, Issuer: acc.Issuer}})
	}
}

// Identity is what an account's letters and colour come from: the same on every phone.
func Identity(a core.Account) string { return strings.TrimSpace(a.Issuer + " " + a.Label) }
