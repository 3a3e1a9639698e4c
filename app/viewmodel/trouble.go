package viewmodel

import "kauth/core"

// Trouble is a page for what stops everything, or must be known before going on.
type Trouble struct {
	app     *App
	problem *Problem
	retry   bool
	fixed   bool
}

// TroubleState shows it.
type TroubleState struct {
	Problem Problem
	Retry   bool // there is a button to try again; otherwise one to go on
	Fixed   bool // nothing can be stored, and all else works
	Anew    bool // there is a button to start again without these accounts
}

// Screen names it.
func (TroubleState) Screen() string { return "trouble" }

func (t *Trouble) state() State {
	return TroubleState{Problem: *t.problem, Retry: t.retry, Fixed: t.fixed, Anew: t.dead()}
}

// dead tells that nothing opens the vault any more: what is damaged beyond repair, or has
// lost its key, stays so.
func (t *Trouble) dead() bool {
	return t.app != nil && t.app.phone == nil && (t.problem.Kind == core.VaultDamaged || t.problem.Kind == core.KeyGone)
}

// Anew leads to the question whether to start again.
func (t *Trouble) Anew() {
	t.app.do(func() {
		if t.dead() && t.app.top() == page(t) {
			t.app.push(&Anew{app: t.app})
		}
	})
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
