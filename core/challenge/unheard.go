package challenge

import (
	"context"
	"time"

	"kauth/core"
)

// unheardFor is how long after a request's time its server still hears that. The
// reference server keeps requests for a day (docs/protocol.md).
const unheardFor = 24 * time.Hour

// after says what an account's server has not heard, now that it can be reached, and
// forgets what is old.
func (b *Inbox) after(ctx context.Context, a core.Account) {
	b.refuseAgain(ctx, a)
	b.disownAgain(ctx, a)
	b.prune()
}

// behind is after for as long as the account is listened to, beside that: it may take
// half a minute, and the next request must not wait for it.
func (b *Inbox) behind(p *poller, a core.Account) {
	for {
		select {
		case <-p.heard:
			b.after(p.ctx, a)
		case <-p.ctx.Done():
			return
		}
	}
}

// disownAgain says what a server has not heard yet, now that it can be reached.
func (b *Inbox) disownAgain(ctx context.Context, a core.Account) {
	for _, r := range b.kept(unheardBucket, a.ID) {
		if b.saidByNow(ctx, r) {
			b.drop(unheardBucket, r.ID)
		}
	}
}

// saidByNow says it, and tells whether there is nothing left to say.
func (b *Inbox) saidByNow(ctx context.Context, r core.Record) bool {
	b.mu.Lock()
	_, waits := b.requests[r.ID]
	e, over := b.ended[r.ID]
	now, known := b.serverNow(r.Origin)
	b.mu.Unlock()
	switch {
	case waits: // its NO is on its way (refuseAgain)
		return false
	case over && e.sent && e.Outcome == core.Refused:
		return true
	case known && now.After(r.Expires.Add(unheardFor)):
		return true
	}
	_, err := b.Disown(ctx, r)
	return err == nil || !passing(err) && core.KindOf(err) != core.Locked && core.KindOf(err) != core.Cancelled
}
