package challenge

import (
	"context"
	"errors"
	"time"

	"kauth/core"
	"kauth/core/api"
)

// All accounts of a server listen over one connection: each heartbeat wakes the phone's
// radio once, however many accounts there are. An account takes a seat, and hears on a
// goroutine of its own, so that what one of them needs does not hold up the others.

// gather is how long a connection waits for accounts that may join it.
const gather = 250 * time.Millisecond

// seatRoom is how many snapshots may wait for their account before the connection does.
const seatRoom = 8

// errSilent stands for the reason that Server.Stream and Bundle owe.
var errSilent = errors.New("the connection ended without a reason")

// seat is an account that listens.
type seat struct {
	device core.Device
	cursor string     // guarded by site.mu: what was taken in
	events chan heard // of the connection
	over   chan struct{}
}

// heard is what one is told, or why nothing more comes.
type heard struct {
	reply  api.FetchReply
	err    error
	ticket ticket // of the connection
}

// listen takes a seat until the connection ends. take is as in Server.Stream.
func (s *site) listen(ctx context.Context, d core.Device, cursor string, take func(api.FetchReply, ticket) error) error {
	t := &seat{device: d, cursor: cursor, events: make(chan heard, seatRoom), over: make(chan struct{})}
	s.mu.Lock()
	s.seats[t] = true
	s.mu.Unlock()
	nudge(s.seated)
	defer s.rise(t)
	for {
		select {
		case h := <-t.events:
			if h.err != nil {
				return h.err
			}
			if err := take(h.reply, h.ticket); err != nil {
				return err
			}
			s.mu.Lock()
			t.cursor = h.reply.Cursor
			s.mu.Unlock()
		case <-ctx.Done():
			return core.E("challenge.listen", core.Cancelled, ctx.Err())
		}
	}
}

// rise gives the seat up.
func (s *site) rise(t *seat) {
	s.mu.Lock()
	delete(s.seats, t)
	s.mu.Unlock()
	close(t.over)
	nudge(s.seated)
}

// tell gives the account what is for it, unless it has left.
func (t *seat) tell(h heard) {
	select {
	case t.events <- h:
	case <-t.over:
	}
}

// run holds a connection for whoever has a seat.
func (s *site) run(ctx context.Context) {
	defer func() {
		s.mu.Lock()
		s.running = false
		s.mu.Unlock()
	}()
	for ctx.Err() == nil {
		if s.gathered(ctx) {
			s.hear(ctx)
		} else {
			select {
			case <-s.seated:
			case <-ctx.Done():
			}
		}
	}
}

// gathered waits a moment for accounts that are about to sit down; false where nobody
// has.
func (s *site) gathered(ctx context.Context) bool {
	late := time.NewTimer(gather)
	defer late.Stop()
	for {
		s.mu.Lock()
		n, all := len(s.seats), s.pollers
		s.mu.Unlock()
		if n == 0 || n >= all {
			return n > 0
		}
		select {
		case <-s.seated:
		case <-late.C:
			return true
		case <-ctx.Done():
			return false
		}
	}
}

// hear connects, and tells everybody what comes until the connection ends or others
// have to be on it.
func (s *site) hear(ctx context.Context) {
	ctx, cancel := context.WithTimeout(ctx, streamLife)
	defer cancel()
	ticket := s.b.streamTicket()
	seats, cursors := s.sitting()
	if len(seats) == 0 {
		return
	}
	begun, opened, done := s.b.o.Now(), make(chan struct{}, 1), make(chan error, 1)
	go func() {
		done <- s.connect(ctx, seats, cursors, func(n int, reply api.FetchReply, err error) {
			nudge(opened)
			if err == nil || ctx.Err() == nil { // the end of what we broke off is nobody's
				seats[n].tell(heard{reply, err, ticket})
			}
		})
	}()
	for {
		select {
		case err := <-done:
			if ctx.Err() != nil {
				err = errAnew
			}
			s.ended(seats, begun, len(opened) > 0, err)
			return
		case <-s.seated:
			if s.same(seats) {
				continue
			}
			s.gathered(ctx)
			cancel()
			<-done
			return
		}
	}
}

// sitting gives who listens, and what each knows.
func (s *site) sitting() (seats []*seat, cursors []string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for t := range s.seats {
		seats, cursors = append(seats, t), append(cursors, t.cursor)
	}
	return seats, cursors
}

func (s *site) same(seats []*seat) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, t := range seats {
		if !s.seats[t] {
			return false
		}
	}
	return len(seats) == len(s.seats)
}

// connect is the connection: a stream for one, a bundle for more, and more than one
// only where they do not fit. They end together.
func (s *site) connect(ctx context.Context, seats []*seat, cursors []string, take func(int, api.FetchReply, error)) error {
	if len(seats) == 1 {
		return s.b.server.Stream(ctx, seats[0].device, cursors[0], func(reply api.FetchReply) error {
			take(0, reply, nil)
			return ctx.Err()
		})
	}
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	var devices []core.Device
	for _, t := range seats {
		devices = append(devices, t.device)
	}
	ends, n := make(chan error, 1+len(seats)/api.MaxBundle), 0
	for from := 0; from < len(seats); from += api.MaxBundle {
		to := min(from+api.MaxBundle, len(seats))
		n++
		go func() {
			ends <- s.b.server.Bundle(ctx, devices[from:to], cursors[from:to], func(i int, reply api.FetchReply, err error) {
				take(from+i, reply, err)
			})
			cancel()
		}()
	}
	err := <-ends
	for range n - 1 {
		<-ends
	}
	return err
}

// ended tells everybody that the connection did. A server that takes no bundles gives
// each a connection of its own for a while.
func (s *site) ended(seats []*seat, begun time.Time, opened bool, err error) {
	if err == nil { // or the seats would take it for news, and wait for ever
		err = core.E("challenge.listen", core.Garbled, errSilent)
	}
	now, left := s.b.o.Now(), !s.same(seats)
	s.mu.Lock()
	switch {
	case left, errors.Is(err, errAnew): // we did it, or may have
	case len(seats) > 1 && core.KindOf(err) == core.Unsupported:
		s.apart, err = now.Add(streamRefused), errAnew
	default:
		s.note(now, begun, opened, err)
		if !now.Before(s.from) { // else long polls go on at once
			s.pause(s.b.o.Jitter(streamPause), true)
		}
	}
	for _, t := range seats {
		delete(s.seats, t)
	}
	s.mu.Unlock()
	for _, t := range seats {
		t.tell(heard{err: err})
	}
}
