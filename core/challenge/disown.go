package challenge

import (
	"context"
	"time"

	"kauth/core"
)

// Disowned says what came of "this was not me".
type Disowned struct {
	Stopped bool // it was said in time: the sign-in that had been approved is refused
	Told    bool // the server has heard it; false where it no longer knows the request
}

// disownFor is how long one try to say it may be repeated.
const disownFor = time.Minute

// Disown says of a request that has ended that it was not this person's: a NO, which
// still beats a YES as long as the page has not gone on with it, and a report where it
// is too late for that. The history gets it as a record of its own.
func (b *Inbox) Disown(ctx context.Context, r core.Record) (Disowned, error) {
	e, err := b.disown(ctx, r)
	told := err == nil
	if core.KindOf(err) == core.NotFound {
		err = nil // nobody to tell: the history keeps it all the same
	}
	if err != nil {
		return Disowned{}, err
	}
	later := r
	later.Later, later.Decision, later.Why, later.Ended = true, core.Deny, core.NotMe, b.o.Now()
	stopped := e.Outcome == core.Refused && r.Outcome != core.Refused
	if stopped {
		later.Outcome, later.State, later.By = core.Refused, "denied", thisDevice
	}
	b.mu.Lock()
	b.past = append(b.past, later)
	b.mu.Unlock()
	b.writePast()
	return Disowned{Stopped: stopped, Told: told}, nil
}

func (b *Inbox) disown(ctx context.Context, past core.Record) (Ended, error) {
	a, err := b.store.Account(past.Account)
	if err != nil {
		return Ended{}, err
	}
	if a.Device == nil || a.Device.ID != past.Device || !past.Seen() {
		return Ended{}, core.E("challenge.Disown", core.NotFound, nil)
	}
	l, err := b.line(ctx, past.Account)
	if err != nil {
		return Ended{}, err
	}
	defer func() { <-l.busy }()
	r := &request{origin: past.Origin, device: past.Device, hash: past.Hash}
	r.ID, r.Account, r.Kind = past.ID, past.Account, past.Kind
	b.mu.Lock()
	now, _ := b.serverNow(past.Origin)
	b.mu.Unlock()
	r.Expires = now.Add(disownFor)
	s, reply, err := b.exchange(ctx, r, a, l, signed{decision: core.Deny, why: core.NotMe})
	if err != nil {
		return b.outcomeOfError(r, s, err)
	}
	return Ended{Outcome: outcomeOfReply(reply.State), State: reply.State}, nil
}
