package viewmodel

import (
	"context"

	"kauth/core"
)

// Unlock asks for the passphrase where no keyring answers, or for a new one.
type Unlock struct {
	app     *App
	create  bool
	shut    *Phone // open but for its lock; nil where the vault is yet to be opened
	busy    bool
	problem *Problem
}

// UnlockState shows the passphrase page.
type UnlockState struct {
	Create  bool // there is no vault yet: choose one, twice
	Busy    bool
	Problem *Problem
	Short   bool // the chosen one is under 8 characters
	Differ  bool // the two are not the same
}

// Screen names it.
func (UnlockState) Screen() string { return "unlock" }

func (u *Unlock) state() State {
	return UnlockState{
		Create: u.create, Busy: u.busy, Problem: u.problem,
		Short: u.problem != nil && u.problem.Detail == "short", Differ: u.problem != nil && u.problem.Detail == "differ",
	}
}

func (u *Unlock) back() {}

// MinPassphrase is the fewest characters of a new passphrase.
const MinPassphrase = 8

// Submit tries a passphrase; again is looked at only where one is chosen.
func (u *Unlock) Submit(passphrase, again string) {
	u.app.do(func() {
		if u.busy {
			return
		}
		switch {
		case u.create && len([]rune(passphrase)) < MinPassphrase:
			u.problem = &Problem{Kind: core.WrongPass, Detail: "short"}
			return
		case u.create && passphrase != again:
			u.problem = &Problem{Kind: core.WrongPass, Detail: "differ"}
			return
		}
		u.busy, u.problem = true, nil
		open := func(ctx context.Context) (*Phone, error) { return u.app.p.Opener.OpenWith(ctx, []byte(passphrase)) }
		if shut := u.shut; shut != nil {
			open = func(ctx context.Context) (*Phone, error) { return shut, shut.Lock.Unlock(ctx, []byte(passphrase)) }
		}
		work(u.app, open, func(p *Phone, err error) {
			u.busy, u.problem = false, problem(err)
			if err == nil {
				u.app.opened(p)
			}
		})
	})
}

// Trouble is a page for what stops everything, or must be known before going on.
type Trouble struct {
	app     *App
	problem *Problem
	retry   bool
	damaged int
}

// TroubleState shows it.
type TroubleState struct {
	Problem Problem
	Retry   bool // there is a button to try again; otherwise one to go on
	Damaged int  // how many records could not be read; they were kept
}

// Screen names it.
func (TroubleState) Screen() string { return "trouble" }

func (t *Trouble) state() State {
	return TroubleState{Problem: *t.problem, Retry: t.retry, Damaged: t.damaged}
}

func (t *Trouble) back() {
	if !t.retry {
		t.app.pop(t)
	}
}

// Retry opens the vault again, Close goes on.
func (t *Trouble) Retry() {
	t.app.do(func() {
		if t.app.phone != nil { // the vault is open: only its accounts could not be read
			t.app.pop(t)
			t.app.home()
			return
		}
		t.app.replace(&Starting{})
		t.app.open()
	})
}

// Close goes on, or ends the app where there is nothing to go on with.
func (t *Trouble) Close() {
	t.app.do(func() {
		if t.retry {
			t.app.p.Quit()
			return
		}
		t.app.pop(t)
	})
}
