package viewmodel

import (
	"context"
	"net/url"
	"strings"

	"kauth/core"
	"kauth/core/api"
	"kauth/core/enroll"
)

// Attempts keeps the log in that is in the browser: see enroll.Attempts.
type Attempts interface {
	Keep(a enroll.Attempt) error
	Take(redirect string) (enroll.Attempt, error)
	Drop() error
}

// keepAttempt keeps a log in whose way back opens the app anew: it may be another process
// by then, or one that has locked meanwhile.
func (a *App) keepAttempt(at enroll.Attempt) error {
	if a.phone.Attempts == nil || !strings.HasPrefix(at.Redirect, api.RedirectApp) {
		return nil
	}
	return a.phone.Attempts.Keep(at)
}

// dropAttempt forgets a log in that its person gave up: a page that is still open in the
// browser brings nothing any more.
func (a *App) dropAttempt() {
	if a.phone != nil && a.phone.Attempts != nil {
		_ = a.phone.Attempts.Drop() // what stays is of no use to anybody in ten minutes
	}
}

// cameBack takes what the browser came back with where that opens the app, and tells
// whether text is of that kind. Any app and any page can send one: what comes to an
// address that nobody waits at changes nothing.
func (a *App) cameBack(text string) bool {
	if !strings.HasPrefix(text, api.RedirectApp) {
		return false
	}
	redirect, query, _ := strings.Cut(text, "?")
	back, err := url.ParseQuery(query)
	attempts := a.phone.Attempts
	if err != nil || attempts == nil {
		return true
	}
	work(a, func(context.Context) (enroll.Attempt, error) { return attempts.Take(redirect) }, func(at enroll.Attempt, err error) {
		switch core.KindOf(err) {
		case "":
			a.finishAttempt(at, back)
		case core.NotFound:
		default:
			a.dropVisits(redirect)
			a.push(&Server{app: a, address: at.Origin, problem: problem(err)})
		}
	})
	return true
}

// finishAttempt goes on with the page that waits, or with a new one after a restart.
func (a *App) finishAttempt(at enroll.Attempt, back url.Values) {
	for _, s := range a.stack {
		switch p := s.page.(type) {
		case *Away:
			if p.attempt.Redirect == at.Redirect {
				p.finish(back)
				return
			}
		case *Again:
			if p.visit != nil && p.visit.attempt.Redirect == at.Redirect {
				p.finish(p.visit, back)
				return
			}
		}
	}
	ctx, cancel := context.WithCancel(a.ctx)
	if acc, ok := a.account(at.Again); ok {
		g := &Again{app: a, account: acc.Bare(), visit: &visit{attempt: at, ctx: ctx, cancel: cancel}}
		a.push(g)
		g.finish(g.visit, back)
		return
	}
	w := &Away{app: a, origin: at.Origin, attempt: at, ctx: ctx, cancel: cancel}
	a.push(w)
	w.finish(back)
}

// dropVisits takes the page off that waits at an address that nothing comes to any more.
func (a *App) dropVisits(redirect string) {
	for _, s := range a.stack {
		if w, ok := s.page.(*Away); ok && w.attempt.Redirect == redirect {
			w.cancel()
			a.pop(w)
			return
		}
	}
}
