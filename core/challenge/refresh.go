package challenge

import (
	"context"
	"time"

	"kauth/core"
)

// grace is how long the other servers have once one has a request.
const grace = 300 * time.Millisecond

// Refresh asks for every linked account once, in parallel, and returns the first
// problem after trying all. With a wait (at most api.MaxWait) the servers hold
// until there is news, and the first request that waits lets all of them go.
func (b *Inbox) Refresh(ctx context.Context, wait time.Duration) error {
	accounts, err := b.linked()
	if err != nil {
		return err
	}
	held, release := context.WithCancel(ctx)
	defer release()
	type result struct {
		n   int
		err error
	}
	results := make(chan result, len(accounts))
	for n, a := range accounts {
		go func() {
			_, err := b.fetch(held, a, "", wait)
			results <- result{n, err}
		}()
	}
	errs := make([]error, len(accounts))
	for released := false; len(accounts) > 0; accounts = accounts[1:] {
		r := <-results
		if ctx.Err() == nil && held.Err() != nil && core.KindOf(r.err) == core.Cancelled {
			continue // let go by ourselves
		}
		errs[r.n] = r.err
		if wait > 0 && !released && len(b.Pending()) > 0 {
			// Let in what comes at the same moment, then hold nobody up.
			released = true
			defer time.AfterFunc(grace, release).Stop()
		}
	}
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	return nil
}
