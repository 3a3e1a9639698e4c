package viewmodel

import (
	"context"
	"time"

	"kauth/core"
	"kauth/core/challenge"
	"kauth/core/history"
)

// Past has what became of every request. core/history has it.
type Past interface {
	// List gives at most n records from the given one on, the newest first.
	List(q history.Query, from, n int) (records []core.Record, more bool, err error)
	Find(account core.AccountID, id string) (core.Record, error)
	Verify() (history.Report, error)
	// Observe has f called after each new record, on any goroutine.
	Observe(f func())
}

// ActivityWhat says in one word what became of a request.
type ActivityWhat string

// What becomes of requests.
const (
	WhatApproved  ActivityWhat = "approved"
	WhatRefused   ActivityWhat = "refused"
	WhatNotMe     ActivityWhat = "notme"
	WhatMismatch  ActivityWhat = "mismatch"
	WhatExpired   ActivityWhat = "expired"
	WhatWithdrawn ActivityWhat = "withdrawn" // the page was closed, or asked again
	WhatForgotten ActivityWhat = "forgotten" // the server did not know it any more
	WhatOtherYes  ActivityWhat = "otheryes"  // approved on another phone
	WhatOtherNo   ActivityWhat = "otherno"
	WhatMoved     ActivityWhat = "moved"  // YES to a move
	WhatOther     ActivityWhat = "other"  // answered, nobody says how
	WhatUnsent    ActivityWhat = "unsent" // answered here, and it may have got lost
)

// whatOf puts a record into that word.
func whatOf(r core.Record) ActivityWhat {
	switch r.Outcome {
	case core.Approved:
		if r.Kind == core.KindMove {
			return WhatMoved
		}
		return WhatApproved
	case core.Refused:
		if r.Why == core.NotMe {
			return WhatNotMe
		}
		return WhatRefused
	case core.WrongNumber:
		return WhatMismatch
	case core.TimedOut:
		return WhatExpired
	case core.Withdrawn, core.Superseded:
		if r.State == challenge.Forgotten {
			return WhatForgotten
		}
		return WhatWithdrawn
	case core.Unsent:
		return WhatUnsent
	}
	switch history.GroupOf(r) {
	case history.Approved:
		return WhatOtherYes
	case history.Refused:
		return WhatOtherNo
	}
	return WhatOther
}

// ReportState says how far "this was not me" has come.
type ReportState string

// The states of a report.
const (
	ReportNone    ReportState = ""        // cannot be said of this
	ReportOffer   ReportState = "offer"   // can be said
	ReportBusy    ReportState = "busy"    // is being sent
	ReportDone    ReportState = "done"    // the server has heard it
	ReportKept    ReportState = "kept"    // nobody to tell any more: this phone keeps it
	ReportStopped ReportState = "stopped" // and it stopped a sign-in that had been approved
)

// report says "this was not me" of one request, once.
type report struct {
	app     *App
	account core.Account
	id      string
	known   core.Record // what this page itself knows of it, for a history that is shut
	state   ReportState
	problem *Problem
}

// reportOn can be had for a request that this phone has a record of.
func reportOn(a *App, acc core.Account, id string) report {
	r := report{app: a, account: acc.Bare(), id: id}
	if a.phone != nil && a.phone.Past != nil && id != "" && acc.Device != nil {
		r.state = ReportOffer
	}
	return r
}

// send tells the server. then is called once it was heard.
func (r *report) send(then func()) {
	if r.state != ReportOffer {
		return
	}
	r.state, r.problem = ReportBusy, nil
	a := r.app
	disown := func(c context.Context) (challenge.Disowned, error) {
		rec, err := a.phone.Past.Find(r.account.ID, r.id)
		if core.KindOf(err) == core.Locked && r.known.Seen() {
			rec, err = r.known, nil
		}
		if err != nil {
			return challenge.Disowned{}, err
		}
		return a.phone.Inbox.Disown(c, rec)
	}
	work(a, disown, func(d challenge.Disowned, err error) {
		switch {
		case err != nil:
			r.state, r.problem = ReportOffer, problem(err)
			return
		case d.Stopped:
			r.state = ReportStopped
		case d.Told:
			r.state = ReportDone
		default:
			r.state = ReportKept
		}
		if then != nil {
			then()
		}
	})
}

// day is the midnight before a moment, where the person is.
func day(at time.Time, where *time.Location) time.Time {
	y, m, d := at.In(where).Date()
	return time.Date(y, m, d, 0, 0, 0, 0, where)
}
