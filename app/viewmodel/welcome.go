package viewmodel

// Welcome offers the two roads to an account, and the third for other codes. It is
// the first page of an empty app, and what the blue button opens.
type Welcome struct {
	app   *App
	first bool
}

// WelcomeState shows it; First has no way back. Computer is where the app does not run on
// a phone: nothing there is called mobile.
type WelcomeState struct {
	First, Computer bool
	Toast           Toast
	Undo            bool // the toast's account can be put back
}

// Screen names it.
func (WelcomeState) Screen() string { return "welcome" }

func (w *Welcome) state() State {
	return WelcomeState{First: w.first, Computer: w.app.p.AlwaysAwake, Toast: w.app.toast, Undo: w.app.undo != ""}
}

// LoginHere goes to the log in from this device.
func (w *Welcome) LoginHere() {
	w.app.do(func() { w.app.push(&Server{app: w.app, address: w.app.suggestedServer()}) })
}

// LoginComputer goes to the steps for a log in from a computer.
func (w *Welcome) LoginComputer() { w.app.do(func() { w.app.push(&Steps{app: w.app}) }) }

// Other goes to the place for codes of other services.
func (w *Welcome) Other() { w.app.do(func() { w.app.push(&Scan{app: w.app}) }) }

// Lost opens what to do when the phone changed or is gone.
func (w *Welcome) Lost() { w.app.do(w.app.lost) }

// Import goes to taking over the accounts of another app, or a backup.
func (w *Welcome) Import() { w.app.do(w.app.importing) }

// Settings opens the settings, so that the language can be chosen at once.
func (w *Welcome) Settings() { w.app.do(func() { w.app.push(&Settings{app: w.app}) }) }

// suggestedServer is the address given at start, or that of an account here.
func (a *App) suggestedServer() string {
	if a.p.Server != "" {
		return a.p.Server
	}
	for _, acc := range a.accounts {
		if o := acc.Server(); o != "" {
			return o
		}
	}
	return ""
}

// Steps says what to do on the computer.
type Steps struct{ app *App }

// StepsState shows them. Address is the two-factor page's, or "" where no server is known yet.
type StepsState struct {
	Address string
	Again   bool // for an account that is here, and that requests no longer reach
}

// Screen names it.
func (StepsState) Screen() string { return "steps" }

func (s *Steps) state() State {
	st := StepsState{}
	o := s.app.suggestedServer()
	if acc, ok := s.app.account(s.app.again()); ok {
		o, st.Again = acc.Server(), true
	}
	if o != "" {
		st.Address = host(o) + "/2fa"
	}
	return st
}

// Continue goes on to the scan.
func (s *Steps) Continue() { s.app.do(func() { s.app.push(&Scan{app: s.app}) }) }

// ByHand goes to typing the address instead.
func (s *Steps) ByHand() { s.app.do(func() { s.app.push(&Manual{app: s.app}) }) }
