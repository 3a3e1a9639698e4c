package viewmodel

import (
	"slices"
	"time"
)

// Settings has the choices that are not secret, and what protects the vault.
type Settings struct{ app *App }

// SettingsState shows them.
type SettingsState struct {
	Look       Look
	Keyring    bool          // the vault's key is in the system's keyring
	Passphrase bool          // the vault opens with a passphrase
	ClockKnown bool          // a server told the time
	Ahead      time.Duration // how far the phone's clock is ahead; negative is behind
	ClockOff   bool          // by so much that codes would fail without the correction
}

// Screen names it.
func (SettingsState) Screen() string { return "settings" }

func (s *Settings) state() State {
	st := SettingsState{Look: s.app.look}
	if p := s.app.phone; p != nil {
		st.Keyring, st.Passphrase = slices.Contains(p.Slots, "keyring"), slices.Contains(p.Slots, "passphrase")
		st.Ahead, st.ClockKnown = p.Clock.Off()
		st.Ahead = st.Ahead.Round(time.Second)
		st.ClockOff = st.ClockKnown && st.Ahead.Abs() > clockWarns
	}
	return st
}

// Language chooses a language at once; "" follows the system.
func (s *Settings) Language(code string) {
	s.app.do(func() {
		l := s.app.look
		l.Language = code
		s.app.setLook(l)
	})
}

// Appearance chooses "light" or "dark" at once; "" follows the system.
func (s *Settings) Appearance(a string) {
	s.app.do(func() {
		l := s.app.look
		l.Appearance = a
		s.app.setLook(l)
	})
}
