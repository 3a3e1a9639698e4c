package viewmodel

import (
	"context"
	"slices"

	"kauth/core"
	"kauth/core/challenge"
)

// Starting is the moment before the vault is open: the logo alone.
type Starting struct{}

// StartingState is shown for as long as the keyring takes, at most 2 s.
type StartingState struct{}

// Screen names it.
func (StartingState) Screen() string { return "starting" }

func (*Starting) state() State { return StartingState{} }

func (a *App) open() {
	work(a, a.p.Opener.Open, func(p *Phone, err error) {
		switch core.KindOf(err) {
		case "":
			a.opened(p)
		case core.Locked:
			a.replace(&Door{app: a})
		case core.Unsupported:
			a.replace(&Choose{app: a, create: true})
		default:
			a.replace(&Trouble{app: a, problem: problem(err), retry: true})
		}
	})
}

// opened starts to listen, and shows the accounts or their lock.
func (a *App) opened(p *Phone) {
	a.phone = p
	p.Inbox.Observe(func(e challenge.Event) { a.send(func() { a.inbox(e) }) })
	a.followPast()
	a.beginWakeups()
	if !a.asleep {
		a.listen()
	}
	if a.isLocked() {
		a.stack = nil
		a.push(&Door{app: a})
		a.openWaiting()
		return
	}
	a.enter()
}

// enter shows the accounts, and takes up what a killed app left.
func (a *App) enter() {
	a.stack = nil
	a.home()
	a.tellFound()
	a.goneMeanwhile()
	a.watch()
	a.follow()
	a.lookAfterBackups()
	a.openWaiting()
	work(a, a.phone.Enroll.Resume, func(waiting []core.Account, _ error) { a.resumed(waiting) })
}

// resumed goes on where the linking stopped: the digits, or the backup codes.
func (a *App) resumed(waiting []core.Account) {
	switch a.top().(type) {
	case *Home: // stays: another one would be built from nothing, for the same accounts
		if err := a.reload(); err != nil || len(a.accounts)+len(a.found.unread) == 0 {
			a.home()
		}
	case *Welcome:
		a.home()
	default:
		_ = a.reload() // the person is elsewhere already: the rows lead there
		return
	}
	if len(waiting) > 0 {
		a.behind(a.unfinished(waiting[0]))
		return
	}
	for _, acc := range a.accounts {
		if acc.CodesWaiting && acc.State == core.Active {
			a.behind(newCodes(a, acc))
			return
		}
	}
}

// listen holds the polls open while somebody may look.
func (a *App) listen() {
	if a.polling != nil || a.phone == nil {
		return
	}
	ctx, cancel := context.WithCancel(a.ctx)
	a.polling = cancel
	before, ended := a.polled, make(chan struct{})
	a.polled = ended
	go func() {
		defer close(ended)
		if before != nil {
			<-before // two of them would take each other's wake-ups
		}
		a.phone.Inbox.Run(ctx)
	}()
}

// Foreground is called when the app comes to the front, Background when it leaves.
func (a *App) Foreground() {
	a.send(func() {
		a.rise()
		back := a.b.away || a.unseen.Load()
		a.front, a.b.away = true, false
		a.unseen.Store(false)
		if back && len(a.stack) > 0 {
			a.rearm() // also for a tap that came with it
		}
		if a.phone != nil {
			a.lockIfDue()
			a.listen()
			if a.p.AlwaysAwake {
				a.phone.Inbox.Wake()
			} else {
				a.phone.Inbox.Rejoin() // it may have been away for long
			}
			a.openWaiting()
			a.lookAtLeave()
			if p, ok := a.top().(interface{ cameBack() }); ok { // its button leads out of the app
				p.cameBack()
			}
		}
	})
}

// Background stops the clock and, on a phone, the polls: nothing runs that nobody sees.
func (a *App) Background() {
	a.send(func() {
		a.b.away = true
		a.cover()
		a.lockUnseen(a.lockChoice() == LockAtOnce)
		if a.p.AlwaysAwake {
			return
		}
		a.front = false
		a.hush()
	})
}

// inbox takes what the requests' inbox reports.
func (a *App) inbox(e challenge.Event) {
	if e.Revoked != nil {
		a.revoked(core.Departure{Account: *e.Revoked, Moved: e.Moved, To: e.MovedTo})
	}
	if e.Renamed && a.phone != nil && !a.isLocked() {
		_ = a.reload() // what cannot be read keeps its name on the screen
	}
	if e.Pending && a.phone != nil && !a.isLocked() {
		for _, c := range a.phone.Inbox.Pending() {
			a.arrived(c.Account)
		}
	}
	if e.Ended != nil {
		if c := a.asking(); c != nil && c.req.ID == e.Ended.ID {
			c.heard(*e.Ended)
		}
		a.tellDigits(*e.Ended)
		for _, s := range a.stack {
			if d, ok := s.page.(*Door); ok {
				d.visitorEnded(e.Ended.ID, e.Ended.Outcome, e.Ended.State)
			}
		}
	}
	a.stir()
	a.openWaiting()
}

// asking is the request that is being looked at; the PIN may be asked over it.
func (a *App) asking() *Challenge {
	for _, s := range slices.Backward(a.stack) {
		switch p := s.page.(type) {
		case *Challenge:
			return p
		case *Door, *Forgot:
		default:
			return nil
		}
	}
	return nil
}

// openWaiting shows the newest request by itself, over any page but the lock.
func (a *App) openWaiting() {
	if !a.front || a.phone == nil {
		return
	}
	switch top := a.top().(type) {
	case *Door:
		top.call()
		return
	case *Choose, *Forgot, *NewPIN, *Recovery, *Trouble, *Starting, *Digits, *Anew:
		return
	case *Challenge:
		if top.sending || top.typed != "" {
			return
		}
	}
	c, ok := a.newest()
	if !ok {
		return
	}
	if top, is := a.top().(*Challenge); is {
		if top.req.ID != c.ID {
			a.replace(newChallenge(a, c))
		}
		return
	}
	if r, is := a.top().(*Result); is && r.past() {
		a.replace(newChallenge(a, c))
		return
	}
	a.push(newChallenge(a, c))
}

// newest is the youngest request that was not put aside. The requests that link
// this phone are answered on their own page.
func (a *App) newest() (core.Challenge, bool) {
	for _, c := range a.waiting() {
		if !a.seen[c.ID] {
			return c, true
		}
	}
	return core.Challenge{}, false
}

func (a *App) waiting() []core.Challenge {
	var out []core.Challenge
	for _, c := range a.phone.Inbox.Pending() {
		if c.Kind != core.KindLink {
			out = append(out, c)
		}
	}
	return out
}

// revoked tells that the server took this phone off an account.
func (a *App) revoked(d core.Departure) {
	if a.isLocked() {
		return // the lock says no names: it is told after the unlock
	}
	a.home()
	a.departed(d)
}

func (a *App) tellRevoked(acc core.Account) {
	a.behind(&Result{app: a, s: ResultState{What: ResultRevoked, Label: acc.Label, Issuer: acc.Issuer}})
}

// goneMeanwhile tells of the accounts that went while the app was locked.
func (a *App) goneMeanwhile() {
	if a.phone.Gone == nil {
		return
	}
	for _, d := range a.phone.Gone() {
		a.departed(d)
	}
}
