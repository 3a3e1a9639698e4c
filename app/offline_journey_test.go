package main

import (
	"bytes"
	"encoding/base64"
	"io"
	"net/http/httptest"
	"strings"
	"testing"

	"kauth/app/viewmodel"
	"kauth/core"
	"kauth/core/api"
	"kauth/core/coretest/computer"
)

// elsewhere is a computer with a line of its own to the server: it goes on while the
// phone has none.
func (co *company) elsewhere() *computer.Computer {
	h := httptest.NewServer(co.stub.Handler())
	co.t.Cleanup(h.Close)
	return computer.New(co.t, h.URL)
}

// held gives the request of a new sign-in, as the page shows it.
func held(t *testing.T, c *computer.Computer) (l api.LoginReply, a api.AskReply, page api.OfflinePhone) {
	t.Helper()
	l = c.Login(anna, password)
	a = c.Ask(l)
	var reply api.OfflineReply
	c.Must(200, "GET", api.Path(api.PathOffline, l.ID), nil, &reply)
	if len(reply.Phones) != 1 || a.QR == nil || *a.QR != reply.Phones[0].QR {
		t.Fatalf("%d phones", len(reply.Phones))
	}
	return l, a, reply.Phones[0]
}

// photographs has the phone read the page's picture.
func (p *pocket) photographs(page api.OfflinePhone) {
	p.t.Helper()
	png, err := base64.StdEncoding.DecodeString(page.QR)
	if err != nil {
		p.t.Fatal(err)
	}
	p.app.Drop([]viewmodel.File{{Name: "page.png", Open: func() (io.ReadCloser, error) { return io.NopCloser(bytes.NewReader(png)), nil }}})
}

// digits answers what was scanned, and gives what is to be typed.
func (p *pocket) digits(a api.AskReply, yes bool) string {
	p.t.Helper()
	s := see(p, func(s viewmodel.ChallengeState) bool { return s.Armed && s.Scanned })
	if s.Account != anna || s.Agent == "" || s.Match != (a.Match != nil) {
		p.t.Fatalf("the request reads %+v", s)
	}
	answer(p, a, yes)
	return strings.ReplaceAll(see[viewmodel.OfflineState](p, nil).Digits, " ", "")
}

func types(c *computer.Computer, l api.LoginReply, digits string, want int) (s api.LoginState) {
	c.T.Helper()
	c.Must(want, "POST", api.Path(api.PathOffline, l.ID), map[string]string{"digits": digits}, &s)
	return s
}

func TestJourneyAnswerWithoutANetwork(t *testing.T) {
	co := newCompany(t)
	p, _ := ready(t, co)
	c := co.elsewhere()
	co.down()

	l, a, page := held(t, c)
	p.photographs(page)
	yes := p.digits(a, true)
	if s := types(c, l, yes, 200); s.State != "approved" {
		t.Fatalf("the digits led to %+v", s)
	}
	c.Redeem(l)
	types(c, l, yes, 409)
	co.up()
	p.app.Foreground() // as when the network comes back: it asks at once
	see(p, func(s viewmodel.ResultState) bool { return s.What == viewmodel.ResultApproved })
	on[*viewmodel.Result](p).Done()
	rows := activity(p, 1)
	if rows[0].What != viewmodel.WhatApproved {
		t.Errorf("%+v", rows)
	}
	on[*viewmodel.Activity](p).Open(rows[0].Owner, rows[0].ID)
	if r := see(p, func(s viewmodel.ActivityRecordState) bool { return s.Loaded }); !r.Offline || r.Said != core.Approve {
		t.Errorf("the record reads %+v", r)
	}
	p.photographs(page)
	see(p, func(s viewmodel.ScanState) bool { return s.Problem != nil && s.Problem.Kind == core.AlreadyDone })
}

func TestJourneyAKilledAppAnswersWithoutANetwork(t *testing.T) {
	co := newCompany(t)
	p, _ := ready(t, co)
	c := co.elsewhere()
	co.down()
	l, a, page := held(t, c)
	p.photographs(page)
	first := p.digits(a, true)
	p.close()

	p = newPocket(t, p.dir)
	see[viewmodel.HomeState](p, nil)
	p.app.OpenLink(page.Link)
	if again := p.digits(a, true); again != first {
		t.Fatalf("%s, and %s after a restart", first, again)
	}
	if s := types(c, l, first, 200); s.State != "approved" {
		t.Fatalf("the digits led to %+v", s)
	}

	l, a, page = held(t, c)
	p.app.OpenLink(page.Link)
	no := p.digits(a, false)
	if s := types(c, l, no, 200); s.State != "denied" {
		t.Fatalf("the digits of a NO led to %+v", s)
	}
}

func TestJourneyAForgedRequestShowsNothing(t *testing.T) {
	co := newCompany(t)
	p, _ := ready(t, co)
	c := co.elsewhere()
	co.down()
	_, _, page := held(t, c)
	at := strings.LastIndex(page.Link, ".") + 5
	other := map[bool]string{true: "B", false: "A"}[page.Link[at] == 'A']
	p.app.OpenLink(page.Link[:at] + other + page.Link[at+1:])
	s := see(p, func(s viewmodel.ScanState) bool { return s.Problem != nil })
	if s.Problem.Kind != core.Forged || s.Problem.Detail != "" {
		t.Errorf("%+v", s.Problem)
	}
}
