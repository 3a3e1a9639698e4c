package viewmodel

import (
	"context"
	"time"

	"kauth/core"
)

// ActivityRecord is all facts of one request.
type ActivityRecord struct {
	app     *App
	owner   core.AccountID
	id      string
	record  core.Record
	loaded  bool
	problem *Problem
}

// ActivityRecordState shows it.
type ActivityRecordState struct {
	What     ActivityWhat
	Account  string
	Issuer   string
	Server   string
	Site     string // who asked: "Manager"
	Agent    string
	Device   string // "computer", "phone", "tablet"
	Place    string
	IP       string
	Asked    time.Time // zero: not known
	Ended    time.Time
	Match    bool          // a number was to be typed
	Said     core.Decision // on this phone
	Offline  bool          // by digits, without a network
	Seen     bool          // this phone had it; otherwise only its end is known
	Reported time.Time     // "this was not me" was said after the end; zero: it was not
	CanAct   bool          // the account is still here: there is something to do about it
	Loaded   bool
	Problem  *Problem
}

// Screen names it.
func (ActivityRecordState) Screen() string { return "activityrecord" }

func newActivityRecord(a *App, owner core.AccountID, id string) *ActivityRecord {
	v := &ActivityRecord{app: a, owner: owner, id: id}
	v.load()
	return v
}

func (v *ActivityRecord) load() {
	past := v.app.phone.Past
	find := func(context.Context) (core.Record, error) { return past.Find(v.owner, v.id) }
	work(v.app, find, func(r core.Record, err error) {
		if v.problem = problem(err); err == nil {
			v.record, v.loaded = r, true
		}
	})
}

func (v *ActivityRecord) state() State {
	if !v.loaded {
		return ActivityRecordState{Problem: v.problem}
	}
	r, acc := v.record, v.account()
	s := ActivityRecordState{
		What: whatOf(r), Account: r.Label, Issuer: r.Issuer, Server: host(r.Origin), Site: r.Context.App,
		Agent: r.Context.Agent, Device: r.Context.DeviceType, Place: r.Context.Place, IP: r.Context.IP,
		Asked: r.Asked, Ended: r.Ended, Match: r.Mode == core.Match, Said: r.Decision, Offline: r.Offline, Seen: r.Seen(), Reported: r.Reported,
		CanAct: acc.Device != nil, Loaded: true, Problem: v.problem,
	}
	if !r.Asked.IsZero() && r.Ended.Before(r.Asked) {
		s.Ended = r.Asked // the phone's clock is behind the server's
	}
	return s
}

func (v *ActivityRecord) account() core.Account {
	acc, _ := v.app.account(v.owner)
	return acc
}

// NotMe leads through what to do about it.
func (v *ActivityRecord) NotMe() {
	v.app.do(func() {
		if acc := v.account(); v.loaded && acc.Device != nil && v.app.top() == page(v) {
			v.app.push(newNotMe(v.app, acc, v.record))
		}
	})
}

// NotMe is what to do about a request that somebody else began.
type NotMe struct {
	app     *App
	account core.Account
	what    ActivityWhat
	report  report
}

// NotMeState shows it.
type NotMeState struct {
	Account string
	What    ActivityWhat
	// Ask offers to end a sign-in that was approved, before all else.
	Ask     bool
	Report  ReportState
	Problem *Problem // it could not be said: it can be tried again
}

// Screen names it.
func (NotMeState) Screen() string { return "notme" }

func newNotMe(a *App, acc core.Account, r core.Record) *NotMe {
	p := &NotMe{app: a, account: acc.Bare(), what: whatOf(r), report: reportOn(a, acc, r.ID)}
	if r.Why == core.NotMe {
		p.report.state = ReportDone // it was said before
	}
	return p
}

func (p *NotMe) state() State {
	got := p.what == WhatApproved || p.what == WhatOtherYes || p.what == WhatUnsent
	waits := p.report.state == ReportOffer || p.report.state == ReportBusy
	return NotMeState{Account: p.account.Label, What: p.what, Ask: got && waits, Report: p.report.state, Problem: p.report.problem}
}

// Report says "this was not me", which ends what can still be ended.
func (p *NotMe) Report() { p.app.do(func() { p.report.send(nil) }) }

// Password opens the server's page to change the password.
func (p *NotMe) Password() { p.app.do(func() { p.app.browse(p.account, "/password") }) }

// Activity shows what else there was with this account.
func (p *NotMe) Activity() { p.app.do(func() { p.app.push(newActivity(p.app, p.account.ID)) }) }

// Done leaves.
func (p *NotMe) Done() { p.app.Back() }
