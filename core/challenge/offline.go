package challenge

import (
	"context"

	"kauth/core"
)

// Digits turns an answer into the eight digits to type on the other screen, while nothing
// can be sent. Neither the phone nor anybody who sees them learns whether they were typed,
// so the request goes on waiting, and the same answer gives the same digits again. match
// and why are those of Answer.
//
// A NO is also sent as soon as its server can be reached, and "this was not me" even after
// the end, as Disown would; a YES never is.
//
// core.Unverified: the organization takes a YES only from a phone that its person unlocked.
func (b *Inbox) Digits(ctx context.Context, challengeID string, d core.Decision, match string, why core.Why) (string, error) {
	r, err := b.claim(ctx, challengeID)
	if err != nil {
		return "", err
	}
	if r == nil {
		return "", core.E("challenge.Digits", b.whyOver(challengeID), nil)
	}
	text, err := b.digits(r, signed{decision: d, match: match, why: why})
	<-r.turn
	nudge(b.sweep)
	return text, err
}

// whyOver says of a request that has ended whether its time was over.
func (b *Inbox) whyOver(id string) core.Kind {
	if e, ok := b.Result(id); ok && e.Outcome != core.TimedOut {
		return core.AlreadyDone
	}
	return core.Expired
}

func (b *Inbox) digits(r *request, s signed) (string, error) {
	if s.decision == core.Deny {
		s.match = ""
	}
	if err := allowed(r.Challenge, s); err != nil {
		return "", err
	}
	a, err := b.store.Account(r.Account)
	switch {
	case err != nil:
		return "", err
	case a.Device == nil || a.Device.ID != r.device:
		return "", core.E("challenge.Digits", core.NotFound, nil)
	case a.Device.Locked() || a.OTP.Secret.Len() == 0:
		return "", core.E("challenge.Digits", core.Locked, nil)
	case b.Remaining(r.Challenge) <= 0:
		return "", core.E("challenge.Digits", core.Expired, nil)
	case r.Kind != core.KindLogin && r.Kind != core.KindStepUp:
		return "", core.E("challenge.Digits", core.Unsupported, nil)
	case s.decision == core.Approve && a.Device.Policy.VerifyRequired && b.verified(a.Device) == "none":
		return "", core.E("challenge.Digits", core.Unverified, nil)
	}
	text, err := digitsFor(a.OTP.Secret, r.device, r.shown(), s.decision, s.match)
	if err != nil {
		return "", core.E("challenge.Digits", core.Internal, err)
	}
	b.told(r, s)
	return text, nil
}

// told keeps what was said, before anybody can type it.
func (b *Inbox) told(r *request, s signed) {
	b.mu.Lock()
	r.told, r.answer, r.refuse = true, s, s.decision == core.Deny
	note := b.recordOf(r, Ended{})
	b.mu.Unlock()
	b.note(note)
	b.keep(toldBucket, note)
	if s.why == core.NotMe {
		b.keep(unheardBucket, note)
	} else {
		b.drop(unheardBucket, r.ID)
	}
}

// endTold is the end of a request whose answer was shown as digits. A wrong number on its
// page was most likely made of them.
func endTold(d core.Decision, state string) Ended {
	own := outcomeOfReply(state)
	if own == core.WrongNumber || sameAs(d, own) {
		return Ended{Outcome: own, State: state, By: thisDevice}
	}
	if state == "" { // nobody knows what became of them
		return Ended{Outcome: core.TimedOut}
	}
	return Ended{Outcome: outcomeOf(state), State: state}
}
