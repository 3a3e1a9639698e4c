package viewmodel

import (
	"context"
)

// unlock tries a PIN or a passphrase, and wipes it. Where the app was locked meanwhile
// the vault is shut again.
func (a *App) unlock(secret []byte, after func(error)) {
	shift := a.shift.Load()
	lock, ctx := a.phone.Lock, a.ctx
	go func() {
		err := lock.Unlock(ctx, secret)
		clear(secret)
		a.send(func() {
			if a.shift.Load() != shift {
				lock.Shut()
				return
			}
			if err == nil {
				a.given = newVigil(a.p.Now)
			}
			after(err)
		})
	}()
}

// openWith opens a vault that has no keyring, and goes on with what is in it.
func (a *App) openWith(secret []byte, after func(error)) {
	open := func(ctx context.Context) (*Phone, error) {
		defer clear(secret)
		return a.p.Opener.OpenWith(ctx, secret)
	}
	work(a, open, func(p *Phone, err error) {
		after(err)
		if err == nil {
			a.opened(p)
		}
	})
}
