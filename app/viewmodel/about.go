package viewmodel

// About says which app this is, what it keeps to itself, and on whose work it stands.
type About struct{ app *App }

// AboutState shows it.
type AboutState struct {
	Version  string
	Licenses []License
}

// License is what one part of the app is licensed under.
type License struct{ Name, Terms string }

// Screen names it.
func (AboutState) Screen() string { return "about" }

func (a *About) state() State { return a.app.p.About }
