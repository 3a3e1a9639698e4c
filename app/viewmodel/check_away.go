package viewmodel

import (
	"context"

	"kauth/core"
	"kauth/core/checkup"
	"kauth/core/wake"
)

// Background is what the system lets the app do while nobody looks: platform/background.
type Background interface {
	Restricted(ctx context.Context) (bool, error)
	// Open shows the system's page where that is changed.
	Open() error
}

// wakes is how the wake-ups of the accounts stand together: checkup.WakeGone where one
// of them no longer wakes this device, checkup.None where all of them do.
func (a *App) wakes() checkup.Cause {
	if a.phone.Wakeups == nil {
		return checkup.OpenOnly
	}
	var states []wake.State
	for _, acc := range a.accounts {
		if acc.State == core.Active && acc.Device != nil {
			states = append(states, a.phone.Wakeups.Standing(acc.ID).State)
		}
	}
	return checkup.Woken(states...)
}

// openCause says whether requests are heard while nobody looks: a restriction first,
// since it stops wake-ups too; then what keeps running needs none.
func (a *App) openCause(ctx context.Context, wakes checkup.Cause, stays bool) checkup.Cause {
	if b := a.p.Restrictions; b != nil {
		if is, err := b.Restricted(ctx); err == nil && is {
			return checkup.Restricted
		}
	}
	tray := a.p.AlwaysAwake && a.trayHost(ctx)
	switch {
	case tray && stays, wakes == checkup.None:
		return checkup.None
	case wakes == checkup.WakeGone:
		return checkup.WakeGone
	case tray:
		return checkup.Closes
	}
	return checkup.OpenOnly
}

// wakeAgain has new registrations made, and looks again.
func (c *Check) wakeAgain() {
	if w := c.app.phone.Wakeups; w != nil {
		w.Again()
	}
	c.look()
}

// wakesChanged looks again where the registrations stand otherwise than they did: a
// service and a server answer a while after they were asked.
func (c *Check) wakesChanged() {
	if c.verdict != nil && c.wakes != c.app.wakes() {
		c.look()
	}
}

// openSystem shows the system's page about what runs in the background.
func (c *Check) openSystem() {
	b := c.app.p.Restrictions
	if b == nil {
		return
	}
	work(c.app, func(context.Context) (struct{}, error) { return struct{}{}, b.Open() }, func(_ struct{}, err error) {
		if err != nil {
			c.app.push(&Trouble{app: c.app, problem: problem(err)})
		}
	})
}
