package viewmodel

import (
	"time"
)

// DoorState shows it. It never has what is typed, nor any name.
type DoorState struct {
	Purpose DoorPurpose
	Ask     string // AskPIN, AskPassphrase, AskRecovery
	Typed   int    // digits of the PIN so far
	Digits  int    // that it has; 0: not known, Enter sends
	Taken   bool   // a secret is being tried: keys do nothing
	Busy    bool   // and it takes long enough to be shown
	Wrong   bool   // the last try was wrong
	Left    int    // tries that are left; 0: as many as it takes
	Wait    time.Duration
	Spent   bool // ten PINs were wrong
	Back    bool // there is a way back, without it
	Forgot  bool // there is a way for who does not know it
	Finger  bool // a finger or a face opens it too
	Problem *Problem
	Request *DoorRequest
	Ended   ResultKind // how the request that was here came to its end
}

// Screen names it.
func (DoorState) Screen() string { return "lock" }

func (d *Door) state() State {
	f := d.facts()
	s := DoorState{
		Purpose: d.purpose, Ask: d.ask(f), Typed: len(d.typed), Digits: f.Digits, Taken: d.busy, Busy: d.slow,
		Wrong: d.wrong, Wait: d.wait(f), Spent: f.Spent, Problem: d.problem,
		Request: d.request(), Ended: d.visitor.ended, Back: d.canLeave(), Forgot: !d.recover, Finger: d.offersFinger(f),
	}
	if s.Ask == AskPIN {
		s.Left = max(MaxTries-f.Wrong, 0)
	}
	return s
}

// facts are those from before a try that is under way: it counts as wrong until it is done.
func (d *Door) facts() LockFacts {
	if d.busy {
		return d.before
	}
	return d.app.facts()
}

func (d *Door) ask(f LockFacts) string {
	switch {
	case d.recover || f.Spent:
		return AskRecovery
	case f.Kind == AskPIN:
		return AskPIN
	}
	return AskPassphrase
}

// wait is how long no try is taken, in whole seconds.
func (d *Door) wait(f LockFacts) time.Duration {
	if f.Next.IsZero() || f.Spent {
		return 0
	}
	return max((f.Next.Sub(d.app.p.Now()) + time.Second - 1).Truncate(time.Second), 0)
}
