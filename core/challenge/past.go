package challenge

import (
	"encoding/json"
	"slices"
	"time"

	"kauth/core"
	"kauth/core/api"
)

// maxPast is how many ends wait for a history that takes none, before the oldest are
// given up.
const maxPast = 200

// recordOf is what the history keeps of a request; e is zero while it waits.
func (b *Inbox) recordOf(r *request, e Ended) core.Record {
	out := core.Record{
		ID: r.ID, Account: r.Account, Issuer: r.title, Label: r.label, Origin: r.origin, Device: r.device,
		Kind: r.Kind, Mode: r.Mode, Context: r.Context, Asked: r.Issued, Expires: r.Expires, Ended: b.o.Now(),
		Decision: r.answer.decision, Outcome: e.Outcome, State: e.State, By: e.By, Hash: r.shown(), Offline: r.told,
	}
	if e.Outcome == core.Refused || e.Outcome == "" {
		out.Why = r.answer.why
	}
	if e.Outcome == core.TimedOut && e.State == "" && (r.answer.jws != "" || r.told) {
		out.Outcome = core.Unsent
	}
	return out
}

// note has the history know of a request before its end. Without it a killed app
// forgets one that was never answered, which costs a line of history and no more.
func (b *Inbox) note(r core.Record) {
	if b.o.History != nil && r.Kind != core.KindLink {
		_ = b.o.History.Begin(r)
	}
}

// screenFirst is how long a request that a stream brought stays out of the history: to
// write it takes the disk, and nobody reads the vault meanwhile, the screen neither. Killed
// in that time the app has no line of a request that nobody answered.
const screenFirst = 20 * time.Millisecond

// unnoted tells whether the account has a request that the history does not know.
func (b *Inbox) unnoted(id core.AccountID) bool {
	b.mu.Lock()
	defer b.mu.Unlock()
	for _, r := range b.requests {
		if r.Account == id && !r.noted && b.o.History != nil {
			return true
		}
	}
	return false
}

// noteWaiting notes the requests of an account that came with the last reply.
func (b *Inbox) noteWaiting(id core.AccountID) {
	b.mu.Lock()
	var fresh []core.Record
	for _, r := range b.requests {
		if r.Account == id && !r.noted {
			r.noted = true
			fresh = append(fresh, b.recordOf(r, Ended{}))
		}
	}
	b.mu.Unlock()
	for _, r := range fresh {
		b.note(r)
	}
}

// writePast gives the history what ended. What it does not take, because the vault
// is locked or the disk full, it is given again with the next news.
func (b *Inbox) writePast() {
	b.mu.Lock()
	past := b.past
	b.past = nil
	b.mu.Unlock()
	if b.o.History == nil {
		return
	}
	var again []core.Record
	for _, r := range past {
		if b.o.History.End(r) != nil {
			again = append(again, r)
		}
	}
	if len(again) == 0 {
		return
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	b.past = append(again, b.past...)
	b.past = b.past[max(0, len(b.past)-maxPast):]
}

// readLeft asks once what an earlier process left without an end.
func (b *Inbox) readLeft() {
	b.mu.Lock()
	due := b.left == nil && b.o.History != nil
	b.mu.Unlock()
	if !due {
		return
	}
	left, err := b.o.History.Left()
	accounts, lost := b.store.Accounts()
	if err != nil || lost != nil {
		return // the next reply asks again
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.left != nil {
		return
	}
	b.left = map[place]core.Record{}
	for _, r := range left {
		if slices.ContainsFunc(accounts, func(a core.Account) bool { return a.ID == r.Account }) {
			b.left[place{r.Account, r.ID}] = r
		} else { // nobody will say how it ended
			b.past = append(b.past, b.endOf(r, "cancelled", ""))
		}
	}
}

// place names a request: another server may use the same id.
type place struct {
	account core.AccountID
	id      string
}

// answeredBefore reads how this phone remembers the requests that the history may
// not have: what a reply says is gone, and what was left without an end.
func (b *Inbox) answeredBefore(a core.Account, gone []api.Gone) map[string]core.Outcome {
	if b.o.History == nil {
		return nil
	}
	b.mu.Lock()
	var ids []string
	for i, g := range gone {
		if _, waits := b.requests[g.ID]; !waits && !b.isEnded(g.ID) && i < maxListed {
			ids = append(ids, g.ID)
		}
	}
	for p := range b.left {
		if p.account == a.ID {
			ids = append(ids, p.id)
		}
	}
	b.mu.Unlock()
	before := map[string]core.Outcome{}
	for _, id := range ids {
		var r record
		if data, err := b.store.Get(bucket, id); err == nil && json.Unmarshal(data, &r) == nil {
			before[id] = r.Outcome
		}
	}
	return before
}

// goneBefore keeps the ends of requests that this process never had: another one
// left them, or they came and went while the phone was off. Nothing is known of
// those but how they ended.
func (b *Inbox) goneBefore(a core.Account, gone []api.Gone, before map[string]core.Outcome) {
	for i, g := range gone {
		if _, waits := b.requests[g.ID]; waits || b.isEnded(g.ID) || i >= maxListed {
			continue
		}
		r, left := b.left[place{a.ID, g.ID}]
		switch {
		case left:
			delete(b.left, place{a.ID, g.ID})
			b.past = append(b.past, b.endOf(r, g.State, before[g.ID]))
		case before[g.ID] == "" && a.State == core.Active:
			r = core.Record{ID: g.ID, Account: a.ID, Issuer: a.Title(), Label: a.Label, Origin: a.Device.Origin, Device: a.Device.ID}
			b.past = append(b.past, b.endOf(r, g.State, ""))
		}
	}
}

// settleLeft ends what was left by an earlier process and waits no longer.
func (b *Inbox) settleLeft(a core.Account, before map[string]core.Outcome) {
	for p, r := range b.left {
		if p.account != a.ID {
			continue
		}
		delete(b.left, p)
		if _, waits := b.requests[p.id]; !waits {
			b.past = append(b.past, b.endOf(r, "", before[p.id]))
		}
	}
}

// endOf is the end of a request that this process never had. What the phone
// remembers of its answer comes first; what it was about to say, and the server says
// came about, was its answer; what it was about to say and nobody confirms may have
// got lost.
func (b *Inbox) endOf(r core.Record, state string, remembered core.Outcome) core.Record {
	own := outcomeOfReply(state)
	r.Ended, r.State = b.o.Now(), state
	switch {
	case remembered != "":
		r.Outcome = remembered
	case r.Decision != "" && (sameAs(r.Decision, own) || own == core.WrongNumber):
		r.Outcome = own
	case state != "":
		r.Outcome = outcomeOf(state)
	case r.Decision != "":
		r.Outcome = core.Unsent
	default:
		r.Outcome = core.TimedOut
	}
	if r.Outcome != core.Refused {
		r.Why = ""
	}
	if r.Ended.After(r.Expires) && !r.Expires.IsZero() {
		r.Ended = r.Expires // it was over by then, whatever time it is now
	}
	return r
}
