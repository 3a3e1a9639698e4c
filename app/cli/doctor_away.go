package main

import (
	"context"

	"kauth/app/wire"
	"kauth/core"
	"kauth/core/checkup"
	"kauth/core/wake"
)

// away tells whether requests come while nobody looks. It asks no push service: what it
// tells is as the app left it, which cannot run while the doctor has the vault open.
func (c *doctor) away(ctx context.Context, phone *wire.Phone, all []core.Account, names map[core.AccountID]string) {
	if ask := c.p.machine.restricted; ask != nil {
		if is, err := ask(ctx); err == nil && is {
			c.noteOf("background", string(checkup.Restricted), false,
				"The system lets kAuth do nothing in the background: requests come while it is open. Allow it in the system's settings.")
		}
	}
	for _, a := range all {
		if a.State == core.Active && a.Device != nil {
			c.woken(names[a.ID], phone.Standing(a.ID))
		}
	}
}

func (c *doctor) woken(name string, s wake.Standing) {
	cause := checkup.Woken(s.State)
	// That nothing wakes it is no fault: who uses only this command has no such thing.
	c.noteOf("wakeups", string(cause), cause != checkup.WakeGone, "%s: %s", name, waking(s))
}

func waking(s wake.Standing) string {
	switch {
	case s.State == wake.Stands:
		return "requests wake kAuth through " + s.Service + "."
	case s.State == wake.Gone:
		return "the push service " + s.Service + " wakes kAuth no more. Open kAuth: it asks for another registration."
	case s.State == wake.Failed && s.Why == core.WakeUntold:
		return "its server does not know how to wake kAuth. Open kAuth: it says so again."
	case s.State == wake.Failed:
		return "the push service " + s.Service + " does not wake kAuth. Open kAuth, and look at the wake-ups in its settings."
	}
	return "requests come while kAuth is open; nothing wakes it."
}
