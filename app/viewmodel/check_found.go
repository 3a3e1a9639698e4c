package viewmodel

import (
	"context"
	"time"

	"kauth/core"
	"kauth/core/checkup"
)

// take shows what came of a step.
func (c *Check) take(turn int, f checkup.Finding) {
	if turn != c.turn {
		return
	}
	c.found = append(c.found, f)
	for i := range c.lines {
		l := &c.lines[i]
		switch {
		case f.Step == checkup.Network && l.Subject == CheckNetwork,
			f.Step == checkup.Server && l.Subject == CheckServer && l.origin == f.Origin,
			f.Step == checkup.Account && l.account == f.Account && f.Cause != checkup.None,
			f.Step == checkup.Requests && l.account == f.Account,
			f.Step == checkup.Clock && l.Subject == CheckClock:
			l.Cause, l.Mark = f.Cause, markOf(f.Cause)
			l.Last, l.Ahead, l.Known = f.Last, f.Ahead, f.Known
		case f.Step == checkup.Server && l.Subject == CheckAccount && l.origin == f.Origin && f.Cause != checkup.None:
			l.Mark = CheckSkipped
		}
	}
}

func markOf(c checkup.Cause) CheckMark {
	switch c {
	case checkup.None:
		return CheckOK
	case checkup.ClockOff, checkup.Barred, checkup.WakeGone, checkup.Restricted, checkup.OpenOnly, checkup.Closes, checkup.Paused, checkup.ServerBusy, checkup.NoNotices:
		return CheckWarns
	}
	return CheckBad
}

// besideFacts is what the system and the person let the app do beside its window.
type besideFacts struct{ notices, open checkup.Cause }

// besideFacts reads the person's choices now, and gives what asks the system.
func (a *App) besideFacts() func(context.Context) (besideFacts, error) {
	off, stays, wakes := a.p.Settings.String(choiceNotices) == "off", a.staysInTray(), a.wakes()
	return func(ctx context.Context) (besideFacts, error) {
		ctx, cancel := context.WithTimeout(ctx, checkup.Patience)
		defer cancel()
		return besideFacts{notices: a.noticesCause(ctx, off), open: a.openCause(ctx, wakes, stays)}, nil
	}
}

func (a *App) noticesCause(ctx context.Context, off bool) checkup.Cause {
	switch {
	case a.p.Notices == nil:
		return checkup.NoNotices
	case off:
		return checkup.NoticesOff
	}
	switch f, err := a.p.Notices.Facts(ctx); {
	case err != nil:
		return checkup.NoNotices
	case f.Leave != core.NoticesAllowed:
		return checkup.Barred
	}
	return checkup.None
}

func (c *Check) beside(f besideFacts) {
	for i := range c.lines {
		switch l := &c.lines[i]; l.Subject {
		case CheckNotices:
			l.Cause, l.Mark = f.notices, markOf(f.notices)
		case CheckOpen:
			l.Cause, l.Mark = f.open, markOf(f.open)
		}
	}
	c.found = append(c.found, checkup.Finding{Cause: f.notices}, checkup.Finding{Cause: f.open})
}

// ended tells the verdict once all have looked.
func (c *Check) ended(turn int) {
	if turn != c.turn {
		return
	}
	if c.open--; c.open > 0 {
		return
	}
	f := checkup.Verdict(c.found)
	c.verdict = &CheckVerdict{Cause: f.Cause, Kind: core.KindOf(f.Err), Last: f.Last, Mend: mends[f.Cause], account: f.Account}
	if f.Origin != "" {
		c.verdict.Server = host(f.Origin)
	}
	if f.Cause == checkup.OpenOnly || f.Cause == checkup.Closes {
		c.verdict.Last = lastSent(c.found)
	}
	for i := range c.lines {
		if c.lines[i].Mark == CheckRuns { // nobody came to it
			c.lines[i].Mark = CheckSkipped
		}
	}
	c.wakesChanged()
}

func lastSent(all []checkup.Finding) (last time.Time) {
	for _, f := range all {
		if f.Last.After(last) {
			last = f.Last
		}
	}
	return last
}

// Mend does the one thing that there is to do about what was found.
func (c *Check) Mend() {
	c.app.do(func() {
		if c.verdict == nil || c.app.top() != page(c) {
			return
		}
		acc, known := c.app.account(c.verdict.account)
		switch c.verdict.Mend {
		case MendAgain:
			c.again()
		case MendLink:
			c.app.openAgain(c.verdict.account)
		case MendAdd:
			c.app.push(&Welcome{app: c.app})
		case MendCode:
			if known {
				c.app.push(&Detail{app: c.app, account: acc.Bare()})
			}
		case MendNotices:
			c.app.p.Settings.SetString(choiceNotices, "")
			c.look()
		case MendWake:
			c.wakeAgain()
		case MendAllow:
			c.app.openAllow()
		case MendSystem:
			c.openSystem()
		case MendKeep:
			c.app.p.Settings.SetString(choiceTray, "on")
			c.look()
		default:
			c.app.pop(c)
		}
	})
}

// Lost opens what to do when the phone changed or is gone.
func (c *Check) Lost() { c.app.do(c.app.lost) }
