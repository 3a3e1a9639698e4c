package stub

import (
	"context"
	"slices"
	"strings"
	"sync"
	"time"
)

// broadcaster wakes whoever waits, by topic: a device, a login or a link offer. A
// topic is there only while somebody waits for it.
type broadcaster struct {
	mu      sync.Mutex
	waiting map[string][]waiter
}

// waiter hears of a change. It is called with the broadcaster locked, so it only
// takes note.
type waiter interface{ wake() }

// bell is a waiter with a goroutine of its own.
type bell chan struct{}

func (b bell) wake() {
	select {
	case b <- struct{}{}:
	default: // it has one to read already
	}
}

// on gives a channel that gets the topic's wakes until leave is called. Ask before
// reading the state: a change in between is then not missed.
func (b *broadcaster) on(topic string) (woken <-chan struct{}, leave func()) {
	c := make(bell, 1)
	b.join(topic, c)
	return c, func() { b.leave(topic, c) }
}

func (b *broadcaster) join(topic string, w waiter) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.waiting == nil {
		b.waiting = map[string][]waiter{}
	}
	b.waiting[topic] = append(b.waiting[topic], w)
}

func (b *broadcaster) leave(topic string, w waiter) {
	b.mu.Lock()
	defer b.mu.Unlock()
	left := slices.DeleteFunc(b.waiting[topic], func(o waiter) bool { return o == w })
	if len(left) == 0 {
		delete(b.waiting, topic)
		return
	}
	b.waiting[topic] = left
}

func (b *broadcaster) wake(topic string) {
	b.mu.Lock()
	defer b.mu.Unlock()
	for _, w := range b.waiting[topic] {
		w.wake()
	}
}

// wakeAll wakes every topic that begins so.
func (b *broadcaster) wakeAll(prefix string) {
	b.mu.Lock()
	defer b.mu.Unlock()
	for topic, list := range b.waiting {
		if strings.HasPrefix(topic, prefix) {
			for _, w := range list {
				w.wake()
			}
		}
	}
}

// wakeNow is wake by a caller who has the time to write to the phone himself.
func (b *broadcaster) wakeNow(topic string) {
	var streams []*stream
	b.mu.Lock()
	for _, w := range b.waiting[topic] {
		if st, ok := w.(*stream); ok {
			streams = append(streams, st)
		} else {
			w.wake()
		}
	}
	b.mu.Unlock()
	for _, st := range streams {
		st.lookNow()
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

// polls keeps one poll or stream a device: a newer one ends the older.
type polls struct {
	mu   sync.Mutex
	held map[string]listener
}

// listener is what a device holds. end is called once a newer one took its place.
type listener interface{ end() }

type poll struct{ cancel context.CancelFunc }

func (p *poll) end() { p.cancel() }

// take gives the device's place to l, and ends whoever had it.
func (p *polls) take(device string, l listener) {
	p.mu.Lock()
	if p.held == nil {
		p.held = map[string]listener{}
	}
	older := p.held[device]
	p.held[device] = l
	p.mu.Unlock()
	if older != nil {
		older.end()
	}
}

// end lets go of what the device holds.
func (p *polls) end(device string) {
	p.mu.Lock()
	held := p.held[device]
	p.mu.Unlock()
	if held != nil {
		held.end()
	}
}

// free gives the place up, where l still has it.
func (p *polls) free(device string, l listener) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.held[device] == l {
		delete(p.held, device)
	}
}

// begin gives the context of a poll that has its goroutine, and how it ends.
func (p *polls) begin(ctx context.Context, device string) (context.Context, func()) {
	ctx, cancel := context.WithCancel(ctx)
	mine := &poll{cancel}
	p.take(device, mine)
	return ctx, func() {
		cancel()
		p.free(device, mine)
	}
}
