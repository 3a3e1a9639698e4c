package viewmodel

import (
	"context"
	"net/url"
	"strings"

	"kauth/core"
	"kauth/core/enroll"
	"kauth/core/link"
)

// Server asks which server to log in at, from this device.
type Server struct {
	app     *App
	address string
	busy    bool
	problem *Problem
}

// ServerState shows it.
type ServerState struct {
	Address string // to begin with
	Busy    bool
	Problem *Problem
}

// Screen names it.
func (ServerState) Screen() string { return "server" }

func (s *Server) state() State {
	return ServerState{Address: s.address, Busy: s.busy, Problem: s.problem}
}

// Submit opens the system's browser at that server's Authorize page.
func (s *Server) Submit(address string) {
	s.app.do(func() {
		if s.busy {
			return
		}
		s.address = strings.TrimSpace(address)
		origin, err := originOf(s.address)
		if err != nil {
			s.problem = problem(err)
			return
		}
		s.busy, s.problem = true, nil
		ctx, cancel := context.WithTimeout(s.app.ctx, browserTime)
		work(s.app, func(context.Context) (*Away, error) { return s.app.goAway(ctx, cancel, origin) }, func(w *Away, err error) {
			s.busy = false
			switch {
			case err != nil:
				cancel()
				s.problem = problem(err)
			case !s.app.on(s):
				cancel()
			default:
				s.app.push(w)
				w.wait()
			}
		})
	})
}

// browserTime is how long the browser may take to come back.
const browserTime = enroll.AttemptTime

// originOf takes what a person types: with or without https://, with a path.
func originOf(address string) (string, error) {
	if !strings.Contains(address, "://") {
		address = "https://" + address
	}
	u, err := url.Parse(address)
	if err != nil || u.Host == "" {
		return "", core.E("viewmodel.originOf", core.Malformed, err)
	}
	origin := u.Scheme + "://" + strings.ToLower(u.Host)
	return origin, link.CheckOrigin(origin)
}

// Away waits for the person to come back from the browser.
type Away struct {
	app      *App
	origin   string
	attempt  enroll.Attempt
	callback <-chan url.Values
	ctx      context.Context
	cancel   context.CancelFunc
	busy     bool
	problem  *Problem
}

// BrowserState shows it.
type BrowserState struct {
	Server  string
	Address string // to copy, where no browser opened
	Busy    bool   // back from the browser, adding the account
	Problem *Problem
	Toast   Toast
}

// Screen names it.
func (BrowserState) Screen() string { return "browser" }

func (w *Away) state() State {
	return BrowserState{Server: host(w.origin), Address: w.attempt.URL, Busy: w.busy, Problem: w.problem, Toast: w.app.toast}
}

func (a *App) goAway(ctx context.Context, cancel context.CancelFunc, origin string) (*Away, error) {
	redirect, callback, err := a.p.Browser.Listen(ctx)
	if err != nil {
		return nil, err
	}
	attempt, err := a.phone.Enroll.Login(ctx, origin, redirect)
	if err != nil {
		return nil, err
	}
	if err := a.keepAttempt(attempt); err != nil {
		return nil, err
	}
	w := &Away{app: a, origin: origin, attempt: attempt, callback: callback, ctx: ctx, cancel: cancel}
	if err := a.p.Browser.Open(attempt.URL); err != nil {
		w.problem = problem(err) // the address can still be copied
	}
	return w, nil
}

// wait takes what the browser brings and adds the account.
func (w *Away) wait() {
	work(w.app, func(context.Context) (url.Values, error) {
		select {
		case v := <-w.callback:
			return v, nil
		case <-w.ctx.Done():
			return nil, core.E("viewmodel.wait", core.Expired, errNoBrowser)
		}
	}, func(v url.Values, err error) {
		if !w.app.on(w) {
			return
		}
		switch {
		case w.busy: // it came back on the other road
		case err != nil:
			w.problem = problem(err)
		default:
			w.finish(v)
		}
	})
}

func (w *Away) finish(v url.Values) {
	w.busy, w.problem = true, nil
	finish := func(ctx context.Context) (core.Account, error) {
		return w.app.phone.Enroll.FinishLogin(ctx, w.attempt, v)
	}
	work(w.app, finish, func(acc core.Account, err error) {
		w.busy = false
		if err != nil {
			w.problem = problem(err)
			return
		}
		w.cancel()
		w.app.enrolled(acc, false)
	})
}

// OpenAgain opens the browser again.
func (w *Away) OpenAgain() {
	w.app.do(func() {
		w.problem = problem(w.app.keepAttempt(w.attempt)) // it may have been used up
		if w.problem == nil {
			w.problem = problem(w.app.p.Browser.Open(w.attempt.URL))
		}
	})
}

// CopyAddress copies the address, for a browser that did not open.
func (w *Away) CopyAddress() {
	w.app.do(func() {
		w.app.p.Clipboard.SetText(w.attempt.URL)
		w.app.say(ToastCopied)
	})
}

func (w *Away) back() {
	if !w.busy {
		w.cancel()
		w.app.dropAttempt()
		w.app.pop(w)
	}
}

// errand: the person is in the browser, and comes back.
func (w *Away) errand() bool { return true }

func (w *Away) forget() { w.cancel() }

// Cancel gives up waiting.
func (w *Away) Cancel() { w.app.Back() }
