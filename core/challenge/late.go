package challenge

import (
	"encoding/json"

	"kauth/core"
	"kauth/core/api"
)

// What was answered by digits is kept in two buckets, by challenge: until its server has
// said what became of them, and where it was "this was not me", until its server has
// heard that. Where a record cannot be stored, less is told later, and nothing is lost.
const (
	toldBucket    = "told"
	unheardBucket = "unheard"
)

func (b *Inbox) keep(bucket string, r core.Record) {
	if data, err := json.Marshal(r); err == nil {
		b.store.Put(bucket, r.ID, data)
	}
}

func (b *Inbox) drop(bucket, id string) {
	if _, err := b.store.Get(bucket, id); err == nil {
		b.store.Delete(bucket, id)
	}
}

// kept gives an account's records of a bucket.
func (b *Inbox) kept(bucket string, account core.AccountID) (out []core.Record) {
	ids, err := b.store.List(bucket)
	if err != nil {
		return nil
	}
	for _, id := range ids {
		var r core.Record
		data, err := b.store.Get(bucket, id)
		if err == nil && json.Unmarshal(data, &r) == nil && r.Account == account {
			out = append(out, r)
		}
	}
	return out
}

// heardLate takes what a server says of requests that ended here while nothing could be
// heard: whether their digits were typed. What still waits, or was left by an earlier
// process without an end, ends as any other. It is called with b.mu held.
func (b *Inbox) heardLate(told []core.Record, gone []api.Gone) (events []Event) {
	states := map[string]string{}
	for _, g := range gone {
		states[g.ID] = g.State
	}
	for _, r := range told {
		state, waits := states[r.ID], b.requests[r.ID] != nil
		switch _, left := b.left[place{r.Account, r.ID}]; {
		case state == "" || waits:
			continue
		case !left && b.ended[r.ID].State == "":
			events = append(events, b.endLate(r, state))
		}
		b.settled = append(b.settled, settled{r, endTold(r.Decision, state).Outcome})
	}
	return events
}

func (b *Inbox) endLate(r core.Record, state string) Event {
	e := endTold(r.Decision, state)
	e.ID, e.Account = r.ID, r.Account
	r.Later, r.Outcome, r.State, r.By, r.Ended = true, e.Outcome, state, e.By, b.o.Now()
	b.past = append(b.past, r)
	b.ended[r.ID] = ending{Ended: e, until: b.o.Now().Add(rememberFor)}
	return Event{Ended: &e}
}

// settled is a request that was answered by digits, and what became of it.
type settled struct {
	core.Record
	outcome core.Outcome
}

// settleTold has the store know what became of digits: it forgets that it is to be
// asked, and remembers the request, which must not be shown when it is scanned again.
func (b *Inbox) settleTold() {
	b.mu.Lock()
	all := b.settled
	b.settled = nil
	b.mu.Unlock()
	for _, s := range all {
		r := &request{origin: s.Origin}
		r.ID, r.Expires = s.ID, s.Expires
		b.remember(r, Ended{Outcome: s.outcome})
		b.drop(toldBucket, s.ID)
	}
}

// forgetTold drops what no server speaks of any more.
func (b *Inbox) forgetTold(told []core.Record) {
	for _, r := range told {
		b.mu.Lock()
		now, known := b.serverNow(r.Origin)
		b.mu.Unlock()
		if known && now.After(r.Expires.Add(rememberFor)) {
			b.drop(toldBucket, r.ID)
		}
	}
}
