package challenge

import (
	"errors"

	"kauth/core"
	"kauth/core/api"
)

// outcomeOf is what a state means that somebody else brought about.
func outcomeOf(state string) core.Outcome {
	switch state {
	case "expired":
		return core.TimedOut
	case "superseded":
		return core.Superseded
	case "cancelled", "":
		return core.Withdrawn
	}
	return core.AnsweredOther
}

// outcomeOfReply is what a state means that our own answer brought about; "" for
// one that no answer leads to.
func outcomeOfReply(state string) core.Outcome {
	switch state {
	case "approved", "redeemed":
		return core.Approved
	case "denied":
		return core.Refused
	case "mismatch":
		return core.WrongNumber
	case "expired", "lapsed":
		return core.TimedOut
	case "cancelled":
		return core.Withdrawn
	case "superseded":
		return core.Superseded
	}
	return ""
}

// Forgotten is the State of a request that its server knows no longer, as after a
// restart without its data. Nothing can be said of it any more, so it does not wait.
const Forgotten = "forgotten"

// forgotten tells the server's own word for it. A link's request is read by enroll, which
// takes its link back as well.
func forgotten(r *request, err error) bool {
	var p *api.ProblemError
	return r.Kind != core.KindLink && core.KindOf(err) == core.NotFound && errors.As(err, &p)
}

// outcomeOfError reads the ends that come as a problem; any other error means that
// the request has not ended.
func (b *Inbox) outcomeOfError(r *request, s signed, err error) (Ended, error) {
	switch core.KindOf(err) {
	case core.Mismatch:
		return Ended{Outcome: core.WrongNumber, State: "mismatch"}, nil
	case core.Expired:
		return Ended{Outcome: core.TimedOut, State: "expired"}, nil
	case core.AlreadyDone:
		var p *api.ProblemError
		if !errors.As(err, &p) {
			return Ended{Outcome: core.AnsweredOther}, nil
		}
		if p.Code == api.CodeSuperseded {
			return Ended{Outcome: core.Superseded, State: "superseded"}, nil
		}
		return already(s, p.State, p.By), nil
	}
	return Ended{}, err
}

const (
	thisDevice  = "this_device"
	otherDevice = "other_device"
)

// already is the end of a request that was answered before. What this phone said
// before, and now says again, is simply its answer.
func already(s signed, state, by string) Ended {
	e := Ended{Outcome: outcomeOf(state), State: state}
	if by == thisDevice || by == otherDevice {
		e.By = by
	}
	own := outcomeOfReply(state)
	if by == thisDevice && (own == core.WrongNumber || sameAs(s.decision, own)) {
		e.Outcome = own
	}
	return e
}

func sameAs(d core.Decision, o core.Outcome) bool {
	return d == core.Approve && o == core.Approved || d == core.Deny && o == core.Refused
}

// goneMeanwhile is the end of a request whose answer got no reply, while a fetch
// told that it is over: most likely by that very answer.
func (b *Inbox) goneMeanwhile(r *request) Ended {
	if own := outcomeOfReply(r.gone); sameAs(r.answer.decision, own) {
		return Ended{Outcome: own, State: r.gone}
	}
	return Ended{Outcome: outcomeOf(r.gone), State: r.gone}
}
