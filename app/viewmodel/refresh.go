package viewmodel

import (
	"context"
	"time"
)

// RefreshState says that the servers are being asked for requests, or were just now.
type RefreshState struct {
	Busy    bool
	At      time.Time // when the last answer came; zero: nothing to say
	Problem *Problem  // a server did not answer
}

const (
	checkLimit = 10 * time.Second // then it is slow, and said to be
	checkShown = 4 * time.Second  // how long it is said that it was done
)

// refresh asks every server now, and says so. The inbox is woken besides: what it waits
// with after an error ends.
func (a *App) refresh() {
	if a.l.check.Busy || a.phone == nil {
		return
	}
	a.l.checks++
	n := a.l.checks
	a.l.check = RefreshState{Busy: true}
	inbox := a.phone.Inbox
	inbox.Wake()
	ask := func(ctx context.Context) (struct{}, error) {
		ctx, cancel := context.WithTimeout(ctx, checkLimit)
		defer cancel()
		return struct{}{}, inbox.Refresh(ctx, 0)
	}
	work(a, ask, func(_ struct{}, err error) {
		a.l.check = RefreshState{At: a.p.Now(), Problem: problem(err)}
		a.later(checkShown, func() {
			if a.l.checks == n {
				a.l.check = RefreshState{}
			}
		})
	})
}

// Refresh asks every server now: the list was pulled down.
func (h *Home) Refresh() { h.app.do(h.app.refresh) }
