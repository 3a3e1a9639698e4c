package viewmodel

import (
	"time"

	"kauth/core"
)

// Nothing tells that a request was lost on its way: neither the server nor this phone has
// seen anything go wrong. That its person copies codes, and no request comes for days, does.
const (
	quietCodes = 3
	quietTime  = 7 * 24 * time.Hour
)

// tallied counts a code that was copied.
func (a *App) tallied(acc *core.Account) {
	acc.Uses++
	if acc.Device == nil {
		return
	}
	if acc.Quiet++; acc.Quiet == 1 {
		acc.QuietSince = a.p.Now()
	}
}

// quiet tells an account that lives by its codes while its requests are said to work.
func (a *App) quiet(acc core.Account) bool {
	return acc.Device != nil && acc.Quiet >= quietCodes && a.p.Now().Sub(acc.QuietSince) >= quietTime
}

// arrived begins the tally again: a request came, or the person has looked into it.
func (a *App) arrived(id core.AccountID) {
	for i := range a.accounts {
		acc := &a.accounts[i]
		if acc.ID != id || acc.Quiet == 0 {
			continue
		}
		acc.Quiet, acc.QuietSince = 0, time.Time{}
		accounts := a.phone.Accounts
		go func() {
			_ = accounts.UpdateAccount(id, func(now *core.Account) error {
				now.Quiet, now.QuietSince = 0, time.Time{}
				return nil
			})
		}()
	}
}
