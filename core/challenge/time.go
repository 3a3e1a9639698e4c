package challenge

import (
	"time"

	"kauth/core"
)

// serverClock is what a server last said of the time, and when it said so.
type serverClock struct {
	server time.Time
	at     time.Time // with a monotonic reading
}

func (s serverClock) now(phone time.Time) time.Time { return s.server.Add(phone.Sub(s.at)) }

// observe sets a server's clock by the reply to what was asked at that time.
// server_time is in whole seconds and may have been on its way as long as the whole
// exchange took; so an earlier reading that says no more than that is nearer. Where
// it says more, the server's clock was set back.
func (b *Inbox) observe(origin string, seconds int64, asked time.Time) {
	if seconds <= 0 {
		return
	}
	phone, said := b.o.Now(), time.Unix(seconds, 0)
	if old, ok := b.clocks[origin]; ok {
		if ahead := old.now(phone).Sub(said); ahead > 0 && ahead < phone.Sub(asked)+2*time.Second {
			return
		}
	}
	b.clocks[origin] = serverClock{server: said, at: phone}
}

// serverNow is the time at a server; false where it has not said yet.
func (b *Inbox) serverNow(origin string) (time.Time, bool) {
	c, ok := b.clocks[origin]
	return c.now(b.o.Now()), ok
}

// Remaining is how long a request can still be answered, by server time; 0 where
// its time is over or nothing is known of it.
func (b *Inbox) Remaining(c core.Challenge) time.Duration {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.remaining(b.origins[c.Account], c)
}

func (b *Inbox) remaining(origin string, c core.Challenge) time.Duration {
	now, ok := b.serverNow(origin)
	if !ok {
		r := b.requests[c.ID]
		if r == nil || r.guess == nil {
			return 0
		}
		now = r.guess.now(b.o.Now())
	}
	return min(max(c.Expires.Sub(now), 0), c.Expires.Sub(c.Issued))
}

// expire ends the requests whose time is over and forgets what ended long ago.
func (b *Inbox) expire() (events []Event) {
	b.mu.Lock()
	defer b.mu.Unlock()
	for id, r := range b.requests {
		if b.remaining(r.origin, r.Challenge) <= 0 && len(r.turn) == 0 {
			events = append(events, b.end(id, Ended{Outcome: core.TimedOut})...)
		}
	}
	for id, e := range b.ended {
		if b.o.Now().After(e.until) {
			delete(b.ended, id)
		}
	}
	return events
}

// nextExpiry is how long until a request's time is over.
func (b *Inbox) nextExpiry() (time.Duration, bool) {
	b.mu.Lock()
	defer b.mu.Unlock()
	next, any := time.Duration(0), false
	for _, r := range b.requests {
		if len(r.turn) > 0 {
			continue // its answer decides
		}
		if d := b.remaining(r.origin, r.Challenge); !any || d < next {
			next, any = d, true
		}
	}
	return next, any
}
