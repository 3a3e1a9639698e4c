package viewmodel

import (
	"context"

	"kauth/core"
)

// fingerAsk is how a Door asks for a finger or a face.
type fingerAsk struct {
	asked bool               // since the page came into sight
	stop  context.CancelFunc // while the system asks
}

// offersFinger tells whether a finger opens what is behind this door. To change the lock,
// or to give codes away, takes the PIN.
func (d *Door) offersFinger(f LockFacts) bool {
	p := d.app.phone
	return p != nil && p.Fingers != nil && f.Finger && d.ask(f) == AskPIN &&
		(d.purpose == DoorOpen || d.purpose == DoorYes)
}

// greet asks at once when the page comes into sight, and once: whoever turned back to the
// PIN is not asked again. The system's own page may cover the app while it asks.
func (d *Door) greet(inSight bool) {
	if !inSight && d.finger.stop == nil {
		d.finger.asked = false
	}
	if inSight && !d.finger.asked {
		d.askFinger()
	}
}

// Finger asks for a finger or a face.
func (d *Door) Finger() { d.app.do(d.askFinger) }

func (d *Door) askFinger() {
	a := d.app
	if d.busy || d.finger.stop != nil || !d.offersFinger(d.facts()) || !a.on(d) {
		return
	}
	d.wrong, d.problem = false, nil
	ctx, stop := context.WithCancel(a.ctx)
	d.finger.asked, d.finger.stop, a.prompts = true, stop, d
	shift, lock, fingers := a.shift.Load(), a.phone.Lock, a.phone.Fingers
	go func() {
		err := fingers.UnlockFinger(ctx)
		a.send(func() {
			stop()
			d.finger.stop = nil
			same := a.shift.Load() == shift
			switch {
			case same && a.on(d) && d.busy: // a PIN was typed meanwhile: that decides
			case same && a.on(d):
				d.fingered(err)
			case !same && err == nil:
				lock.Shut() // it was locked while the person was asked
			}
		})
	}()
}

func (d *Door) fingered(err error) {
	if err == nil && d.purpose == DoorOpen && d.app.facts().Shut {
		return // a wrong PIN came between, and shut it again
	}
	switch core.KindOf(err) {
	case "":
		clear(d.typed)
		d.typed, d.asked = nil, AskPIN
		d.app.given = newVigil(d.app.p.Now)
		d.opened()
		return
	case core.Cancelled, core.NotFound, core.Locked: // the PIN, or what Facts says
	default:
		d.problem = problem(err)
	}
	if d.purpose != DoorOpen && d.app.facts().Shut {
		d.app.shutOut() // it was shut meanwhile
	}
}

// stopFinger takes the system's prompt away.
func (d *Door) stopFinger() {
	if d.finger.stop != nil {
		d.finger.stop()
	}
}

// errand: below Android 9 the system asks on a page of its own.
func (d *Door) errand() bool { return d.finger.stop != nil }

// dismiss takes the system's prompt away where its page has gone.
func (a *App) dismiss() {
	if a.prompts != nil && !a.on(a.prompts) {
		a.prompts.stopFinger()
		a.prompts = nil
	}
}
