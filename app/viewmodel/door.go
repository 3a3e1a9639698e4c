package viewmodel

import (
	"time"

	"kauth/core"
)

// Door asks for the PIN or the passphrase: before the accounts, and again before what
// must be the person's own.
type Door struct {
	app     *App
	purpose DoorPurpose
	recover bool   // it takes the recovery passphrase
	then    func() // what waits behind it, but for DoorOpen
	cancel  func() // what is done when the person turns back; may be nil

	typed   []byte // the PIN so far
	asked   string // what the last try was
	before  LockFacts
	busy    bool
	slow    bool // busy for so long that it must be seen
	tries   int
	wrong   bool
	problem *Problem
	visitor visitor
	ends    int // of requests at the door
	finger  fingerAsk
}

// DoorPurpose is what the PIN is asked for.
type DoorPurpose string

// The purposes.
const (
	DoorOpen   DoorPurpose = ""
	DoorYes    DoorPurpose = "yes"    // to answer YES
	DoorChange DoorPurpose = "change" // to choose another lock
	DoorOff    DoorPurpose = "off"    // to take the lock off
	DoorLeave  DoorPurpose = "leave"  // to show codes to another app
)

// The kinds of secret that a Door takes.
const (
	AskPIN        = "pin"
	AskPassphrase = "passphrase"
	AskRecovery   = "recovery"
)

// MaxTries is how many wrong PINs there may be before only the recovery passphrase opens.
const MaxTries = 10

// busyTime passes before work under way is shown: less would only flicker.
const busyTime = 300 * time.Millisecond

// Digit types one digit of the PIN; the last one tries it, where their number is known.
func (d *Door) Digit(c rune) {
	d.app.do(func() {
		f := d.app.facts()
		if d.shut(f) || d.ask(f) != AskPIN || c < '0' || c > '9' || len(d.typed) >= MaxPIN {
			return
		}
		d.typed, d.wrong, d.problem = typed(d.typed, c), false, nil
		if len(d.typed) == f.Digits {
			d.try(d.typed)
		}
	})
}

func (d *Door) shut(f LockFacts) bool { return d.busy || d.wait(f) > 0 || !d.app.on(d) }

// Delete takes the last digit back.
func (d *Door) Delete() {
	d.app.do(func() {
		if n := len(d.typed); !d.busy && n > 0 {
			d.typed[n-1] = 0
			d.typed = d.typed[:n-1]
		}
	})
}

// Enter tries the PIN as it is.
func (d *Door) Enter() {
	d.app.do(func() {
		if f := d.app.facts(); !d.shut(f) && len(d.typed) >= MinPIN {
			d.try(d.typed)
		}
	})
}

// Submit tries a passphrase.
func (d *Door) Submit(passphrase string) {
	d.app.do(func() {
		if passphrase != "" && !d.shut(d.app.facts()) {
			d.try([]byte(passphrase))
		}
	})
}

// try wipes secret when it is done.
func (d *Door) try(secret []byte) {
	d.stopFinger()
	d.before = d.app.facts()
	d.busy, d.wrong, d.problem, d.asked = true, false, nil, d.ask(d.before)
	d.tries++
	n := d.tries
	d.app.later(busyTime, func() { d.slow = d.busy && d.tries == n })
	if d.app.phone == nil {
		d.app.openWith(secret, d.tried)
		return
	}
	d.app.unlock(secret, d.tried)
}

func (d *Door) tried(err error) {
	d.busy, d.slow, d.typed = false, false, nil
	if err != nil && d.purpose == DoorOpen && d.app.phone != nil && !d.app.facts().Shut {
		d.app.phone.Lock.Shut() // a finger was known while a wrong one was tried: the prompt was put away by it
	}
	switch core.KindOf(err) {
	case "":
		d.opened()
	case core.WrongPass:
		d.wrong = true
	case core.RateLimited: // the wait is shown
	default:
		d.problem = problem(err)
	}
	if d.purpose != DoorOpen && d.app.facts().Shut {
		d.app.shutOut() // it was shut meanwhile
	}
}

func (d *Door) opened() {
	switch {
	case d.app.phone == nil: // openWith goes on
	case d.purpose != DoorOpen:
		d.app.watch()
		d.app.pop(d)
		d.then()
	default:
		d.app.enter()
		if d.asked == AskRecovery {
			d.app.behind(&NewPIN{app: d.app}) // the old one is forgotten
		}
	}
}

// canLeave: what was asked for can be left alone, but not the lock itself.
func (d *Door) canLeave() bool { return d.purpose != DoorOpen || d.recover }

func (d *Door) back() {
	if d.busy || !d.canLeave() {
		return
	}
	d.forget()
	d.app.pop(d)
	if d.cancel != nil {
		d.cancel()
	}
}

func (d *Door) forget() {
	d.stopFinger()
	clear(d.typed)
	d.typed = nil
}

// Forgot explains what can be done without the PIN.
func (d *Door) Forgot() {
	d.app.do(func() {
		if !d.busy && d.app.top() == page(d) {
			d.stopFinger()
			d.app.push(&Forgot{app: d.app, from: d})
		}
	})
}
