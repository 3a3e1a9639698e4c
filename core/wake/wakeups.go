package wake

import (
	"context"
	"encoding/json"
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

// load reads the registrations as they are kept. One that cannot be read is made anew.
func (w *Wakeups) load() {
	w.write.Lock()
	defer w.write.Unlock()
	ids, err := w.k.List(Bucket)
	if err != nil {
		return // shut; what is known stays
	}
	all := map[core.AccountID]record{}
	for _, id := range ids {
		var r record
		data, err := w.k.Get(Bucket, id)
		if err == nil && json.Unmarshal(data, &r) == nil {
			all[core.AccountID(id)] = r
		}
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	w.records = all
}

// update changes an account's registration and keeps it.
func (w *Wakeups) update(id core.AccountID, f func(*record)) error {
	w.write.Lock()
	defer w.write.Unlock()
	r := w.record(id)
	version := r.Version
	f(&r)
	r.Version = version + 1
	data, err := json.Marshal(r)
	if err != nil {
		return core.E("wake.update", core.Internal, err)
	}
	defer clear(data)
	if err := w.k.Put(Bucket, string(id), data); err != nil {
		return err
	}
	w.mu.Lock()
	w.records[id] = r
	w.mu.Unlock()
	w.tell()
	return nil
}

// change does it to the registration of that ID, where there is one.
func (w *Wakeups) change(id string, f func(*record)) bool {
	account, _, ok := w.byID(id)
	return ok && w.update(account, func(r *record) {
		if r.ID == id {
			f(r)
		}
	}) == nil
}

func (w *Wakeups) byID(id string) (core.AccountID, record, bool) {
	w.mu.Lock()
	defer w.mu.Unlock()
	for account, r := range w.records {
		if id != "" && r.ID == id {
			return account, r, true
		}
	}
	return "", record{}, false
}

func (w *Wakeups) record(id core.AccountID) record {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.records[id]
}

// nudge fills a channel of capacity 1.
func nudge(c chan struct{}) {
	select {
	case c <- struct{}{}:
	default:
	}
}
