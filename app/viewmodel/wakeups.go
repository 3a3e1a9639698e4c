package viewmodel

import (
	"context"
	"slices"

	"kauth/core"
	"kauth/core/wake"
)

// Wakeups has servers wake this phone while nothing here listens: see wake.Wakeups.
type Wakeups interface {
	Run(ctx context.Context)
	Services(ctx context.Context) ([]string, error)
	Standing(id core.AccountID) wake.Standing
	Observe(f func())
	Changed()
	Again()
	Doze(on bool)
}

// ChoiceWakeups is the key of the choice of a push service: wake.Off, its name, or ""
// for the one there is.
const ChoiceWakeups = "wakeups"

// WakeupsPage is the choice of who wakes this device, and how it stands.
type WakeupsPage struct {
	app      *App
	services []string
	known    bool
}

// WakeupsState shows it.
type WakeupsState struct {
	Known    bool // the system has answered
	On       bool
	Services []string // that can be chosen, by name
	Chosen   string   // of them; "" where none is in use
	Linked   bool     // an account takes requests
	State    wake.State
	Why      core.WakeWhy // with wake.Failed
}

// Screen names it.
func (WakeupsState) Screen() string { return "wakeups" }

func (p *WakeupsPage) state() State {
	choice := p.app.p.Settings.String(ChoiceWakeups)
	s := WakeupsState{Known: p.known, On: choice != wake.Off, Services: p.services, State: wake.None}
	if s.On {
		s.Chosen = choice
	}
	for _, a := range p.app.accounts {
		if a.State != core.Active || a.Device == nil {
			continue
		}
		is := p.app.phone.Wakeups.Standing(a.ID)
		if !s.Linked || slices.Index(worst, is.State) < slices.Index(worst, s.State) {
			s.State, s.Why = is.State, is.Why
		}
		s.Linked = true
		if s.On && s.Chosen == "" {
			s.Chosen = is.Service
		}
	}
	return s
}

// worst comes first: of several accounts, what is to be mended is told.
var worst = []wake.State{wake.Failed, wake.Gone, wake.None, wake.Unused, wake.Asked, wake.Stands}

// Wakeups opens the choice of who wakes this device.
func (s *Settings) Wakeups() {
	s.app.do(func() {
		if s.app.phone == nil || s.app.phone.Wakeups == nil {
			return
		}
		p := &WakeupsPage{app: s.app}
		s.app.push(p)
		p.list()
	})
}

func (p *WakeupsPage) list() {
	work(p.app, p.app.phone.Wakeups.Services, func(all []string, _ error) { p.services, p.known = all, true })
}

// Turn turns wake-ups on or off.
func (p *WakeupsPage) Turn(on bool) {
	choice := wake.Off
	if on {
		choice = ""
	}
	p.choose(choice)
}

// Choose takes a push service by its name.
func (p *WakeupsPage) Choose(service string) { p.choose(service) }

func (p *WakeupsPage) choose(choice string) {
	p.app.do(func() {
		p.app.p.Settings.SetString(ChoiceWakeups, choice)
		p.app.phone.Wakeups.Changed()
	})
}

// Again asks the push service once more.
func (p *WakeupsPage) Again() {
	p.app.do(func() {
		p.app.phone.Wakeups.Again()
		p.list()
	})
}

// beginWakeups keeps the registrations for as long as the App runs.
func (a *App) beginWakeups() {
	w := a.phone.Wakeups
	if w == nil {
		return
	}
	w.Observe(func() {
		a.send(func() { // the page reads it
			if c, is := a.top().(*Check); is {
				c.wakesChanged()
			}
		})
	})
	go w.Run(a.ctx)
}

// rise is the end of a start without a window: somebody wants to see it.
func (a *App) rise() {
	if !a.asleep {
		return
	}
	a.asleep, a.front, a.b.away = false, true, false
	a.unseen.Store(false)
	if a.phone == nil {
		return
	}
	a.listen()
	if a.phone.Wakeups != nil {
		a.phone.Wakeups.Doze(false)
	}
}

// stir follows requests that a message led to, where nobody sees the window: they may be
// taken back, or answered elsewhere. On a phone it ends with the last of them.
func (a *App) stir() {
	if a.phone == nil || a.front || a.p.AlwaysAwake && !a.asleep {
		return
	}
	switch waits := len(a.waiting()) > 0; {
	case waits:
		a.listen()
	case !a.asleep:
		a.hush()
	}
}

// hush ends the polls.
func (a *App) hush() {
	if a.polling != nil {
		a.polling()
		a.polling = nil
	}
}
