package challenge

import (
	"context"
	"sync"
	"time"

	"kauth/core"
)

// site is a server that some accounts listen to. What concerns the server concerns all
// of them at once: one of them finds out whether it can be reached again, at the pace
// of one, and one connection tells all of them what is new.
type site struct {
	b *Inbox

	mu      sync.Mutex
	pollers int           // accounts that listen here
	until   time.Time     // nobody asks before
	urgent  bool          // a wake-up may end that wait
	failed  int           // times in a row that it could not be reached
	round   int           // rises with each of them
	known   bool          // it was reached since the last failure
	probing bool          // one finds out, the others wait for it
	changed chan struct{} // closes when something of the above changes
	turns   chan struct{} // how many may ask at once

	breaks            // of the one connection
	apart   time.Time // until then each has a connection of its own
	seats   map[*seat]bool
	seated  chan struct{} // capacity 1: the seats changed
	running bool
}

// unheld polls of one server at once: a connection each.
const atOnce = 2

func newSite(b *Inbox) *site {
	return &site{
		b: b, changed: make(chan struct{}), turns: make(chan struct{}, atOnce),
		seats: map[*seat]bool{}, seated: make(chan struct{}, 1),
	}
}

// tell has everybody who waits look again. It is called with mu held.
func (s *site) tell() {
	close(s.changed)
	s.changed = make(chan struct{})
}

// visit is a permission to ask.
type visit struct {
	s       *site
	round   int
	probes  bool
	hasTurn bool
}

// enter waits until the poller may ask; false where its time is over.
func (s *site) enter(p *poller, held bool) (v visit, ok bool) {
	for p.ctx.Err() == nil {
		s.mu.Lock()
		wait, changed := s.until.Sub(s.b.o.Now()), s.changed
		if wait <= 0 && (s.known || !s.probing) {
			v = visit{s: s, round: s.round, probes: !s.known}
			s.probing = s.probing || v.probes
			s.mu.Unlock()
			return s.turn(p, v, held)
		}
		wake := p.woken
		if wait > 0 && !s.urgent {
			wake = nil
		}
		s.mu.Unlock()
		s.wait(p, wait, changed, wake)
	}
	return v, false
}

// wait ends with the pause, with a change, or with a wake-up, which ends the pause.
func (s *site) wait(p *poller, d time.Duration, changed, wake <-chan struct{}) {
	var over <-chan time.Time
	if d > 0 {
		t := time.NewTimer(d)
		defer t.Stop()
		over = t.C
	}
	select {
	case <-over:
	case <-changed:
	case <-p.ctx.Done():
	case <-wake:
		s.mu.Lock()
		s.until = time.Time{}
		s.tell()
		s.mu.Unlock()
	}
}

// turn keeps a crowd of accounts from opening a connection each. A held poll has one
// anyway.
func (s *site) turn(p *poller, v visit, held bool) (visit, bool) {
	if held || v.probes {
		return v, true
	}
	select {
	case s.turns <- struct{}{}:
		v.hasTurn = true
		return v, true
	case <-p.ctx.Done():
		return v, false
	}
}

// leave says what came of it. Those who asked in the same round and failed are one
// failure.
func (v visit) leave(woken bool, err error) {
	s := v.s
	if v.hasTurn {
		<-s.turns
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if v.probes {
		s.probing = false
	}
	switch {
	case woken, core.KindOf(err) == core.Cancelled: // it says nothing of the server
	case !reach(err):
		s.failed, s.known = 0, true
	case v.round == s.round:
		s.round++
		s.failed++
		s.known = false
		s.pause(max(s.b.backoff(s.failed), retryAfter(err)), core.KindOf(err) != core.RateLimited)
	}
	s.tell()
}

// pause keeps all accounts from asking for a while. It is called with mu held.
func (s *site) pause(d time.Duration, urgent bool) {
	s.until, s.urgent = s.b.o.Now().Add(d), urgent
}

// down tells whether nobody may ask now.
func (s *site) down() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.until.After(s.b.o.Now())
}

// siteOf is the poller's server. It is called with b.mu held.
func (b *Inbox) siteOf(ctx context.Context, origin string, running *sync.WaitGroup) *site {
	s := b.sites[origin]
	if s == nil {
		s = newSite(b)
		b.sites[origin] = s
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if !s.running { // what an earlier Run found out may be long ago
		s.running, s.known, s.probing, s.failed, s.until = true, false, false, 0, time.Time{}
		running.Go(func() { s.run(ctx) })
	}
	return s
}
