package viewmodel

import (
	"context"
	"net/url"

	"kauth/core"
)

// signIn opens the browser at the account's own server.
func (g *Again) signIn() {
	g.busy, g.problem = true, nil
	ctx, cancel := context.WithTimeout(g.app.ctx, browserTime)
	id := g.account.ID
	work(g.app, func(context.Context) (*visit, error) {
		redirect, callback, err := g.app.p.Browser.Listen(ctx)
		if err != nil {
			return nil, err
		}
		attempt, err := g.app.phone.Enroll.LoginAgain(ctx, id, redirect)
		if err == nil {
			err = g.app.keepAttempt(attempt)
		}
		return &visit{attempt: attempt, callback: callback, ctx: ctx, cancel: cancel}, err
	}, func(v *visit, err error) {
		g.busy = false
		switch {
		case err != nil:
			cancel()
			g.problem = problem(err)
		case !g.app.on(g):
			cancel()
		default:
			g.visit = v
			g.problem = problem(g.app.p.Browser.Open(v.attempt.URL)) // the address can still be copied
			g.wait(v)
		}
	})
}

func (g *Again) wait(v *visit) {
	work(g.app, func(context.Context) (url.Values, error) {
		select {
		case back := <-v.callback:
			return back, nil
		case <-v.ctx.Done():
			return nil, core.E("viewmodel.wait", core.Expired, errNoBrowser)
		}
	}, func(back url.Values, err error) {
		switch {
		case g.visit != v || g.busy || !g.app.on(g): // given up, or back already
		case err != nil:
			g.forget()
			g.problem = problem(err)
		default:
			g.finish(v, back)
		}
	})
}

func (g *Again) finish(v *visit, back url.Values) {
	g.busy, g.problem = true, nil
	work(g.app, func(ctx context.Context) (core.Account, error) {
		return g.app.phone.Enroll.FinishLogin(ctx, v.attempt, back)
	}, func(acc core.Account, err error) {
		g.busy = false
		g.forget()
		g.linked(acc, err)
	})
}

// linked goes on with what a road ended in: the same account, or another one.
func (g *Again) linked(acc core.Account, err error) {
	switch {
	case err != nil:
		g.problem = problem(err)
		_ = g.app.reload() // what is kept of it shows as a step of this page
	case isOther(acc, g.account.ID):
		_ = g.app.reload()
		g.app.push(&Other{app: g.app, account: acc.Bare(), wanted: g.account})
	default:
		g.app.enrolled(acc, true)
	}
}

// isOther tells that what was linked is not the account that was to be linked again.
func isOther(acc core.Account, wanted core.AccountID) bool {
	return wanted != "" && acc.ID != wanted && acc.Replaces != wanted
}

// resume asks again for what the server could not be asked for before.
func (g *Again) resume() {
	g.busy, g.problem = true, nil
	work(g.app, g.app.phone.Enroll.Resume, func(_ []core.Account, err error) {
		g.busy = false
		g.problem = problem(err)
		_ = g.app.reload()
	})
}

// Other says that another account was signed in to than the one to be linked again.
type Other struct {
	app     *App
	account core.Account // that one: authorized, and not added
	wanted  core.Account
	busy    bool
	problem *Problem
}

// OtherState shows it.
type OtherState struct {
	Label, Identity, Title string
	Wanted                 string // whose requests stay off
	Busy                   bool
	Problem                *Problem
}

// Screen names it.
func (OtherState) Screen() string { return "other" }

func (o *Other) state() State {
	return OtherState{
		Label: o.account.Label, Title: o.account.Title(), Identity: Identity(o.account), Wanted: o.wanted.Label, Busy: o.busy, Problem: o.problem,
	}
}

// Add adds it as well.
func (o *Other) Add() {
	o.do(func(ctx context.Context) (core.Account, error) { return o.app.phone.Enroll.Settle(ctx, o.account.ID) },
		func(acc core.Account) { o.app.enrolled(acc, acc.Replaces != "") })
}

// Leave gives it up, on its server too, and goes back to the one that was wanted.
func (o *Other) Leave() { o.app.do(o.back) }

func (o *Other) back() {
	o.begin(func(ctx context.Context) (core.Account, error) {
		return core.Account{}, o.app.phone.Enroll.Abandon(ctx, o.account.ID)
	}, func(core.Account) {
		_ = o.app.reload()
		o.app.pop(o)
	})
}

func (o *Other) do(slow func(context.Context) (core.Account, error), after func(core.Account)) {
	o.app.do(func() { o.begin(slow, after) })
}

func (o *Other) begin(slow func(context.Context) (core.Account, error), after func(core.Account)) {
	if o.busy {
		return
	}
	o.busy, o.problem = true, nil
	work(o.app, slow, func(acc core.Account, err error) {
		if o.busy, o.problem = false, problem(err); err == nil && o.app.on(o) {
			after(acc)
		}
	})
}
