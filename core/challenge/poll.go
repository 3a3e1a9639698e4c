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
	staleGap     = time.Second           // after a poll that was not held and told nothing new
	newsGap      = 20 * time.Millisecond // after newsBurst in a row that did: shorter than a person notices
	newsBurst    = 20
	floodGap     = 100 * time.Millisecond // after floodBurst: no sign-ins come like that
	floodBurst   = 1000
	wakeGap      = 2 * time.Second // wake-ups closer together are one
	streamPause  = 2 * time.Second // between a stream that ended and the next, less up to half at random
)

// poller asks for one account.
type poller struct {
	account core.Account
	ctx     context.Context
	stop    context.CancelFunc
	woken   chan struct{}     // capacity 1
	heard   chan struct{}     // capacity 1: its server can be reached
	look    chan core.Account // capacity 1: whose key is to be looked for
	site    *site

	rekeyFrom  time.Time // when the keys may be replaced again
	listenFrom time.Time // when the server may be asked again whether it takes a listening key
	breaks               // of a stream of its own
}

// poll asks, takes in what comes, and asks again. The first poll, and the one after
// a failure or a stream, are not held: they tell at once that the server can be
// reached, and what waits. After such a one it listens to the stream, or holds its
// polls where there is none.
func (b *Inbox) poll(p *poller) {
	wait, failed := time.Duration(0), 0
	var told pace
	for p.ctx.Err() == nil {
		visit, ok := p.site.enter(p, wait > 0)
		if !ok {
			return
		}
		if visit.probes {
			wait = 0 // the others wait for what it finds out
		}
		b.renew(p)
		p.wantsKey()
		begun := time.Now()
		reply, woken, err := b.pollOnce(p, told.cursor, wait)
		visit.leave(woken, err)
		switch {
		case woken:
			wait = 0
		case reach(err): // the server's pause is everybody's
			wait = 0
		case err != nil:
			failed++
			wait = 0
			b.pause(p, b.backoff(failed), err)
		default:
			nudge(p.heard)
			b.rekeyDue(p)
			if wait == 0 && p.streams(b.o.Now()) {
				told.next(reply, true, false)
				failed = 0
				switch anew := b.follow(p, &told); {
				case !p.streams(b.o.Now()):
					wait = api.MaxWait
				case !anew && !p.site.down():
					b.pause(p, b.o.Jitter(streamPause), nil)
				}
				continue
			}
			quick := wait > 0 && time.Since(begun) < staleGap
			gap := told.next(reply, quick, b.learnt(p))
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
	if now, ok := b.asStored(p); ok {
		b.mu.Lock() // match looks at it meanwhile
		p.account = now
		b.mu.Unlock()
	}
}

// learnt tells whether the server stated something new since the last poll was begun.
func (b *Inbox) learnt(p *poller) bool {
	now, ok := b.asStored(p)
	then := p.account.Device
	return ok && (now.Device.KeysAt > then.KeysAt || now.Device.Policy.Version > then.Policy.Version || now.Device.LabelAt > then.LabelAt)
}

func (b *Inbox) asStored(p *poller) (now core.Account, ok bool) {
	now, err := b.store.Account(p.account.ID)
	return now, err == nil && now.State == core.Active && now.Device != nil && now.Device.ID == p.account.Device.ID
}

// pace keeps a server that answers at once from being asked without end: at once
// again only for news.
type pace struct {
	cursor string
	said   string
	quick  int
	fresh  bool // the last reply was news, and the next may say no more than that it is taken in
}

// next takes a reply in, which may have come quickly and with a statement that was new,
// and says how long to wait before the next poll.
func (p *pace) next(reply api.FetchReply, quick, learnt bool) time.Duration {
	said := strings.Join(reply.Challenges, " ") + fmt.Sprint(reply.Gone)
	news := reply.ServerTime > 0 && (learnt || said != p.said)
	if reply.ServerTime > 0 {
		p.said = said
	}
	p.cursor = reply.Cursor
	echo := p.fresh && !news
	p.fresh = news
	switch {
	case !quick:
		p.quick = 0
		return 0
	case !news && !echo:
		return staleGap
	}
	switch p.quick++; {
	case p.quick > floodBurst:
		return floodGap
	case p.quick > newsBurst:
		return newsGap
	}
	return 0
}

// pollOnce makes one poll.
func (b *Inbox) pollOnce(p *poller, cursor string, wait time.Duration) (reply api.FetchReply, woken bool, err error) {
	woken, err = p.breakable(wait > 0, func(ctx context.Context) (err error) {
		reply, err = b.ask(ctx, p.account, cursor, wait)
		return err
	})
	return reply, woken, err
}

// breakable runs what listens to the server, and breaks it off, where it is held, if
// a wake-up says that it may hang on a connection that is dead.
func (p *poller) breakable(held bool, listen func(context.Context) error) (woken bool, err error) {
	ctx, cancel := context.WithCancel(p.ctx)
	defer cancel()
	done := make(chan error, 1)
	go func() { done <- listen(ctx) }()
	early := time.NewTimer(wakeGap)
	defer early.Stop()
	var wake chan struct{} // not listened to while it is fresh
	for {
		select {
		case err := <-done:
			return false, err
		case <-early.C:
			if held {
				wake = p.woken
			}
		case <-wake:
			cancel()
			<-done
			return true, nil
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
