package stub

import (
	"context"
	"sync"
	"time"
)

// broadcaster wakes held polls by topic: a device, a login or a link offer. A topic
// is there only while somebody waits for it.
type broadcaster struct {
	mu      sync.Mutex
	waiting map[string]map[chan struct{}]struct{}
}

// on gives a channel that gets the topic's wakes until leave is called. Ask before
// reading the state: a change in between is then not missed.
func (b *broadcaster) on(topic string) (woken <-chan struct{}, leave func()) {
	c := make(chan struct{}, 1)
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.waiting == nil {
		b.waiting = map[string]map[chan struct{}]struct{}{}
	}
	if b.waiting[topic] == nil {
		b.waiting[topic] = map[chan struct{}]struct{}{}
	}
	b.waiting[topic][c] = struct{}{}
	return c, func() {
		b.mu.Lock()
		defer b.mu.Unlock()
		delete(b.waiting[topic], c)
		if len(b.waiting[topic]) == 0 {
			delete(b.waiting, topic)
		}
	}
}

func (b *broadcaster) wake(topic string) {
	b.mu.Lock()
	defer b.mu.Unlock()
	for c := range b.waiting[topic] {
		select {
		case c <- struct{}{}:
		default: // it has one to read already
		}
	}
}

// hold calls look at once and after every wake of the topic, until look says
// done, the wait is over, the caller is gone or the server ends.
func (s *Server) hold(ctx context.Context, topic string, wait time.Duration, look func() (done bool, err error)) error {
	timer := time.NewTimer(wait)
	defer timer.Stop()
	woken, leave := s.wakes.on(topic)
	defer leave()
	for {
		if done, err := look(); done || err != nil || wait <= 0 {
			return err
		}
		select {
		case <-woken:
			continue
		case <-timer.C:
		case <-ctx.Done():
		case <-s.life.Done():
		}
		return nil
	}
}

// polls keeps one held poll a device: a newer one ends the older.
type polls struct {
	mu   sync.Mutex
	held map[string]*poll
}

type poll struct{ cancel context.CancelFunc }

// begin gives the poll's context and how it ends.
func (p *polls) begin(ctx context.Context, device string) (context.Context, func()) {
	ctx, cancel := context.WithCancel(ctx)
	mine := &poll{cancel}
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.held == nil {
		p.held = map[string]*poll{}
	}
	if older := p.held[device]; older != nil {
		older.cancel()
	}
	p.held[device] = mine
	return ctx, func() {
		cancel()
		p.mu.Lock()
		defer p.mu.Unlock()
		if p.held[device] == mine {
			delete(p.held, device)
		}
	}
}
