package wake

import (
	"context"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"kauth/core"
)

// Wakeups is safe for concurrent use. One of Run, or Hear, does the work.
type Wakeups struct {
	r Receiver
	s Server
	k Store
	o Options

	changed chan struct{} // capacity 1: accounts, services or the choice
	anew    chan struct{} // capacity 1: services: ask all of them again

	dozing atomic.Bool
	write  sync.Mutex // of one registration at a time, from reading it to keeping it

	mu       sync.Mutex
	records  map[core.AccountID]record
	untold   map[core.AccountID]bool // whose server could not be told
	services []string                // as they were last listed
	listed   bool
	looked   map[core.AccountID]look
	busy     int             // looks that are planned or under way
	seen     [maxSeen]string // hashes of messages that were opened
	next     int
	watchers []func()
}

// New does nothing until Run.
func New(r Receiver, s Server, k Store, o Options) *Wakeups {
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Whole == nil {
		o.Whole = func() bool { return true }
	}
	return &Wakeups{
		r: r, s: s, k: k, o: o, changed: make(chan struct{}, 1), anew: make(chan struct{}, 1),
		records: map[core.AccountID]record{}, untold: map[core.AccountID]bool{}, looked: map[core.AccountID]look{},
	}
}

// Run keeps the registrations and hears messages until ctx ends. It must not run twice
// at once, nor beside Hear.
func (w *Wakeups) Run(ctx context.Context) {
	var both sync.WaitGroup
	both.Go(func() { w.Keep(ctx) })
	both.Go(func() { w.Hear(ctx) })
	both.Wait()
}

// Changed has the registrations brought up to date: call it when an account came or
// went, the vault was opened or shut, or the person chose another service.
func (w *Wakeups) Changed() { nudge(w.changed) }

// Again asks the services once more, also those that had refused.
func (w *Wakeups) Again() { nudge(w.anew) }

// Doze has registrations told to servers as they are, and none asked for: for a process
// that was started for one message.
func (w *Wakeups) Doze(on bool) {
	w.dozing.Store(on)
	w.Again()
}

// Observe calls f, on any goroutine, when a Standing may have changed.
func (w *Wakeups) Observe(f func()) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.watchers = append(w.watchers, f)
}

func (w *Wakeups) tell() {
	w.mu.Lock()
	watchers := slices.Clone(w.watchers)
	w.mu.Unlock()
	for _, f := range watchers {
		f()
	}
}

// Standing is how an account's registration stands, without asking anybody.
func (w *Wakeups) Standing(id core.AccountID) Standing {
	w.mu.Lock()
	defer w.mu.Unlock()
	r := w.records[id]
	switch {
	case w.o.Choice() == Off:
		return Standing{State: Unused}
	case r.ID != "":
		there := !w.listed || slices.Contains(w.services, r.Service)
		return r.standing(there, w.untold[id])
	case w.listed && len(w.services) == 0:
		return Standing{State: None}
	}
	return Standing{State: Asked}
}

// Services lists the push services that there are, by name.
func (w *Wakeups) Services(ctx context.Context) ([]string, error) { return w.r.Services(ctx) }

// nudge fills a channel of capacity 1.
func nudge(c chan struct{}) {
	select {
	case c <- struct{}{}:
	default:
	}
}
