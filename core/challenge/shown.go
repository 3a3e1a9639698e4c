package challenge

import (
	"context"
	"time"

	"kauth/core"
)

// shownTries is how often a server is told, 1 and then 2 s apart: after that the page
// offers a code, which is no harm.
const shownTries = 3

// Shown tells the server that a request that waits is before the person's eyes, or
// that the system took a notification of it; once for each request, however often it
// is called. A failure changes nothing about the request.
func (b *Inbox) Shown(ctx context.Context, challengeID string) error {
	account, ok := b.tellShown(challengeID)
	if !ok {
		return nil
	}
	for try := 1; ; try++ {
		a, err := b.store.Account(account)
		if err == nil && a.Device != nil {
			err = b.o.Tell(ctx, *a.Device, challengeID)
		}
		if err == nil || !worthAgain(err) {
			return err
		}
		if try == shownTries || !sleep(ctx, time.Duration(try)*time.Second) || !b.waits(challengeID) {
			b.forgetShown(challengeID)
			return err
		}
	}
}

// worthAgain tells a failure that may pass by itself.
func worthAgain(err error) bool {
	switch core.KindOf(err) {
	case core.Offline, core.Slow, core.ServerDown, core.RateLimited:
		return true
	}
	return false
}

// tellShown takes it upon the caller to tell. What came without a network is not told:
// there is nobody to hear it.
func (b *Inbox) tellShown(id string) (core.AccountID, bool) {
	b.mu.Lock()
	defer b.mu.Unlock()
	r := b.requests[id]
	if b.o.Tell == nil || r == nil || r.saidShown || r.scanned {
		return "", false
	}
	r.saidShown = true
	return r.Account, true
}

func (b *Inbox) waits(id string) bool {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.requests[id] != nil
}

func (b *Inbox) forgetShown(id string) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if r := b.requests[id]; r != nil {
		r.saidShown = false
	}
}
