package viewmodel

import (
	"time"

	"kauth/core"
	"kauth/core/otp"
)

// CodeView is a code as it is shown.
type CodeView struct {
	Digits   string  // grouped: "482 913"; "" where there is none
	Next     string  // grouped
	Seconds  int     // that it still has
	Fraction float64 // of its life that is left
	Last     bool    // the last 5 seconds
	Hidden   bool    // Digits are dots: a tap shows them for a while
}

// code is an account's code for now, by the clock of its own server.
func (a *App) code(acc core.Account) CodeView {
	v, _ := codeAt(acc.OTP, a.timeFor(acc))
	return v
}

// codeAt is the code for t, and how long it holds.
func codeAt(o core.OTP, t time.Time) (CodeView, time.Duration) {
	c, err := otp.At(o, t)
	if err != nil {
		return CodeView{}, 0
	}
	v := CodeView{Digits: otp.Group(c.Digits), Next: otp.Group(c.Next)}
	return v.with(c.Left, c.Period), c.Left
}

// with is the code with that much left of its life; a counter's has none.
func (v CodeView) with(left, period time.Duration) CodeView {
	if period > 0 {
		v.Seconds = int((left + time.Second - 1) / time.Second)
		v.Fraction = float64(v.Seconds) * float64(time.Second) / float64(period)
		v.Last = v.Seconds <= 5
	}
	return v
}

func (a *App) timeFor(acc core.Account) time.Time {
	if acc.Device != nil {
		return a.phone.Clock.At(acc.Device.Origin)
	}
	return a.phone.Clock.Now()
}

// Copy copies an account's code.
func (h *Home) Copy(id core.AccountID) {
	h.app.do(func() {
		acc, ok := h.app.account(id)
		if ok && acc.State != core.Unconfirmed && acc.State != core.Registering {
			h.app.copyFrom(acc)
		}
	})
}

// copyFrom copies the code for now; a counter moves on first, so that no code is
// given out twice.
func (a *App) copyFrom(acc core.Account) {
	c, err := otp.At(acc.OTP, a.timeFor(acc))
	if err != nil {
		return
	}
	if acc.OTP.Type == core.HOTP && !a.count(acc) {
		return
	}
	hidden := a.hides(acc.ID) && acc.OTP.Type != core.HOTP
	a.copySecret(c.Digits)
	if hidden {
		a.reveal(acc.ID)
		a.say(ToastRevealed)
	}
	a.used(acc.ID)
}

func (a *App) count(acc core.Account) bool {
	err := a.phone.Accounts.UpdateAccount(acc.ID, func(now *core.Account) error {
		now.OTP.Counter++
		return nil
	})
	if err != nil {
		a.push(&Trouble{app: a, problem: problem(err)})
		return false
	}
	if err := a.reload(); err != nil {
		a.push(&Trouble{app: a, problem: problem(err)})
		return false
	}
	return true
}
