package challenge

import (
	"context"
	"math/rand/v2"
	"slices"
	"sort"
	"sync"
	"time"

	"kauth/core"
	"kauth/core/api"
)

// Inbox is safe for concurrent use.
type Inbox struct {
	server Server
	store  Store
	o      Options

	mu        sync.Mutex
	requests  map[string]*request // by challenge id
	ended     map[string]ending
	clocks    map[string]serverClock // by origin
	origins   map[core.AccountID]string
	troubles  map[core.AccountID]trouble
	gone      map[core.AccountID]core.DeviceKey // that the hardware has lost for good
	dropped   int
	fetches   uint64 // how many were begun
	pruned    time.Time
	observers []func(Event)
	came      []arrival                    // lately
	counted   bool                         // came has what an earlier process saw
	rests     map[core.AccountID]time.Time // until when; nil: not read yet
	pollers   map[core.AccountID]*poller
	sites     map[string]*site // by origin
	lines     map[core.AccountID]*line
	settled   []settled             // by digits; the store does not know yet
	past      []core.Record         // ends that the history does not have yet
	shut      bool                  // the vault is: no YES is kept
	relearns  bool                  // it takes for the vault what the reception has heard
	left      map[place]core.Record // what an earlier process left without an end; nil: not read yet

	reload chan struct{} // capacity 1: the accounts changed
	sweep  chan struct{} // capacity 1: the next expiry changed
}

// request is a challenge that waits.
type request struct {
	core.Challenge
	origin    string
	device    string
	stream    uint64        // that listed it last
	seen      uint64        // fetches begun when it came: an older one's silence says nothing of it
	turn      chan struct{} // capacity 1: one answer at a time
	gone      string        // the state that a fetch told while an answer was under way
	answer    signed        // the last one, to be sent again byte for byte
	refuse    bool          // the answer is a NO that did not get through
	title     string        // of the account, as it was called when the request came
	label     string
	told      bool         // its answer was shown as digits
	scanned   bool         // it came by a QR code, and its server has not spoken of it
	guess     *serverClock // where its server has not said what time it is
	asleep    bool         // its account is not heard while the phone is locked
	saidShown bool         // its server was told that the person can see it
	noted     bool         // the history knows that it waits
	hash      string       // of what was shown, where only the history still has it
}

// now is the request as it stands. What was received never changes, and is read unlocked.
func (r *request) now() core.Challenge {
	c := r.Challenge
	c.Scanned = r.scanned
	return c
}

// shown is the hash of exactly what was shown.
func (r *request) shown() string {
	if r.hash != "" {
		return r.hash
	}
	return api.Hash([]byte(r.JWS))
}

// ending is how a request ended, for as long as somebody may still ask.
type ending struct {
	Ended
	until time.Time
	sent  bool // the phone's own answer brought it about
}

// New makes an Inbox. It does nothing until asked.
func New(server Server, store Store, o Options) *Inbox {
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Verified == nil {
		o.Verified = func() string { return "none" }
	}
	if o.Jitter == nil {
		o.Jitter = func(d time.Duration) time.Duration { return d/2 + rand.N(d/2+1) }
	}
	return &Inbox{
		server: server, store: store, o: o,
		requests: map[string]*request{}, ended: map[string]ending{},
		clocks: map[string]serverClock{}, origins: map[core.AccountID]string{},
		troubles: map[core.AccountID]trouble{}, gone: map[core.AccountID]core.DeviceKey{}, pollers: map[core.AccountID]*poller{},
		sites: map[string]*site{}, lines: map[core.AccountID]*line{},
		reload: make(chan struct{}, 1), sweep: make(chan struct{}, 1),
	}
}

// Observe adds an observer. It is called on whatever goroutine made the change,
// and may call back into the Inbox.
func (b *Inbox) Observe(f func(Event)) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.observers = append(b.observers, f)
}

// tell passes events on, once the history has what ended. Nothing may be locked.
func (b *Inbox) tell(events ...Event) {
	b.writePast()
	b.settleTold()
	b.mu.Lock()
	observers := b.observers[:len(b.observers):len(b.observers)]
	b.mu.Unlock()
	for _, e := range events {
		for _, f := range observers {
			f(e)
		}
	}
}

// Pending gives the sign-in requests that wait, newest first, without those whose
// time is over, that a locked phone cannot answer, or whose account rests.
func (b *Inbox) Pending() []core.Challenge {
	b.readRests()
	return slices.DeleteFunc(b.waiting(), func(c core.Challenge) bool {
		b.mu.Lock()
		defer b.mu.Unlock()
		return b.isResting(c.Account)
	})
}

// waiting is Pending, with those that rest.
func (b *Inbox) waiting() []core.Challenge {
	b.tell(b.expire()...)
	b.mu.Lock()
	defer b.mu.Unlock()
	var out []core.Challenge
	for _, r := range b.requests {
		if r.Kind != core.KindLink && !r.asleep {
			out = append(out, r.now())
		}
	}
	sort.Slice(out, func(i, j int) bool {
		if !out[i].Issued.Equal(out[j].Issued) {
			return out[i].Issued.After(out[j].Issued)
		}
		return out[i].ID < out[j].ID
	})
	return out
}

// Dropped counts the messages that were not shown: forged, foreign, expired or a
// second copy.
func (b *Inbox) Dropped() int {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.dropped
}

// Result says how a request ended, for ten minutes after its time.
func (b *Inbox) Result(challengeID string) (Ended, bool) {
	b.mu.Lock()
	defer b.mu.Unlock()
	e, ok := b.ended[challengeID]
	return e.Ended, ok
}

// linked gives the accounts that hear requests: a locked phone those alone for which
// it has a listening key.
func (b *Inbox) linked() ([]core.Account, error) {
	all, err := b.store.Accounts()
	if err != nil {
		return nil, err
	}
	var out []core.Account
	for _, a := range all {
		if a.State == core.Active && a.Device != nil && !(a.Device.Locked() && a.Device.Listen.IsZero()) {
			out = append(out, a)
		}
	}
	return out, nil
}

// nudge fills a channel of capacity 1.
func nudge(c chan struct{}) {
	select {
	case c <- struct{}{}:
	default:
	}
}

// sleep waits, and says whether it waited to the end.
func sleep(ctx context.Context, d time.Duration) bool {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-t.C:
		return true
	case <-ctx.Done():
		return false
	}
}
