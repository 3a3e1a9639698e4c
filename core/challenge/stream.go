package challenge

import (
	"context"
	"errors"
	"time"

	"kauth/core"
	"kauth/core/api"
)

// An account listens to its server's stream. Where that is refused, or breaks again
// and again (a proxy may keep it back), it falls back to long polls for a while.
const (
	streamHealthy = time.Minute      // one that lasted this long was no failure
	streamBreaks  = 3                // in a row, before long polls take over
	streamRest    = 10 * time.Minute // of long polls after that
	streamRefused = time.Hour        // of long polls where there is no stream
	streamLife    = 6 * time.Hour    // then it begins anew: proofs, keys and accounts may have changed
)

// errAnew ends a stream of our own accord.
var errAnew = errors.New("the stream begins anew")

// streams tells whether the account may listen to a stream now.
func (p *poller) streams(now time.Time) bool { return !now.Before(p.streamFrom) }

// follow takes in a stream until it ends. anew says that we broke it off ourselves,
// to begin again at once. Its failures are nobody's trouble: the poll that comes after it tells.
func (b *Inbox) follow(p *poller, told *pace) (anew bool) {
	begun := b.o.Now()
	opened := false
	woken, err := p.breakable(true, func(ctx context.Context) error {
		ctx, cancel := context.WithTimeout(ctx, streamLife)
		defer cancel()
		next, last := b.ticket(), time.Now()
		return b.server.Stream(ctx, *p.account.Device, told.cursor, func(reply api.FetchReply) error {
			opened = true
			next.at = b.o.Now().Add(-time.Second) // it was said just now, however long we waited
			if err := b.takeReply(ctx, p.account, reply, next); err != nil {
				return err
			}
			gap := told.next(reply, time.Since(last) < staleGap, b.learnt(p))
			if gap > 0 && !sleep(ctx, gap) {
				return core.E("challenge.follow", core.Cancelled, ctx.Err())
			}
			next, last = b.ticket(), time.Now()
			if len(reply.Statements) > 0 {
				return errAnew // the next proof says that we have it
			}
			return nil
		})
	})
	now := b.o.Now()
	switch {
	case woken, p.ctx.Err() != nil, errors.Is(err, errAnew), now.Sub(begun) >= streamHealthy:
		p.broken = 0
	case !opened && !passing(err):
		p.broken, p.streamFrom = 0, now.Add(streamRefused)
	default:
		if p.broken++; p.broken >= streamBreaks {
			p.broken, p.streamFrom = 0, now.Add(streamRest)
		}
	}
	return woken || errors.Is(err, errAnew)
}

// ticket counts what is asked for from now on.
func (b *Inbox) ticket() ticket {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.fetches++
	return ticket{b.fetches, b.o.Now()}
}
