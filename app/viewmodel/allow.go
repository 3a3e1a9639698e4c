package viewmodel

import (
	"context"

	"kauth/core"
)

// NoticeLeave asks the person to let the system show the app's notices, where a system
// wants that: a phone.
type NoticeLeave interface {
	// Ask shows the system's own question, and waits until it is answered.
	Ask(ctx context.Context) error
	// Open shows the system's page where what was refused can be allowed.
	Open() error
}

// choiceAllow is the key of whether the person was asked: "asked"; "": not yet.
const choiceAllow = "notices.allow"

// Allow says why the app wants to show notices, before the system asks in its own words:
// what is refused there twice is refused for good.
type Allow struct {
	app     *App
	busy    bool
	problem *Problem
}

// AllowState shows it.
type AllowState struct {
	Barred  bool // only the system's settings can allow it now
	Busy    bool // the system asks
	Problem *Problem
}

// Screen names it.
func (AllowState) Screen() string { return "allow" }

func (w *Allow) state() State {
	return AllowState{Barred: w.app.leave == core.NoticesBarred, Busy: w.busy, Problem: w.problem}
}

// lookAtLeave asks the system how it stands: the person may have changed it there.
func (a *App) lookAtLeave() {
	if a.p.Leave == nil || a.p.Notices == nil {
		return
	}
	work(a, a.p.Notices.Facts, func(f core.NoticeFacts, err error) {
		if err != nil {
			return
		}
		was := a.leave
		a.leave = f.Leave
		if w, ok := a.top().(*Allow); ok && f.Leave == core.NoticesAllowed {
			a.pop(w)
		}
		if c, ok := a.top().(*Check); ok && f.Leave != was {
			c.again() // it leads here, and back
		}
	})
}

// wantsLeave: requests reach this phone, and the system would show nothing of them.
func (a *App) wantsLeave() bool {
	if a.p.Leave == nil || a.leave == core.NoticesAllowed || a.phone == nil || a.p.Settings.String(choiceNotices) == "off" {
		return false
	}
	for i := range a.accounts {
		if a.accounts[i].State == core.Active && a.accounts[i].Device != nil {
			return true
		}
	}
	return false
}

// offerAllow asks once, when the first account is linked and the person is back on the
// list: before that there is nothing to be told of.
func (a *App) offerAllow() {
	if a.leave != core.NoticesToAsk || !a.front || !a.wantsLeave() || a.p.Settings.String(choiceAllow) != "" {
		return
	}
	if _, home := a.top().(*Home); home {
		a.p.Settings.SetString(choiceAllow, "asked")
		a.openAllow()
	}
}

func (a *App) openAllow() {
	if a.p.Leave != nil {
		a.push(&Allow{app: a})
	}
}

// Go has the system ask, or opens its page where it asks no more.
func (w *Allow) Go() {
	w.app.do(func() {
		switch {
		case w.busy:
		case w.app.leave == core.NoticesBarred:
			leave := w.app.p.Leave
			work(w.app, func(context.Context) (struct{}, error) { return struct{}{}, leave.Open() }, func(_ struct{}, err error) {
				w.problem = problem(err)
			})
		default:
			w.ask()
		}
	})
}

func (w *Allow) ask() {
	w.busy, w.problem = true, nil
	a := w.app
	work(a, func(ctx context.Context) (core.NoticeFacts, error) {
		_ = a.p.Leave.Ask(ctx) // whatever was said: how it stands now is what counts
		return a.p.Notices.Facts(ctx)
	}, func(f core.NoticeFacts, err error) {
		if w.busy = false; err != nil {
			w.problem = problem(err)
			return
		}
		was := a.leave
		a.leave = f.Leave
		if f.Leave != core.NoticesBarred || was == core.NoticesBarred {
			a.pop(w) // who said no has said it: the list keeps a line about it
		}
	})
}

// Later leaves it as it is.
func (w *Allow) Later() { w.app.Back() }

// errand: the system's question, or its settings, are in front.
func (w *Allow) errand() bool { return true }

// noticesBanner says that requests are shown only while the app is open.
func (a *App) noticesBanner() []Banner {
	if !a.wantsLeave() {
		return nil
	}
	return []Banner{{Kind: BannerNotices}}
}

func (h *Home) openAllowed(Banner) { h.app.openAllow() }
