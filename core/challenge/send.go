package challenge

import (
	"context"
	"time"

	"kauth/core"
	"kauth/core/api"
)

// tries is how often one answer is sent while no reply comes.
const tries = 3

// line lets the answers of one account go one after the other. Their counters have
// to arrive rising: sent side by side, the one that is overtaken would look to the
// server as if it came from a copy of this phone.
type line struct {
	busy chan struct{} // capacity 1
	last uint64        // the counter signed last
}

func newLine() *line { return &line{busy: make(chan struct{}, 1)} }

// line gives the account's own, and waits for it.
func (b *Inbox) line(ctx context.Context, id core.AccountID) (*line, error) {
	b.mu.Lock()
	l := b.lines[id]
	if l == nil {
		l = newLine()
		b.lines[id] = l
	}
	b.mu.Unlock()
	select {
	case l.busy <- struct{}{}:
		return l, nil
	case <-ctx.Done():
		return nil, core.E("challenge.Answer", core.Cancelled, ctx.Err())
	}
}

// sign makes the answer over the hash of what was shown. The counter is reserved,
// durably, first: killed after that we leave a gap, while signing first could use
// a number twice, which the server takes for a copy of this phone. For the same
// reason an answer that another one of the account has overtaken is signed anew. What
// the listening key signs counts nothing, and needs no counter.
func (b *Inbox) sign(r *request, a core.Account, l *line, s signed) (signed, error) {
	if s.decision == core.Deny {
		s.match = ""
	}
	old := r.answer
	s.key, s.verified = signer(a.Device, s.decision), b.verified(a.Device)
	if s.key.IsZero() {
		return s, core.E("challenge.Answer", core.Locked, nil)
	}
	heard := s.key.Equal(a.Device.Listen)
	if old.jws != "" && old.same(s) && (heard || old.counter == l.last) {
		return old, nil
	}
	n := uint64(uncounted)
	if !heard {
		var err error
		if n, err = b.reserve(a.ID); err != nil {
			return s, err
		}
		l.last = n
	}
	s.counter = n
	b.mu.Lock()
	now, ok := b.serverNow(r.origin)
	if !ok { // the server compares it with nothing
		now = b.o.Now()
	}
	b.mu.Unlock()
	jws, err := api.Sign(api.TypeAnswer, s.key, api.Answer{
		Iss: a.Device.ID, Aud: r.origin, Challenge: r.ID, Hash: r.shown(),
		Decision: string(s.decision), Why: string(s.why), Match: s.match,
		Iat: now.Unix(), Jti: api.NewCode(), Counter: n, Verified: s.verified,
	})
	if err != nil { // SignerBusy: the same answer can be given again
		b.lost(a, err)
		return s, core.E("challenge.Answer", core.KindOf(err), err)
	}
	s.jws = jws
	b.mu.Lock()
	r.answer, r.refuse = s, false // this answer takes the place of a NO that waits
	note := b.recordOf(r, Ended{})
	b.mu.Unlock()
	if r.hash == "" { // it has its record, where it is known by its hash alone
		b.note(note)
	}
	return s, nil
}

// reserve takes the next counter of the device key. A phone that was locked a moment
// ago has counted in another store, where the numbers are others: with such a one the
// server would take it for a copy.
func (b *Inbox) reserve(id core.AccountID) (uint64, error) {
	n, err := b.store.NextCounter(id)
	if err != nil {
		return 0, err
	}
	a, err := b.store.Account(id)
	if err != nil {
		return 0, err
	}
	if a.Device == nil || a.Device.Locked() {
		return 0, core.E("challenge.Answer", core.Locked, nil)
	}
	return n, nil
}

// uncounted is the counter of an answer that no counter is compared with.
const uncounted = 1

// signer is the key for a decision: the lesser one for every NO, where there is one.
func signer(d *core.Device, decision core.Decision) core.DeviceKey {
	if decision == core.Deny && !d.Listen.IsZero() {
		return d.Listen
	}
	return d.Key
}

// verified says how the person unlocked the phone: not at all while it is locked.
func (b *Inbox) verified(d *core.Device) string {
	if d.Locked() {
		return "none"
	}
	return b.o.Verified()
}

// same tells an answer that says the same, by the same key.
func (s signed) same(o signed) bool {
	return s.key.Equal(o.key) && s.verified == o.verified && s.decision == o.decision && s.match == o.match && s.why == o.why
}

// send sends the same bytes up to three times, while there is no reply and time left.
func (b *Inbox) send(ctx context.Context, r *request, d core.Device, s signed) (api.AnswerReply, error) {
	for try := 1; ; try++ {
		reply, err := b.server.Answer(ctx, d, r.ID, s.jws)
		if err == nil || !passing(err) || try == tries {
			return reply, err
		}
		pause := max(b.o.Jitter(time.Second<<(try-1)), retryAfter(err))
		if b.Remaining(r.Challenge) <= pause {
			return reply, err
		}
		if !sleep(ctx, pause) {
			return reply, core.E("challenge.Answer", core.Cancelled, ctx.Err())
		}
	}
}

// refuseAgain sends every NO that did not get through, now that the server can be
// reached. A YES is never sent behind a person's back.
func (b *Inbox) refuseAgain(ctx context.Context, a core.Account) {
	b.mu.Lock()
	var again []string
	for id, r := range b.requests {
		if r.Account == a.ID && r.refuse && r.answer.decision == core.Deny {
			again = append(again, id)
		}
	}
	b.mu.Unlock()
	for _, id := range again {
		r, err := b.claim(ctx, id)
		if err != nil || r == nil {
			continue
		}
		b.mu.Lock()
		s, still := r.answer, r.refuse && r.answer.decision == core.Deny
		b.mu.Unlock()
		if !still { // the person answered again while we waited for our turn
			<-r.turn
			continue
		}
		// A failure leaves the NO where it was, for the next time.
		e, err := b.decide(ctx, r, s)
		b.settle(r, e, err)
	}
}
