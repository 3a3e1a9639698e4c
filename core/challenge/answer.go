package challenge

import (
	"context"
	"errors"
	"time"

	"kauth/core"
	"kauth/core/api"
)

// tries is how often one answer is sent while no reply comes.
const tries = 3

// signed is an answer, kept to be sent again byte for byte: the server answers the
// same bytes the same, however often they arrive.
type signed struct {
	decision core.Decision
	match    string
	why      core.Why
	jws      string
	counter  uint64
}

// line lets the answers of one account go one after the other. Their counters have
// to arrive rising: sent side by side, the one that is overtaken would look to the
// server as if it came from a copy of this phone.
type line struct {
	busy chan struct{} // capacity 1
	last uint64        // the counter signed last
}

// line gives the account's own, and waits for it.
func (b *Inbox) line(ctx context.Context, id core.AccountID) (*line, error) {
	b.mu.Lock()
	l := b.lines[id]
	if l == nil {
		l = &line{busy: make(chan struct{}, 1)}
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

// Answer sends a person's decision and says how the request ended; an error means
// that it has not ended, and that the same answer may be given again. match is the
// number typed, for an Approve in mode Match; why goes with a Deny.
func (b *Inbox) Answer(ctx context.Context, challengeID string, d core.Decision, match string, why core.Why) (core.Outcome, error) {
	e, err := b.answer(ctx, challengeID, signed{decision: d, match: match, why: why})
	return e.Outcome, err
}

// AnswerLink is Answer for a link, and says whether backup codes wait to be seen.
func (b *Inbox) AnswerLink(ctx context.Context, c core.Challenge, d core.Decision, match string, why core.Why) (o core.Outcome, recovery bool, err error) {
	e, err := b.answer(ctx, c.ID, signed{decision: d, match: match, why: why})
	return e.Outcome, e.Recovery, err
}

func (b *Inbox) answer(ctx context.Context, id string, s signed) (Ended, error) {
	r, err := b.claim(ctx, id)
	if err != nil || r == nil {
		e, _ := b.Result(id)
		return e, err
	}
	e, err := b.decide(ctx, r, s)
	return b.settle(r, e, err)
}

// claim waits for its turn with a request, so that two taps never send two answers
// at once. It gives nil for a request that is over.
func (b *Inbox) claim(ctx context.Context, id string) (*request, error) {
	b.mu.Lock()
	r, waits := b.requests[id]
	_, over := b.ended[id]
	b.mu.Unlock()
	switch {
	case over && !waits:
		return nil, nil
	case !waits:
		return nil, core.E("challenge.Answer", core.NotFound, nil)
	}
	select {
	case r.turn <- struct{}{}:
	case <-ctx.Done():
		return nil, core.E("challenge.Answer", core.Cancelled, ctx.Err())
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.requests[id] != r {
		<-r.turn
		return nil, nil
	}
	return r, nil
}

// decide sends the answer and reads the outcome.
func (b *Inbox) decide(ctx context.Context, r *request, s signed) (Ended, error) {
	if err := allowed(r.Challenge, s); err != nil {
		return Ended{}, err
	}
	l, err := b.line(ctx, r.Account)
	if err != nil {
		return Ended{}, err
	}
	defer func() { <-l.busy }()
	if b.Remaining(r.Challenge) <= 0 {
		return Ended{Outcome: core.TimedOut}, nil
	}
	a, err := b.store.Account(r.Account)
	if err != nil {
		return Ended{}, err
	}
	if a.Device == nil || a.Device.ID != r.device {
		return Ended{}, core.E("challenge.Answer", core.NotFound, nil)
	}
	if s, err = b.sign(r, a, l, s); err != nil {
		return Ended{}, err
	}
	reply, err := b.send(ctx, r, *a.Device, s)
	if err != nil {
		return b.outcomeOfError(r, s, err)
	}
	b.mu.Lock()
	b.observe(r.origin, reply.ServerTime)
	b.mu.Unlock()
	o := outcomeOfReply(reply.State)
	if o == "" {
		return Ended{}, core.Errorf("challenge.Answer", core.Garbled, "the server left the request in no state that we know")
	}
	return Ended{Outcome: o, State: reply.State, Recovery: reply.Recovery}, nil
}

var (
	errDecision = errors.New("neither YES nor NO, or a reason that fits neither")
	errDigits   = errors.New("the number has another length, or is no number")
)

// allowed checks an answer before it costs the request: a number cut short would
// close it as a wrong one.
func allowed(c core.Challenge, s signed) error {
	known := s.why == "" || s.why == core.NotMe || s.why == core.WhyCanceled
	switch {
	case !known, s.decision != core.Approve && s.decision != core.Deny, s.decision == core.Approve && s.why != "":
		return core.E("challenge.Answer", core.Malformed, errDecision)
	case s.decision == core.Deny:
		return nil
	case c.Mode == core.Confirm && s.match == "", c.Mode == core.Match && digits(s.match, c.Digits):
		return nil
	}
	return core.E("challenge.Answer", core.Malformed, errDigits)
}

func digits(s string, n int) bool {
	for _, c := range []byte(s) {
		if c < '0' || c > '9' {
			return false
		}
	}
	return len(s) == n
}

// sign makes the answer over the hash of what was shown. The counter is reserved,
// durably, first: killed after that we leave a gap, while signing first could use
// a number twice, which the server takes for a copy of this phone. For the same
// reason an answer that another one of the account has overtaken is signed anew.
func (b *Inbox) sign(r *request, a core.Account, l *line, s signed) (signed, error) {
	if s.decision == core.Deny {
		s.match = ""
	}
	old := r.answer
	if old.jws != "" && old.counter == l.last && old.decision == s.decision && old.match == s.match && old.why == s.why {
		return old, nil
	}
	n, err := b.store.NextCounter(a.ID)
	if err != nil {
		return s, err
	}
	s.counter, l.last = n, n
	b.mu.Lock()
	now, _ := b.serverNow(r.origin)
	b.mu.Unlock()
	s.jws, err = api.Sign(api.TypeAnswer, a.Device.Key, api.Answer{
		Iss: a.Device.ID, Aud: r.origin, Challenge: r.ID, Hash: api.Hash([]byte(r.JWS)),
		Decision: string(s.decision), Why: string(s.why), Match: s.match,
		Iat: now.Unix(), Jti: api.NewCode(), Counter: n, Verified: b.o.Verified(),
	})
	if err != nil {
		return s, core.E("challenge.Answer", core.Internal, err)
	}
	b.mu.Lock()
	r.answer = s
	b.mu.Unlock()
	return s, nil
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

// settle ends the request, or lets go of it for another try.
func (b *Inbox) settle(r *request, e Ended, err error) (Ended, error) {
	b.mu.Lock()
	var events []Event
	if err != nil && r.gone != "" {
		e, err = b.goneMeanwhile(r), nil
	}
	if err == nil {
		events = b.end(r.ID, e)
		e = b.ended[r.ID].Ended
	}
	r.refuse = err != nil && r.answer.decision == core.Deny && passing(err)
	<-r.turn
	b.mu.Unlock()
	nudge(b.sweep)
	if err == nil {
		b.remember(r, e)
	}
	b.tell(events...)
	return e, err
}

// refuseAgain sends every NO that did not get through, now that the server can be
// reached. A YES is never sent behind a person's back.
func (b *Inbox) refuseAgain(ctx context.Context, a core.Account) {
	b.mu.Lock()
	again := map[string]signed{}
	for id, r := range b.requests {
		if r.Account == a.ID && r.refuse {
			again[id] = r.answer
		}
	}
	b.mu.Unlock()
	for id, s := range again {
		// A failure leaves the NO where it was, for the next time.
		b.answer(ctx, id, s)
	}
}
