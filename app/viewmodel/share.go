package viewmodel

import (
	"time"

	"kauth/core"
	"kauth/core/transfer"
)

// Share is QR codes on the screen, for another phone to scan: one account, or all of
// them in parts. Each is a secret: it is shown on request, for a minute at most, and
// only while the window is in front.
type Share struct {
	app     *App
	account core.Account // one; zero: all of them
	parts   []string
	left    int // accounts that such codes cannot hold
	at      int
	open    bool // the code is on the screen
	asked   int
	until   time.Time
}

// shareTime is how long a code stays on the screen: long enough to find the other
// phone's camera.
const shareTime = time.Minute

// ShareState shows it. Text is "" while nothing is to be seen.
type ShareState struct {
	Title, Label string // of the account; "" for all of them
	Linked       bool   // it has a server: the requests do not go with the code
	Counter      bool   // HOTP: only one of the two phones can go on with it
	Text         string // the address that the QR code says
	At, Of       int    // this one, from 1; how many there are
	Left         int    // accounts that are not in them
	Seconds      int    // until it is hidden
}

// Screen names it.
func (ShareState) Screen() string { return "share" }

func newShare(a *App, acc core.Account, parts []string, left int) *Share {
	return &Share{app: a, account: acc, parts: parts, left: left}
}

func (s *Share) state() State {
	st := ShareState{At: s.at + 1, Of: len(s.parts), Left: s.left}
	if s.account.ID != "" {
		st.Title, st.Label, st.Of = s.account.Title(), s.account.Label, 1
		st.Linked, st.Counter = s.account.Device != nil, s.account.OTP.Type == core.HOTP
	}
	if !s.open || s.app.hidden() || s.app.b.away || st.Of == 0 {
		return st
	}
	st.Seconds = int((s.until.Sub(s.app.p.Now()) + time.Second - 1) / time.Second)
	if st.Text = s.text(); st.Seconds <= 0 {
		st.Text, st.Seconds = "", 0
	}
	return st
}

// text is read when it is needed: an account's secret is not kept by the page.
func (s *Share) text() string {
	if s.account.ID == "" {
		return s.parts[s.at]
	}
	acc, ok := s.app.account(s.account.ID)
	if !ok || acc.OTP.Secret.Len() == 0 {
		return ""
	}
	return transfer.Address(acc)
}

// Share goes to showing the account's QR code.
func (d *Detail) Share() {
	d.app.do(func() {
		if acc := d.current(); acc.OTP.Secret.Len() > 0 {
			d.app.push(newShare(d.app, acc.Bare(), nil, 0))
		}
	})
}

// Show puts the code on the screen, once the person has opened the lock anew.
func (s *Share) Show() {
	s.app.do(func() {
		if !s.open && s.app.top() == page(s) && s.account.ID != "" {
			s.app.whoIsThere(s.show)
		}
	})
}

func (s *Share) show() {
	s.asked++
	n := s.asked
	s.open, s.until = true, s.app.p.Now().Add(shareTime)
	s.app.later(shareTime, func() {
		if s.asked == n {
			s.hide()
		}
	})
}

// Hide takes it off the screen.
func (s *Share) Hide() { s.app.do(s.hide) }

func (s *Share) hide() {
	s.open, s.asked = false, s.asked+1
	if s.account.ID == "" {
		s.app.pop(s) // all codes were asked for once: not again without the lock
	}
}

// Next shows the next part, for a minute again.
func (s *Share) Next(by int) {
	s.app.do(func() {
		if to := s.at + by; s.open && to >= 0 && to < len(s.parts) {
			s.at = to
			s.show()
		}
	})
}
