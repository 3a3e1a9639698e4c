package main

import (
	"io"
	"strings"
	"testing"

	"kauth/app/viewmodel"
	"kauth/core/api"
	"kauth/core/coretest/computer"
)

// asked has somebody sign in, and the phone show the request.
func asked(p *pocket, co *company) (*computer.Computer, api.LoginReply, api.AskReply) {
	p.t.Helper()
	c := co.computer()
	l := c.Login(anna, password)
	a := c.Ask(l)
	see(p, func(s viewmodel.ChallengeState) bool { return s.Armed })
	return c, l, a
}

// approve says YES and leaves the page that says so.
func approve(p *pocket, a api.AskReply) {
	p.t.Helper()
	answer(p, a, true)
	see(p, func(s viewmodel.ResultState) bool { return s.What == viewmodel.ResultApproved })
	on[*viewmodel.Result](p).Done()
	see[viewmodel.HomeState](p, nil)
}

// activity goes from the accounts to the activity of the only one.
func activity(p *pocket, want int) []viewmodel.ActivityRow {
	p.t.Helper()
	home := see[viewmodel.HomeState](p, nil)
	on[*viewmodel.Home](p).Open(home.Rows[0].ID)
	see[viewmodel.DetailState](p, nil)
	on[*viewmodel.Detail](p).Activity()
	return listed(see(p, func(s viewmodel.ActivityState) bool { return s.Loaded && len(listed(s)) == want }))
}

func listed(s viewmodel.ActivityState) (rows []viewmodel.ActivityRow) {
	for _, d := range s.Days {
		rows = append(rows, d.Rows...)
	}
	return rows
}

func TestJourneyWhatHappenedAndWhatToDoAfterIt(t *testing.T) {
	co := newCompany(t)
	p, _ := ready(t, co)
	c, l, a := asked(p, co)
	approve(p, a)
	c.Redeem(l)
	_, _, a = asked(p, co)
	answer(p, a, false)
	s := see(p, func(s viewmodel.ResultState) bool { return s.What == viewmodel.ResultDenied })
	if !s.Advice || s.Report != viewmodel.ReportDone { // to a number it is the NO itself that says so
		t.Errorf("after the NO: %+v", s)
	}
	on[*viewmodel.Result](p).Password()
	if got := <-p.opened; got != co.http.URL+"/password" {
		t.Errorf("opened %s", got)
	}
	on[*viewmodel.Result](p).Done()

	rows := activity(p, 2)
	if rows[0].What != viewmodel.WhatNotMe || rows[1].What != viewmodel.WhatApproved || rows[1].Agent == "" {
		t.Fatalf("%+v", rows)
	}
	page := on[*viewmodel.Activity](p)
	page.Open(rows[1].Owner, rows[1].ID)
	r := see(p, func(s viewmodel.ActivityRecordState) bool { return s.Loaded })
	if r.Account != anna || r.IP == "" || r.Asked.IsZero() || !r.CanAct || r.Said != "approve" {
		t.Errorf("the record reads %+v", r)
	}
	on[*viewmodel.ActivityRecord](p).NotMe()
	see(p, func(s viewmodel.NotMeState) bool { return s.Ask })
	on[*viewmodel.NotMe](p).Report() // the page has gone on: too late to stop it
	see(p, func(s viewmodel.NotMeState) bool { return !s.Ask && s.Report == viewmodel.ReportDone })
	p.app.Back()
	see(p, func(s viewmodel.ActivityRecordState) bool { return !s.Reported.IsZero() })
	p.app.Back()
	see(p, func(s viewmodel.ActivityState) bool { return len(listed(s)) == 2 && listed(s)[1].Reported })

	page.Export()
	see[viewmodel.ActivityExportState](p, nil)
	var table wholeFile
	on[*viewmodel.ActivityExport](p).Save(&table, true)
	see(p, func(s viewmodel.ActivityExportState) bool { return s.Toast == viewmodel.ToastSaved })
	if got := table.String(); strings.Count(got, "\r\n") != 3 || !strings.Contains(got, rows[0].ID) || !strings.Contains(got, r.IP) {
		t.Errorf("saved:\n%s", got)
	}
}

type wholeFile struct{ strings.Builder }

func (*wholeFile) Close() error { return nil }

var _ io.WriteCloser = (*wholeFile)(nil)

func TestJourneyNotMeStopsWhatWasApproved(t *testing.T) {
	co := newCompany(t)
	p, _ := ready(t, co)
	c, l, a := asked(p, co)
	approve(p, a)
	rows := activity(p, 1)
	on[*viewmodel.Activity](p).Open(rows[0].Owner, rows[0].ID)
	see(p, func(s viewmodel.ActivityRecordState) bool { return s.Loaded })
	on[*viewmodel.ActivityRecord](p).NotMe()
	see(p, func(s viewmodel.NotMeState) bool { return s.Ask })
	on[*viewmodel.NotMe](p).Report()
	see(p, func(s viewmodel.NotMeState) bool { return s.Report == viewmodel.ReportStopped })
	if got := c.State(l); got != "denied" {
		t.Errorf("the page says %s", got)
	}
	if got := c.Call("POST", api.Path(api.PathLogin, l.ID)+"/redeem", nil, nil); got == 204 {
		t.Error("what was stopped let somebody in")
	}
}

func TestJourneyServerDiesWhileYesIsBeingSent(t *testing.T) {
	co := newCompany(t)
	p, _ := ready(t, co)
	c, l, a := asked(p, co)
	co.down()
	answer(p, a, true)
	see(p, func(s viewmodel.ChallengeState) bool { return s.Sending })
	s := see(p, func(s viewmodel.ChallengeState) bool { return s.Problem != nil })
	if s.Sending || s.Left <= 0 {
		t.Errorf("%+v", s)
	}
	co.up()
	on[*viewmodel.Challenge](p).Retry()
	see(p, func(s viewmodel.ResultState) bool { return s.What == viewmodel.ResultApproved })
	c.Redeem(l)
	on[*viewmodel.Result](p).Done()
	if rows := activity(p, 1); rows[0].What != viewmodel.WhatApproved {
		t.Errorf("%+v", rows)
	}
}

func TestJourneyWhatEndedWhileTheAppWasClosedIsInTheActivity(t *testing.T) {
	co := newCompany(t)
	p, _ := ready(t, co)
	_, _, a := asked(p, co)
	p.close()
	if err := co.stub.Expire(a.Challenge); err != nil {
		t.Fatal(err)
	}
	c := co.computer() // and one that this phone never sees
	unseen := c.Ask(c.Login(anna, password))
	if err := co.stub.Expire(unseen.Challenge); err != nil {
		t.Fatal(err)
	}
	again := newPocket(t, p.dir)
	rows := activity(again, 2)
	for _, r := range rows {
		if r.What != viewmodel.WhatExpired || r.Seen != (r.ID == a.Challenge) || r.Seen && r.Agent == "" {
			t.Errorf("%+v", r)
		}
	}
}
