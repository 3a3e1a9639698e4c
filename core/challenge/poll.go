package challenge

import (
	"context"
	"fmt"
	"strings"
	"time"

	"kauth/core"
	"kauth/core/api"
)

// The waits after a failed poll, and between polls that are answered at once.
const (
	firstBackoff = time.Second
	lastBackoff  = 60 * time.Second
	staleGap     = time.Second            // after a poll that was not held and told nothing new
	newsGap      = 100 * time.Millisecond // after many in a row that did
	newsBurst    = 20
	wakeGap      = 2 * time.Second // wake-ups closer together are one
)

// poller asks for one account.
type poller struct {
	account core.Account
	ctx     context.Context
	stop    context.CancelFunc
	woken   chan struct{} // capacity 1

	rekeyFrom time.Time // when the device key may be replaced again
}

// poll asks, takes in what comes, and asks again. The first poll, and the one after
// a failure, are not held: they tell at once that the server can be reached.
func (b *Inbox) poll(p *poller) {
	wait, failed := time.Duration(0), 0
	var told pace
	for p.ctx.Err() == nil {
		b.renew(p)
		begun := time.Now()
		reply, woken, err := b.pollOnce(p, told.cursor, wait)
		switch {
		case woken:
			wait = 0
		case err != nil:
			failed++
			wait = 0
			b.pause(p, b.backoff(failed), err)
		default:
			b.rekeyDue(p)
			gap := told.next(reply, wait > 0 && time.Since(begun) < staleGap)
			failed, wait = 0, api.MaxWait
			if gap > 0 {
				b.pause(p, gap, nil)
			}
		}
	}
}

// renew reads the account again: its keys, or those of its server, may be others
// since the last poll.
func (b *Inbox) renew(p *poller) {
	now, err := b.store.Account(p.account.ID)
	if err == nil && now.State == core.Active && now.Device != nil && now.Device.ID == p.account.Device.ID {
		p.account = now
	}
}

// pace keeps a server that answers at once from being asked without end: at once
// again only for news.
type pace struct {
	cursor string
	said   string
	quick  int
}

// next takes a reply in and says how long to wait before the next poll.
func (p *pace) next(reply api.FetchReply, quick bool) time.Duration {
	said := strings.Join(reply.Challenges, " ") + fmt.Sprint(reply.Gone)
	news := reply.ServerTime > 0 && said != p.said
	if reply.ServerTime > 0 {
		p.said = said
	}
	p.cursor = reply.Cursor
	switch {
	case !quick:
		p.quick = 0
		return 0
	case !news:
		return staleGap
	}
	p.quick++
	if p.quick > newsBurst {
		return newsGap
	}
	return 0
}

// pollOnce makes one poll, and breaks it off where a wake-up says that it may hang
// on a connection that is dead.
func (b *Inbox) pollOnce(p *poller, cursor string, wait time.Duration) (reply api.FetchReply, woken bool, err error) {
	ctx, cancel := context.WithCancel(p.ctx)
	defer cancel()
	type result struct {
		reply api.FetchReply
		err   error
	}
	done := make(chan result, 1)
	go func() {
		reply, err := b.fetch(ctx, p.account, cursor, wait)
		done <- result{reply, err}
	}()
	early := time.NewTimer(wakeGap)
	defer early.Stop()
	var wake chan struct{} // not listened to while the poll is fresh
	for {
		select {
		case r := <-done:
			return r.reply, false, r.err
		case <-early.C:
			if wait > 0 {
				wake = p.woken
			}
		case <-wake:
			cancel()
			<-done
			return api.FetchReply{}, true, nil
		}
	}
}

// pause waits after a failure. A wake-up ends it, unless the server asked to be
// left alone.
func (b *Inbox) pause(p *poller, d time.Duration, err error) {
	wake := p.woken
	if after := retryAfter(err); after > 0 {
		d = max(d, after)
		if core.KindOf(err) == core.RateLimited {
			wake = nil
		}
	}
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-t.C:
	case <-wake:
	case <-p.ctx.Done():
	}
}

// backoff is 1, 2, 4 ... 60 s, less up to half of it at random, so that phones do
// not come back all at once when their server does.
func (b *Inbox) backoff(failed int) time.Duration {
	d := firstBackoff << min(failed-1, 6)
	return max(b.o.Jitter(min(d, lastBackoff)), firstBackoff)
}
