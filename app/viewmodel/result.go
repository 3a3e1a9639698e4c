package viewmodel

import (
	"errors"

	"kauth/core"
	"kauth/core/api"
	"kauth/core/challenge"
)

// heard takes how the inbox says that the request ended.
func (c *Challenge) heard(e challenge.Ended) {
	c.end = e
	c.ended(e.Outcome)
}

// ended shows how the request came to its end, unless this page shows another already.
// One that the page has asked anew in the meantime gives way to the new one.
func (c *Challenge) ended(o core.Outcome) {
	if c.sending || !c.app.on(c) {
		return
	}
	c.app.seen[c.req.ID] = true
	next, waits := c.app.newest()
	if (o == core.Superseded || o == core.Withdrawn) && waits && next.Account == c.req.Account && c.app.top() == page(c) {
		n := newChallenge(c.app, next)
		n.newer = true
		c.app.swap(c, n)
		return
	}
	if c.req.Kind == core.KindMove && o == core.Approved {
		c.app.moved[c.account.ID] = true
		c.app.swap(c, newMoved(c.app, c.account, c.req.Context.To))
		return
	}
	r := newResult(c.app, c.account, c.result(o))
	r.s.Move, r.s.Other = c.req.Kind == core.KindMove, c.req.Context.To
	if r.advises() {
		r.report = reportOn(c.app, c.account, c.req.ID)
		r.report.known = c.record(o)
		if c.said == core.Deny && c.why == core.NotMe && o == core.Refused && r.report.state == ReportOffer {
			r.report.state = ReportDone
		}
	}
	c.app.swap(c, r)
}

// result picks the words for an end.
func (c *Challenge) result(o core.Outcome) ResultKind {
	if o == core.TimedOut && c.problem != nil && c.end.State == "" {
		return ResultUnsent
	}
	return resultOf(o, c.end.State)
}

// resultOf picks them by the server's word for the end as well; "" where it said none.
func resultOf(o core.Outcome, state string) ResultKind {
	switch o {
	case core.Approved:
		return ResultApproved
	case core.Refused:
		return ResultDenied
	case core.WrongNumber:
		return ResultMismatch
	case core.TimedOut:
		return ResultExpired
	case core.Withdrawn:
		if state == challenge.Forgotten {
			return ResultForgotten
		}
		return ResultWithdrawn
	case core.Superseded:
		return ResultSuperseded
	}
	switch state {
	case "approved", "redeemed":
		return ResultAlreadyYes
	case "denied", "mismatch":
		return ResultAlreadyNo
	}
	return ResultAlready
}

// record is what this page knows of its request.
func (c *Challenge) record(o core.Outcome) core.Record {
	r := core.Record{
		ID: c.req.ID, Account: c.req.Account, Issuer: c.account.Title(), Label: c.account.Label, Kind: c.req.Kind, Mode: c.req.Mode,
		Context: c.req.Context, Asked: c.req.Issued, Expires: c.req.Expires, Decision: c.said, Why: c.why, Outcome: o,
		State: c.end.State, Hash: api.Hash([]byte(c.req.JWS)),
	}
	if d := c.account.Device; d != nil {
		r.Origin, r.Device = d.Origin, d.ID
	}
	return r
}

// Result says how something ended, and what to do next.
type Result struct {
	app     *App
	account core.Account
	s       ResultState
	report  report
}

// ResultKind picks the words and the sign.
type ResultKind string

// The ends.
const (
	ResultApproved   ResultKind = "approved"
	ResultDenied     ResultKind = "denied"
	ResultMismatch   ResultKind = "mismatch"
	ResultExpired    ResultKind = "expired"
	ResultUnsent     ResultKind = "unsent"      // time was over before the answer surely arrived
	ResultAlready    ResultKind = "already"     // answered, nobody says how
	ResultAlreadyYes ResultKind = "already_yes" // YES was said on another phone
	ResultAlreadyNo  ResultKind = "already_no"
	ResultWithdrawn  ResultKind = "withdrawn"
	ResultForgotten  ResultKind = "forgotten"  // the server knows the request no longer
	ResultSuperseded ResultKind = "superseded" // the page asked again
	ResultFailed     ResultKind = "failed"     // Problem says why
	ResultLinked     ResultKind = "linked"     // the account is here, and works
	ResultAgain      ResultKind = "again"      // requests reach an account again that was here before
	ResultNotLinked  ResultKind = "not_linked" // linking came to nothing; Problem says why
	ResultRevoked    ResultKind = "revoked"    // turned off on the server: gone from here
	ResultMovedHere  ResultKind = "moved_here" // this phone took another's place
	ResultNotMoved   ResultKind = "not_moved"  // it did not; Why is the server's word for it
)

// ResultState shows it.
type ResultState struct {
	What    ResultKind
	Label   string
	Issuer  string
	Problem *Problem
	Other   string // a move: the other phone; "" where it has no name
	Move    bool   // the request was one to move
	Why     string
	// Advice offers what to do next: after a NO, a wrong number, or a YES by somebody else.
	Advice bool
	Report ReportState // with Advice: how far "this was not me" has come
	Unsaid *Problem    // why it could not be said
}

// Screen names it.
func (ResultState) Screen() string { return "result" }

func newResult(a *App, acc core.Account, what ResultKind) *Result {
	return &Result{app: a, account: acc.Bare(), s: ResultState{What: what, Label: acc.Label, Issuer: acc.Title()}}
}

func (r *Result) advises() bool {
	switch r.s.What {
	case ResultDenied, ResultMismatch, ResultAlreadyYes:
		return r.account.Device != nil
	}
	return false
}

// past tells that there is nothing left to do or to know here: a new request may take
// its place.
func (r *Result) past() bool {
	switch r.s.What {
	case ResultFailed, ResultLinked, ResultAgain, ResultNotLinked, ResultRevoked, ResultMovedHere, ResultNotMoved:
		return false
	}
	return !r.advises()
}

func (r *Result) state() State {
	s := r.s
	s.Advice, s.Report, s.Unsaid = r.advises(), r.report.state, r.report.problem
	return s
}

// Done leaves.
func (r *Result) Done() { r.app.Back() }

// Password opens the server's page to change the password.
func (r *Result) Password() { r.app.do(func() { r.app.browse(r.account, "/password") }) }

// Activity shows what else there was with this account.
func (r *Result) Activity() {
	r.app.do(func() {
		if r.app.phone.Past == nil {
			r.app.browse(r.account, "/activity")
			return
		}
		r.app.push(newActivity(r.app, r.account.ID))
	})
}

// Report says "this was not me".
func (r *Result) Report() { r.app.do(func() { r.report.send(nil) }) }

var errNoBrowser = errors.New("no browser came back")
