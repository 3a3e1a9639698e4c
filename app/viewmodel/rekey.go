package viewmodel

import (
	"context"

	"kauth/core"
)

// Rekey gives this phone a new key at the server of each linked account, now and not
// when the old one is 90 days old: for tests, and for the headless phone.
func (a *App) Rekey(ctx context.Context) error {
	result := make(chan error, 1)
	a.send(func() {
		if a.phone == nil {
			result <- core.E("viewmodel.Rekey", core.Locked, nil)
			return
		}
		inbox, accounts := a.phone.Inbox, a.accounts
		go func() {
			var first error
			for _, acc := range accounts {
				if acc.State != core.Active {
					continue
				}
				if err := inbox.Rekey(ctx, acc.ID); err != nil && first == nil {
					first = err
				}
			}
			result <- first
		}()
	})
	select {
	case err := <-result:
		return err
	case <-ctx.Done():
		return core.E("viewmodel.Rekey", core.Cancelled, ctx.Err())
	}
}
