package viewmodel

import (
	"context"
	"time"

	"kauth/core"
)

// visitor is the request that waits before the lock. It can be refused there: that
// takes no key to the accounts.
type visitor struct {
	id      string
	why     core.Why // what a NO says besides
	armed   bool
	arms    int // times that it came up
	sending bool
	problem *Problem
	ended   ResultKind
}

// DoorRequest is a sign-in that waits, without a name: whoever holds a locked phone
// does not learn whose accounts it has.
type DoorRequest struct {
	Left     time.Duration
	Fraction float64
	Count    int
	Armed    bool // NO takes a tap
	Many     bool // they come too often: all can be refused at once
	Sending  bool
	Problem  *Problem // NO did not get through: it can be sent again
}

func (d *Door) request() *DoorRequest {
	v := d.visitor
	if v.id == "" {
		return nil
	}
	waiting := d.app.waiting()
	for _, c := range waiting {
		if c.ID != v.id {
			continue
		}
		left := max(d.app.phone.Inbox.Remaining(c), 0)
		r := &DoorRequest{
			Left: (left + time.Second - 1).Truncate(time.Second), Count: len(waiting),
			Armed: v.armed, Many: d.app.phone.Inbox.Many(), Sending: v.sending, Problem: v.problem,
		}
		if whole := c.Expires.Sub(c.Issued); whole > 0 {
			r.Fraction = min(float64(r.Left)/float64(whole), 1)
		}
		return r
	}
	return nil
}

// call shows the newest request at the door. NO takes no tap for the first 500 ms.
func (d *Door) call() {
	if d.purpose != DoorOpen || d.app.phone == nil || d.visitor.sending {
		return
	}
	newest, late := core.Challenge{}, false
	for _, c := range d.app.waiting() {
		if d.app.phone.Inbox.Remaining(c) > 0 {
			newest = c
			break
		}
		late = late || c.ID == d.visitor.id
	}
	if newest.ID == d.visitor.id {
		return
	}
	if newest.ID == "" {
		was := d.visitor.ended
		if d.visitor = (visitor{ended: was}); late {
			d.tell(ResultExpired)
		}
		return
	}
	d.visitor = visitor{id: newest.ID, why: whyNot(newest)}
	d.armVisitor()
}

// No refuses the request at the door, without any unlock.
func (d *Door) No() {
	d.app.do(func() {
		v := &d.visitor
		if v.id != "" && v.armed && !v.sending && !d.busy {
			d.refuse()
		}
	})
}

func (d *Door) refuse() {
	v := &d.visitor
	v.sending, v.problem, v.ended = true, nil, ""
	id, why := v.id, v.why
	d.app.seen[id] = true
	answer := func(ctx context.Context) (core.Outcome, error) {
		return d.app.phone.Inbox.Answer(ctx, id, core.Deny, "", why)
	}
	work(d.app, answer, func(o core.Outcome, err error) { d.answered(id, o, err) })
}

func (d *Door) answered(id string, o core.Outcome, err error) {
	if d.visitor.id != id {
		return
	}
	d.visitor.sending = false
	if o == "" && err != nil {
		switch core.KindOf(err) {
		case core.Expired:
			o = core.TimedOut
		case core.AlreadyDone:
			o = core.AnsweredOther
		default:
			d.visitor.problem = problem(err)
			return
		}
	}
	d.visitorEnded(id, o, "")
}

// endedTime is how long an end is told at the lock: whoever comes later has not asked.
const endedTime = time.Minute

// visitorEnded keeps how the request at the door came to its end, in words without a name.
func (d *Door) visitorEnded(id string, o core.Outcome, state string) {
	if d.visitor.id != id || d.visitor.sending {
		return
	}
	d.visitor = visitor{}
	d.tell(resultOf(o, state))
	d.call()
}

func (d *Door) tell(ended ResultKind) {
	d.visitor.ended = ended
	d.ends++
	n := d.ends
	d.app.later(endedTime, func() {
		if d.ends == n {
			d.visitor.ended = ""
		}
	})
}
