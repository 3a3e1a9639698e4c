package viewmodel

import (
	"context"
	"time"

	"kauth/core"
)

// Backups keeps copies of the codes in a folder. It may take a second or, where the
// folder is on another machine, longer.
type Backups interface {
	// Facts says how they stand.
	Facts() (BackupFacts, error)
	// Setup takes folder and passphrase and makes the first one, opened again and
	// compared. Those of before stay what they are.
	Setup(ctx context.Context, folder string, passphrase []byte) (BackupFacts, error)
	// Now makes one: core.NotFound where the folder is gone, core.StorageFull,
	// core.StorageDenied. The one before stays, whatever fails.
	Now(ctx context.Context) (BackupFacts, error)
	// SetAuto chooses whether one follows each change.
	SetAuto(on bool) error
}

// BackupFacts is how the backups stand.
type BackupFacts struct {
	Set      bool // folder and passphrase were chosen
	Folder   string
	Auto     bool      // one after each change
	Last     time.Time // zero: there is none
	Accounts int       // in the last one
	Behind   bool      // something has changed since
	Since    time.Time // the last one lacks something: since about when
	Missed   core.Kind // why the newest try failed; "" where it did not
}

// BackupPage shows the backups, and has one made.
type BackupPage struct {
	app     *App
	facts   BackupFacts
	known   bool
	busy    bool
	problem *Problem

	reminded bool // the person came by the reminder
}

// BackupState shows it.
type BackupState struct {
	BackupFacts
	Known   bool // the facts were read
	Busy    bool
	Now     time.Time
	Problem *Problem
	Toast   Toast
	Rest    bool   // the reminder can be put off
	Remind  string // when to be reminded: one of RemindTimes
}

// Screen names it.
func (BackupState) Screen() string { return "backup" }

func (b *BackupPage) state() State {
	rest := b.reminded && !b.busy && len(b.app.backupBanner()) > 0
	return BackupState{Rest: rest, Remind: b.app.remindChoice(), BackupFacts: b.facts, Known: b.known, Busy: b.busy, Now: b.app.p.Now(), Problem: b.problem, Toast: b.app.toast}
}

// Backups goes to the backups.
func (s *Settings) Backups() { s.app.do(func() { s.app.backups(false) }) }

func (a *App) backups(reminded bool) {
	if a.phone.Backups == nil {
		return
	}
	b := &BackupPage{app: a, reminded: reminded}
	a.push(b)
	b.look()
}

// look reads how they stand.
func (b *BackupPage) look() {
	backups := b.app.phone.Backups
	work(b.app, func(context.Context) (BackupFacts, error) { return backups.Facts() }, b.took)
}

func (b *BackupPage) took(f BackupFacts, err error) {
	if b.problem = problem(err); err == nil {
		b.facts, b.known = f, true
		b.app.tookBackups(f)
	}
}

// Now makes a backup.
func (b *BackupPage) Now() {
	b.app.do(func() {
		if b.busy || !b.facts.Set {
			return
		}
		b.busy, b.problem = true, nil
		backups := b.app.phone.Backups
		work(b.app, backups.Now, func(f BackupFacts, err error) {
			b.busy = false
			if f.Set {
				b.facts = f
				b.app.tookBackups(f)
			}
			if b.problem = problem(err); err == nil {
				b.app.say(ToastBackedUp)
			}
		})
	})
}

// Auto chooses whether a backup follows each change.
func (b *BackupPage) Auto(on bool) {
	b.app.do(func() {
		if b.busy || !b.facts.Set {
			return
		}
		b.facts.Auto = on
		backups := b.app.phone.Backups
		work(b.app, func(context.Context) (BackupFacts, error) {
			if err := backups.SetAuto(on); err != nil {
				return BackupFacts{}, err
			}
			return backups.Facts()
		}, b.took)
	})
}

// Setup goes to choosing a passphrase and a folder.
func (b *BackupPage) Setup() {
	b.app.do(func() {
		if !b.busy && b.known {
			b.app.push(&BackupSetup{app: b.app, page: b})
		}
	})
}

// Restore goes to taking over a backup.
func (b *BackupPage) Restore() { b.app.do(b.app.importing) }

// BackupSetup chooses the passphrase of backups, typed twice, and their folder.
type BackupSetup struct {
	app           *App
	page          *BackupPage
	short, differ bool
	busy          bool
	problem       *Problem
}

// BackupSetupState shows it.
type BackupSetupState struct {
	Short   bool // the passphrase is under MinPassphrase characters
	Differ  bool // the two are not the same
	Busy    bool
	Problem *Problem
}

// Screen names it.
func (BackupSetupState) Screen() string { return "backupsetup" }

func (b *BackupSetup) state() State {
	return BackupSetupState{Short: b.short, Differ: b.differ, Busy: b.busy, Problem: b.problem}
}

// Check says whether the passphrase will do, before a folder is asked for. then is
// called where it will, on the App's goroutine.
func (b *BackupSetup) Check(passphrase, again string, then func()) {
	b.app.do(func() {
		if b.checked(passphrase, again) && !b.busy {
			then()
		}
	})
}

func (b *BackupSetup) checked(passphrase, again string) bool {
	b.problem = nil
	b.short = len([]rune(passphrase)) < MinPassphrase
	b.differ = !b.short && passphrase != again
	return !b.short && !b.differ
}

// Folder makes the first backup there.
func (b *BackupSetup) Folder(passphrase, again, folder string) {
	b.app.do(func() {
		if b.busy || !b.app.on(b) || !b.checked(passphrase, again) {
			return
		}
		b.busy = true
		backups, secret := b.app.phone.Backups, []byte(passphrase)
		work(b.app, func(ctx context.Context) (BackupFacts, error) {
			defer clear(secret)
			return backups.Setup(ctx, folder, secret)
		}, func(f BackupFacts, err error) {
			b.busy = false
			if err != nil {
				b.problem = problem(err)
				return
			}
			b.page.facts, b.page.known, b.page.problem = f, true, nil
			b.app.tookBackups(f)
			b.app.pop(b)
			b.app.say(ToastBackedUp)
		})
	})
}

// errand keeps the app open while the person is away choosing a folder.
func (b *BackupSetup) errand() bool { return true }

func (b *BackupSetup) back() {
	if !b.busy {
		b.app.pop(b)
	}
}
