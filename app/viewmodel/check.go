package viewmodel

import (
	"context"
	"time"

	"kauth/core"
	"kauth/core/checkup"
)

// Checker finds out why requests do not arrive: see checkup.Checkup.
type Checker interface {
	Run(ctx context.Context, accounts []core.Account, take func(checkup.Finding)) []checkup.Finding
}

// Check finds out why requests do not arrive, step by step, and leads to what mends it.
type Check struct {
	app     *App
	lines   []CheckLine
	found   []checkup.Finding
	turn    int           // of looking; what comes of an earlier one is not shown
	open    int           // looks that are under way
	wakes   checkup.Cause // how the registrations stood when the look began
	verdict *CheckVerdict
}

// CheckMark is how a step stands.
type CheckMark string

// The marks.
const (
	CheckRuns    CheckMark = "runs"
	CheckOK      CheckMark = "ok"
	CheckWarns   CheckMark = "warns" // harmless, or known to the person
	CheckBad     CheckMark = "bad"
	CheckSkipped CheckMark = "skipped" // what comes before it went wrong
)

// CheckSubject is what a step looks at.
type CheckSubject string

// The subjects.
const (
	CheckNetwork CheckSubject = "network"
	CheckServer  CheckSubject = "server"
	CheckAccount CheckSubject = "account"
	CheckNotices CheckSubject = "notices"
	CheckOpen    CheckSubject = "open" // whether it hears requests while nobody looks
	CheckClock   CheckSubject = "clock"
)

// CheckLine is one step.
type CheckLine struct {
	Subject CheckSubject
	Name    string // of the server or the account
	Mark    CheckMark
	Cause   checkup.Cause
	Last    time.Time     // account: when a request was last sent to it; zero: not lately
	Ahead   time.Duration // clock
	Known   bool          // clock: a server has said what time it is

	origin  string
	account core.AccountID
}

// CheckMend is the one thing to do about a cause.
type CheckMend string

// What can be done.
const (
	MendAgain   CheckMend = "again"   // look again
	MendLink    CheckMend = "link"    // link this phone again
	MendAdd     CheckMend = "add"     // add an account
	MendCode    CheckMend = "code"    // sign in with a code
	MendNotices CheckMend = "notices" // turn notices on
	MendKeep    CheckMend = "keep"    // keep running when the window is closed
	MendWake    CheckMend = "wake"    // ask for wake-ups anew
	MendSystem  CheckMend = "system"  // the system's page about the background
	MendAllow   CheckMend = "allow"   // ask the person to allow notices
	MendNothing CheckMend = "nothing"
)

// mends has a way for every cause.
var mends = map[checkup.Cause]CheckMend{
	checkup.NoNetwork: MendAgain, checkup.Certificate: MendAgain, checkup.OtherServer: MendAgain, checkup.Unreachable: MendAgain,
	checkup.ServerDown: MendAgain, checkup.ServerBusy: MendAgain, checkup.NotLinked: MendLink, checkup.Relink: MendLink,
	checkup.Suspended: MendLink, checkup.Restored: MendLink, checkup.Blocked: MendAgain, checkup.Refused: MendAgain, checkup.Fault: MendAgain,
	checkup.NoAccounts: MendAdd, checkup.Paused: MendCode, checkup.NoticesOff: MendNotices, checkup.Barred: MendAllow, checkup.NoNotices: MendAgain,
	checkup.Locked: MendNothing, checkup.OpenOnly: MendNothing, checkup.Closes: MendKeep, checkup.WakeGone: MendWake, checkup.Restricted: MendSystem, checkup.Unfinished: MendAgain,
	checkup.NothingSent: MendNothing, checkup.ClockOff: MendNothing,
}

// CheckVerdict is what was found.
type CheckVerdict struct {
	Cause  checkup.Cause
	Kind   core.Kind // of the error that told; "" where none did
	Server string
	Last   time.Time // when a request was last sent; zero: not lately
	Mend   CheckMend

	account core.AccountID
}

// CheckState shows it.
type CheckState struct {
	Lines   []CheckLine
	Verdict *CheckVerdict // nil while it looks
}

// Screen names it.
func (CheckState) Screen() string { return "check" }

func (c *Check) state() State {
	return CheckState{Lines: append([]CheckLine(nil), c.lines...), Verdict: c.verdict}
}

// check opens the page and begins to look.
func (a *App) check() {
	if a.phone == nil || a.phone.Check == nil {
		return
	}
	c := &Check{app: a}
	a.push(c)
	c.look()
}

// Again looks again.
func (c *Check) Again() { c.app.do(c.again) }

func (c *Check) again() {
	if c.verdict != nil {
		c.look()
	}
}

func (c *Check) cameBack() { c.again() }

// look asks everything at once.
func (c *Check) look() {
	c.turn++
	c.verdict, c.found, c.lines, c.open = nil, nil, c.plan(), 2
	c.wakes = c.app.wakes()
	turn, accounts := c.turn, c.app.accounts
	c.app.phone.Inbox.Wake()
	take := func(f checkup.Finding) { c.app.send(func() { c.take(turn, f) }) }
	work(c.app, func(ctx context.Context) (struct{}, error) {
		c.app.phone.Check.Run(ctx, accounts, take)
		return struct{}{}, nil
	}, func(struct{}, error) { c.ended(turn) })
	work(c.app, c.app.besideFacts(), func(f besideFacts, _ error) {
		if turn == c.turn {
			c.beside(f)
		}
		c.ended(turn)
	})
}

// plan lists the steps before anything is known.
func (c *Check) plan() []CheckLine {
	lines := []CheckLine{{Subject: CheckNetwork}}
	seen := map[string]bool{}
	for _, a := range c.app.accounts {
		if a.Device == nil || a.State != core.Active {
			continue
		}
		if o := a.Device.Origin; !seen[o] {
			seen[o] = true
			lines = append(lines, CheckLine{Subject: CheckServer, Name: host(o), origin: o})
			for _, b := range c.app.accounts {
				if b.Device != nil && b.State == core.Active && b.Device.Origin == o {
					lines = append(lines, CheckLine{Subject: CheckAccount, Name: b.Label, origin: o, account: b.ID})
				}
			}
		}
	}
	for _, a := range c.app.accounts {
		if a.Restored() {
			lines = append(lines, CheckLine{Subject: CheckAccount, Name: a.Label, account: a.ID})
		}
	}
	if len(seen) == 0 {
		lines = lines[1:] // nothing here takes requests: there is nothing to ask
	} else {
		lines = append(lines, CheckLine{Subject: CheckNotices}, CheckLine{Subject: CheckOpen}, CheckLine{Subject: CheckClock})
	}
	for i := range lines {
		lines[i].Mark = CheckRuns
	}
	return lines
}
