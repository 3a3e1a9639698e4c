package faults_test

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"sync"
	"time"

	"kauth/core"
	"kauth/core/challenge"
	"kauth/core/history"
)

var allOf = history.Query{}

// again is how often somebody looks who has heard nothing.
const again = 100 * time.Millisecond

// long is what is worth being told.
const long = 45 * time.Second

// signIn is one person who signs in once: the page asks, the phone shows it, and the
// person says YES or NO, or closes the page, or has it ask again.
func (r *run) signIn(p *phone, user string, luck *rand.Rand) {
	pg := r.server.page(r.web)
	id, err := pg.ask(user)
	if err != nil {
		r.t.Error(err)
		return
	}
	pg.begun = time.Now()
	pg.note(id)
	defer r.tell(pg)
	if luck.IntN(100) < 5 { // the page asks again: the first one is over
		again, ok := pg.askAgain()
		if !ok {
			r.t.Errorf("the page of %s cannot ask again", id)
			return
		}
		if o, known := r.end(p, id, nil); known && o != core.Superseded && o != core.Withdrawn && o != core.TimedOut {
			r.t.Errorf("%s was superseded, and the phone says %q", id, o)
		}
		id = again
		pg.note("again, ", id)
	}
	switch n := luck.IntN(100); {
	case n < 60:
		r.answers(p, pg, id, core.Approve, luck)
	case n < 85:
		r.answers(p, pg, id, core.Deny, luck)
	default:
		if luck.IntN(2) == 0 {
			r.shown(p, id)
		}
		pg.note("seen or not")
		pg.cancel()
		pg.note("cancelled")
		if o, known := r.end(p, id, nil); known && o != core.Withdrawn && o != core.TimedOut {
			r.t.Errorf("the page of %s was closed, and the phone says %q", id, o)
		}
		if s := pg.state(); s == "approved" || s == "redeemed" {
			r.t.Errorf("%s was approved without a tap", id)
		}
		r.count("cancelled", time.Since(pg.begun))
		return
	}
	r.count("answered", time.Since(pg.begun))
}

// tell says what a sign-in did that took long: slow is the network's fault as a rule.
func (r *run) tell(pg *page) {
	if pg.note("over"); time.Since(pg.begun) > long {
		fmt.Println(strings.Join(pg.story, "; "))
	}
}

// answers has the person tap, as often as it takes.
func (r *run) answers(p *phone, pg *page, id string, d core.Decision, luck *rand.Rand) {
	if !r.shown(p, id) {
		r.count("over before it was seen", 0)
		return
	}
	pg.note("shown")
	if s := pg.state(); s != "waiting" && s != "expired" && s != "" {
		r.t.Errorf("%s is %s before anybody tapped", id, s)
	}
	if luck.IntN(10) == 0 { // two taps at once
		var other sync.WaitGroup
		other.Go(func() { p.tap(id, d) })
		defer other.Wait() // a tap that came late would meet who counts them at the end
	}
	o, known := r.end(p, id, func() (core.Outcome, error) {
		o, err := p.tap(id, d)
		pg.note("tapped: ", o, " ", core.KindOf(err))
		return o, err
	})
	state := pg.state()
	switch {
	case !known:
		return
	case o == core.TimedOut && state != "approved" && state != "denied":
		r.count("expired", 0)
	case d == core.Approve && (o != core.Approved || state != "approved" && state != "lapsed"),
		d == core.Deny && (o != core.Refused || state != "denied"):
		r.t.Errorf("%s was tapped on %s: the phone says %q, the page %q", d, id, o, state)
	case d == core.Approve && state == "approved":
		if status := pg.redeem(); status >= 300 && pg.state() != "redeemed" { // the server may have been killed after it
			r.t.Errorf("%s was approved, and the page gets %d", id, status)
		}
	}
}

// shown waits until the request is on the screen; false where it was over before.
func (r *run) shown(p *phone, id string) bool {
	late := time.NewTimer(lostAfter)
	defer late.Stop()
	for {
		news, pending, ended := p.waits(id)
		if pending || ended != nil {
			return pending
		}
		select {
		case <-news:
		case <-time.After(again): // an end of before this process began is no news
		case <-late.C:
			r.t.Errorf("%s is lost: the phone neither shows it nor knows its end", id)
			return false
		}
	}
}

// end waits until the phone knows how the request ended, and taps again while it waits.
func (r *run) end(p *phone, id string, tap func() (core.Outcome, error)) (core.Outcome, bool) {
	late := time.NewTimer(lostAfter)
	defer late.Stop()
	for {
		news, pending, ended := p.waits(id)
		if ended != nil {
			return outcome(p, id, *ended), true
		}
		if tap != nil && pending {
			if o, err := tap(); err == nil {
				return o, true
			}
			news = nil // nobody taps again at once: what is there is told by the next look
		}
		select {
		case <-news:
		case <-time.After(again): // an end of before this process began is no news
		case <-late.C:
			r.t.Errorf("%s: the phone does not know how it ended", id)
			return "", false
		}
	}
}

// outcome reads what a phone that was killed in the middle is told afterwards: that its
// own answer had arrived.
func outcome(p *phone, id string, e challenge.Ended) core.Outcome {
	p.mu.Lock()
	defer p.mu.Unlock()
	switch d := p.tapped[id]; {
	case d == core.Approve && (e.State == "approved" || e.State == "redeemed"):
		return core.Approved
	case d == core.Deny && e.State == "denied":
		return core.Refused
	}
	return e.Outcome
}
