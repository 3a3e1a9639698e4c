package viewmodel

// Forgot says honestly what opens the app for who does not know the PIN.
type Forgot struct {
	app  *App
	from *Door
}

// ForgotState shows it. Ask is what is not known.
type ForgotState struct{ Ask string }

// Screen names it.
func (ForgotState) Screen() string { return "forgot" }

func (f *Forgot) state() State { return ForgotState{Ask: f.from.ask(f.app.facts())} }

// then goes on with what the PIN was asked for.
func (f *Forgot) then() {
	f.app.pop(f.from)
	f.from.then()
}

// Recover goes to the recovery passphrase.
func (f *Forgot) Recover() {
	f.app.do(func() {
		if f.app.top() == page(f) {
			f.app.replace(&Door{app: f.app, purpose: f.from.purpose, recover: true, then: f.then})
		}
	})
}
