package viewmodel

import (
	"slices"
	"time"
)

// Settings leads to what can be chosen. What has a subject of its own adds its facts
// to the state, and its row to the screen's list of rows.
type Settings struct{ app *App }

// SettingsState shows them.
type SettingsState struct {
	Look       Look
	Keyring    bool          // the vault's key is in the system's keyring
	Passphrase bool          // the vault opens with a passphrase
	ClockKnown bool          // a server told the time
	Ahead      time.Duration // how far the phone's clock is ahead; negative is behind
	ClockWrong bool          // it says what cannot be
	ClockOff   bool          // by so much that codes would fail without the correction
	Backups    bool          // can be kept here
	Wakeups    bool          // there is something to choose
	Trash      bool          // what is removed can be put back
	AppLock    bool          // there is an app lock to choose
	LockKind   string        // "", AskPIN, AskPassphrase
	LockFinger bool          // and a finger or a face
	Order      Order         // of the accounts
	HideCodes  bool          // until they are tapped
	CanHide    bool          // the window, from screenshots
	HideWindow bool
	Found      bool // something was wrong with the vault: there is a report
	Report     Report
}

// Screen names it.
func (SettingsState) Screen() string { return "settings" }

func (s *Settings) state() State {
	st := SettingsState{Look: s.app.look, Order: s.app.l.order, HideCodes: s.app.l.hide}
	st.CanHide, st.HideWindow = s.app.canHide(), s.app.curtain.wanted
	st.Found, st.Report = s.app.found.is, s.app.found.report
	if p := s.app.phone; p != nil {
		st.Backups, st.Trash, st.Wakeups = p.Backups != nil, p.Trash != nil, p.Wakeups != nil
		f := s.app.facts()
		st.AppLock, st.LockKind, st.LockFinger = p.Lock != nil, f.Kind, f.Finger
		st.Keyring, st.Passphrase = slices.Contains(p.Slots, "keyring"), slices.Contains(p.Slots, "passphrase")
		st.Ahead, st.ClockKnown = p.Clock.Off()
		st.Ahead, st.ClockWrong = st.Ahead.Round(time.Second), !p.Clock.Credible()
		st.ClockOff = st.ClockKnown && st.Ahead.Abs() > clockWarns
	}
	return st
}

// ShowFound opens the report of what was wrong with the vault.
func (s *Settings) ShowFound() { s.app.do(s.app.showFound) }

// Activity shows what became of all requests.
func (s *Settings) Activity() { s.app.do(func() { s.app.push(newActivity(s.app, "")) }) }

// Import takes over the codes of another app, or a backup.
func (s *Settings) Import() { s.app.do(s.app.importing) }

// AppLock opens the settings of the app lock.
func (s *Settings) AppLock() {
	s.app.do(func() {
		l := &LockSettings{app: s.app}
		s.app.push(l)
		l.look()
	})
}

// Language opens the choice of a language.
func (s *Settings) Language() { s.app.do(func() { s.app.push(&Language{app: s.app}) }) }

// Appearance opens the choice between light and dark.
func (s *Settings) Appearance() { s.app.do(func() { s.app.push(&Appearance{app: s.app}) }) }

// Lost opens what to do when the phone changes or is gone.
func (s *Settings) Lost() { s.app.do(s.app.lost) }

// Check finds out why requests do not arrive.
func (s *Settings) Check() { s.app.do(s.app.check) }

// About opens what this app is.
func (s *Settings) About() { s.app.do(func() { s.app.push(&About{app: s.app}) }) }

// Language is the choice of a language, which is taken at once.
type Language struct{ app *App }

// LanguageState shows it.
type LanguageState struct{ Chosen string } // "" follows the system

// Screen names it.
func (LanguageState) Screen() string { return "language" }

func (l *Language) state() State { return LanguageState{l.app.look.Language} }

// Choose takes a language; "" follows the system.
func (l *Language) Choose(code string) {
	l.app.do(func() {
		chosen := l.app.look
		chosen.Language = code
		l.app.setLook(chosen)
	})
}

// Appearance is the choice between light and dark, which is taken at once.
type Appearance struct{ app *App }

// AppearanceState shows it.
type AppearanceState struct{ Chosen string } // "", "light", "dark"; "" follows the system

// Screen names it.
func (AppearanceState) Screen() string { return "appearance" }

func (p *Appearance) state() State { return AppearanceState{p.app.look.Appearance} }

// Choose takes "light" or "dark"; "" follows the system.
func (p *Appearance) Choose(a string) {
	p.app.do(func() {
		chosen := p.app.look
		chosen.Appearance = a
		p.app.setLook(chosen)
	})
}
