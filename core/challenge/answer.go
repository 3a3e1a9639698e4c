package challenge

import (
	"context"
	"errors"

	"kauth/core"
	"kauth/core/api"
)

// signed is an answer, kept to be sent again byte for byte: the server answers the
// same bytes the same, however often they arrive.
type signed struct {
	decision core.Decision
	match    string
	why      core.Why
	jws      string
	counter  uint64
	key      core.DeviceKey // that signed it
	verified string
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
	s, reply, err := b.exchange(ctx, r, a, l, s)
	if forgotten(r, err) {
		return Ended{Outcome: core.Withdrawn, State: Forgotten}, nil
	}
	if err != nil {
		return b.outcomeOfError(r, s, err)
	}
	o := outcomeOfReply(reply.State)
	if o == "" {
		return Ended{}, core.Errorf("challenge.Answer", core.Garbled, "the server left the request in no state that we know")
	}
	return Ended{Outcome: o, State: reply.State, Recovery: reply.Recovery}, nil
}

// exchange signs an answer, sends it and reads the reply.
func (b *Inbox) exchange(ctx context.Context, r *request, a core.Account, l *line, s signed) (signed, api.AnswerReply, error) {
	s, err := b.sign(r, a, l, s)
	if err != nil {
		return s, api.AnswerReply{}, err
	}
	asked := b.o.Now()
	reply, err := b.send(ctx, r, *a.Device, s)
	if strange(err) {
		if now, ok := b.caughtUp(ctx, a); ok {
			if s, err = b.sign(r, now, l, s); err != nil {
				return s, reply, err
			}
			reply, err = b.send(ctx, r, *now.Device, s)
		}
	}
	if err == nil {
		b.mu.Lock()
		b.observe(r.origin, reply.ServerTime, asked)
		b.mu.Unlock()
	}
	return s, reply, err
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
	if b.shut {
		r.letGo()
	}
	<-r.turn
	b.mu.Unlock()
	nudge(b.sweep)
	if err == nil {
		b.remember(r, e)
	}
	b.tell(events...)
	return e, err
}
