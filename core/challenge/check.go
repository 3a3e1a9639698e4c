package challenge

import (
	"context"
	"errors"

	"kauth/core"
)

var errGone = errors.New("its server has taken it off this phone")

// Check asks once, now, what waits for an account, and takes it in. Its error is why
// requests for that account do not arrive: core.NotLinked also where the server has
// just said that the account is gone from this phone.
func (b *Inbox) Check(ctx context.Context, id core.AccountID) error {
	a, err := b.store.Account(id)
	if err != nil {
		return err
	}
	if a.Device == nil || a.State != core.Active {
		return core.E("challenge.Check", core.Unsupported, nil)
	}
	if _, err := b.fetch(ctx, a, "", 0); err != nil {
		return err
	}
	if _, err := b.store.Account(id); core.KindOf(err) == core.NotFound {
		return core.E("challenge.Check", core.NotLinked, errGone)
	}
	return nil
}

// Woken looks at an account because a wake-up for it came: its poll asks again now, and
// where none is held it is asked once.
func (b *Inbox) Woken(ctx context.Context, id core.AccountID) error {
	b.mu.Lock()
	p := b.pollers[id]
	b.mu.Unlock()
	if p != nil && p.ctx.Err() == nil {
		nudge(p.woken)
		return nil
	}
	return b.Check(ctx, id)
}
