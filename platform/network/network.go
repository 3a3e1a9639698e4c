// Package network tells when the machine's way to the network changes, and when the
// machine has slept: whoever listens to a server connects anew then, instead of finding
// out after a silence that the connection leads nowhere. It says nothing of whether a
// server can be reached.
//
// On Linux the kernel tells (rtnetlink(7), timerfd_create(2)): no service has to run,
// and nothing is asked again and again.
package network

import (
	"context"
	"time"
)

// Change is what is so now.
type Change struct {
	Online bool // an address other than the machine's own; false: there is nobody to be reached
	Woke   bool // the clock jumped, as it does when the machine has slept
}

// source is where a system tells of changes.
type source interface {
	// next waits for news, whatever it is about; an error ends the watch.
	next() (woke bool, err error)
	close()
}

// settle is how long changes are one: a network that comes brings a dozen.
const settle = 250 * time.Millisecond

// follow tells of changes until ctx or the source ends: of the first within settle, and
// of none that leaves all as it was.
func follow(ctx context.Context, s source, way func() string, changed func(Change)) {
	defer context.AfterFunc(ctx, s.close)()
	news := make(chan bool)
	go func() {
		defer close(news)
		for {
			woke, err := s.next()
			if err != nil {
				return
			}
			select {
			case news <- woke:
			case <-ctx.Done():
				return
			}
		}
	}()
	before := way()
	for woke := range news {
		woke = gather(ctx, news) || woke
		now := way()
		if ctx.Err() == nil && (woke || now != before) {
			changed(Change{Online: now != "", Woke: woke})
		}
		before = now
	}
}

// gather takes what belongs to the same change.
func gather(ctx context.Context, news <-chan bool) (woke bool) {
	over := time.NewTimer(settle)
	defer over.Stop()
	for {
		select {
		case w, more := <-news:
			if !more {
				return woke
			}
			woke = woke || w
		case <-over.C:
			return woke
		case <-ctx.Done():
			return woke
		}
	}
}
