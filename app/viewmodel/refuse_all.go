package viewmodel

import (
	"context"
	"time"
)

// RefuseAll refuses all that wait, and has requests rest for an hour.
func (c *Challenge) RefuseAll() {
	c.app.do(func() {
		if !c.armed || c.sending || c.app.top() != page(c) || !c.app.phone.Inbox.Many() {
			return
		}
		c.sending, c.problem = true, nil
		c.app.refuseAll(func() {
			c.sending = false
			c.app.pop(c)
			c.app.home()
		})
	})
}

// RefuseAll is Challenge.RefuseAll, before the lock.
func (d *Door) RefuseAll() {
	d.app.do(func() {
		v := &d.visitor
		if !v.armed || v.sending || d.busy || v.id == "" || !d.app.phone.Inbox.Many() {
			return
		}
		v.sending, v.problem = true, nil
		d.app.refuseAll(func() {
			d.visitor = visitor{}
			d.tell(ResultDenied)
		})
	})
}

// refuseAll does not tell of a NO that did not get through: it is sent again while there
// is time, and the request is not shown any more.
func (a *App) refuseAll(then func()) {
	for _, c := range a.waiting() {
		a.seen[c.ID] = true
	}
	work(a, a.phone.Inbox.RefuseAll, func(int, error) { then() })
}

// restingBanner says until when requests rest.
func (a *App) restingBanner() []Banner {
	until := a.phone.Inbox.Resting()
	if until.IsZero() {
		return nil
	}
	return []Banner{{Kind: BannerResting, Until: until.Truncate(time.Second)}}
}

// openResting ends it: what waits is shown.
func (h *Home) openResting(Banner) {
	work(h.app, func(context.Context) (struct{}, error) { return struct{}{}, h.app.phone.Inbox.Resume() }, func(_ struct{}, err error) {
		if err != nil {
			h.app.push(&Trouble{app: h.app, problem: problem(err)})
			return
		}
		h.app.openWaiting()
	})
}
