package viewmodel

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
