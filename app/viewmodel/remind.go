package viewmodel

import (
	"context"
	"slices"
	"strconv"
	"time"

	"kauth/core"
)

// The keys of the choices about the reminder.
const (
	choiceRemind = "backup.remind"       // days, "never"; "": remindUsually
	choiceRested = "backup.remind.rests" // Unix seconds: "not now" was said
)

// RemindTimes are the days that can be chosen, until a missing backup is said.
var RemindTimes = []string{"7", "30", "90", "never"}

const (
	remindUsually = "30"
	remindRest    = 7 * 24 * time.Hour // after "not now"
	remindSoon    = 15 * time.Second
	remindLook    = time.Hour // how often the backups are looked at
)

// unsaved is what is known of accounts that no backup has.
type unsaved struct {
	since  time.Time // when the present state began to lack one; zero: it has one
	ever   bool      // there is an older one
	missed bool      // the newest try did not succeed
}

// remindChoice is one of RemindTimes.
func (a *App) remindChoice() string {
	if c := a.p.Settings.String(choiceRemind); slices.Contains(RemindTimes, c) {
		return c
	}
	return remindUsually
}

// lookAfterBackups finds out now and each hour while the app is open.
func (a *App) lookAfterBackups() {
	a.looked++
	n := a.looked
	a.lookAtBackups()
	var again func()
	again = func() {
		if a.looked == n && a.phone != nil && !a.isLocked() {
			a.lookAtBackups()
			a.later(remindLook, again)
		}
	}
	a.later(remindLook, again)
}

// lookSoon looks once the backup has had its time that follows a change of accounts.
func (a *App) lookSoon() {
	if a.peeking || a.phone.Backups == nil {
		return
	}
	a.peeking = true
	a.later(remindSoon, func() {
		if a.peeking = false; a.phone != nil && !a.isLocked() {
			a.lookAtBackups()
		}
	})
}

func (a *App) lookAtBackups() {
	backups := a.phone.Backups
	if backups == nil {
		return
	}
	work(a, func(context.Context) (BackupFacts, error) { return backups.Facts() }, func(f BackupFacts, err error) {
		if err == nil {
			a.tookBackups(f)
		}
	})
}

func (a *App) tookBackups(f BackupFacts) {
	switch {
	case f.Set && !f.Behind:
		a.unsaved = unsaved{}
	case f.Set:
		a.unsaved = unsaved{since: f.Since, ever: true, missed: f.Missed != ""}
	default:
		a.unsaved = unsaved{since: a.oldestCode()}
	}
}

// oldestCode is when the first account came that a backup would save: one that has codes
// alone. A linked one can be linked again, so a vault of those is left in peace.
func (a *App) oldestCode() (first time.Time) {
	for i := range a.accounts {
		acc := &a.accounts[i]
		if acc.State == core.CodeOnly && acc.OTP.Secret.Len() > 0 && (first.IsZero() || acc.Added.Before(first)) {
			first = acc.Added
		}
	}
	return first
}

// backupBanner says that accounts would be lost with this device: after the days that
// were chosen, and at once where a backup was tried and failed.
func (a *App) backupBanner() []Banner {
	days, err := strconv.Atoi(a.remindChoice())
	if err != nil || a.phone.Backups == nil || a.unsaved.since.IsZero() || a.oldestCode().IsZero() {
		return nil
	}
	now := a.phone.Clock.Now()
	if rested, err := strconv.ParseInt(a.p.Settings.String(choiceRested), 10, 64); err == nil {
		if ago := now.Sub(time.Unix(rested, 0)); ago >= 0 && ago < remindRest {
			return nil
		}
	}
	without := now.Sub(a.unsaved.since)
	if !a.unsaved.missed && without < time.Duration(days)*24*time.Hour {
		return nil
	}
	return []Banner{{Kind: BannerBackup, Ever: a.unsaved.ever, Missed: a.unsaved.missed}}
}

func (h *Home) openBackups(Banner) { h.app.backups(true) }

// Rest puts the reminder off for a week.
func (b *BackupPage) Rest() {
	b.app.do(func() {
		if b.reminded && !b.busy {
			b.app.p.Settings.SetString(choiceRested, strconv.FormatInt(b.app.phone.Clock.Now().Unix(), 10))
			b.app.pop(b)
		}
	})
}

// Remind goes to choosing when to be reminded.
func (b *BackupPage) Remind() {
	b.app.do(func() {
		if !b.busy {
			b.app.push(&Remind{app: b.app})
		}
	})
}

// Remind is the choice of when to be reminded of a backup, which is taken at once.
type Remind struct{ app *App }

// RemindState shows it.
type RemindState struct{ Chosen string } // one of RemindTimes

// Screen names it.
func (RemindState) Screen() string { return "remind" }

func (r *Remind) state() State { return RemindState{r.app.remindChoice()} }

// Choose takes one of RemindTimes.
func (r *Remind) Choose(days string) {
	r.app.do(func() { r.app.p.Settings.SetString(choiceRemind, days) })
}
