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

// breaks counts the streams that broke.
type breaks struct {
	from   time.Time // when a stream may be tried again
	broken int       // in a row
}

// note takes in how a stream ended.
func (k *breaks) note(now, begun time.Time, opened bool, err error) {
	switch {
	case now.Sub(begun) >= streamHealthy:
		k.broken = 0
	case !opened && !passing(err):
		k.broken, k.from = 0, now.Add(streamRefused)
	default:
		if k.broken++; k.broken >= streamBreaks {
			k.broken, k.from = 0, now.Add(streamRest)
		}
	}
}

// streams tells whether the account may listen to a stream now.
func (p *poller) streams(now time.Time) bool {
	p.site.mu.Lock()
	defer p.site.mu.Unlock()
	return !now.Before(p.from) && !now.Before(p.site.from)
}

// follow takes in a stream until it ends. anew says that we broke it off ourselves,
// to begin again at once. Its failures are nobody's trouble: the poll that comes after it tells.
func (b *Inbox) follow(p *poller, told *pace) (anew bool) {
	last := time.Now()
	woken, err := p.breakable(true, func(ctx context.Context) error {
		return b.listen(ctx, p, told.cursor, func(reply api.FetchReply, by ticket) error {
			by.at = b.o.Now().Add(-time.Second) // it was said just now, however long we waited
			if err := b.takeReply(ctx, p.account, reply, by); err != nil {
				return err
			}
			nudge(p.heard)
			gap := told.next(reply, time.Since(last) < staleGap, b.learnt(p))
			if gap > 0 && !sleep(ctx, gap) {
				return core.E("challenge.follow", core.Cancelled, ctx.Err())
			}
			last = time.Now()
			if len(reply.Statements) > 0 {
				return errAnew // the next proof says that we have it
			}
			return nil
		})
	})
	return woken || errors.Is(err, errAnew)
}

// listen is over the connection of all the server's accounts, or one of its own where
// the server knows no such thing.
func (b *Inbox) listen(ctx context.Context, p *poller, cursor string, take func(api.FetchReply, ticket) error) error {
	begun, opened := b.o.Now(), false
	p.site.mu.Lock()
	apart := begun.Before(p.site.apart)
	p.site.mu.Unlock()
	if !apart {
		return p.site.listen(ctx, *p.account.Device, cursor, take)
	}
	by := b.streamTicket()
	ctx, cancel := context.WithTimeout(ctx, streamLife)
	defer cancel()
	err := b.server.Stream(ctx, *p.account.Device, cursor, func(reply api.FetchReply) error {
		opened = true
		return take(reply, by)
	})
	if ctx.Err() != nil || errors.Is(err, errAnew) {
		p.broken = 0
	} else {
		p.note(b.o.Now(), begun, opened, err)
	}
	return err
}

// ticket counts what is asked for from now on.
func (b *Inbox) ticket() ticket {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.fetches++
	return ticket{n: b.fetches, at: b.o.Now()}
}

// streamTicket is for all that a connection says: what came before it began, and what
// it said itself.
func (b *Inbox) streamTicket() ticket {
	t := b.ticket()
	t.stream = t.n
	return t
}
