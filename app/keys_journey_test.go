package main

import (
	"errors"
	"testing"
	"time"

	"kauth/app/viewmodel"
	"kauth/core"
	"kauth/core/api"
	"kauth/server-stub/stub"
)

// approves signs in on a computer with a YES on the phone.
func approves(t *testing.T, co *company, p *pocket) {
	t.Helper()
	if err := co.stub.ResetLimits(); err != nil {
		t.Fatal(err)
	}
	c := co.computer()
	l := c.Login(anna, password)
	asked := c.Ask(l)
	see(p, func(s viewmodel.ChallengeState) bool { return s.Armed })
	answer(p, asked, true)
	see(p, func(s viewmodel.ResultState) bool { return s.What == viewmodel.ResultApproved })
	on[*viewmodel.Result](p).Done()
	c.Redeem(l)
	see[viewmodel.HomeState](p, nil)
}

func TestJourneyKeysOfBothSidesChangeAndNobodyNotices(t *testing.T) {
	co := newCompany(t)
	p, _ := ready(t, co)
	for range 2 {
		if err := co.stub.RollKey(); err != nil {
			t.Fatal(err)
		}
		approves(t, co, p)
		if err := p.app.Rekey(t.Context()); err != nil {
			t.Fatal(err)
		}
		approves(t, co, p)
	}
	if s := see[viewmodel.HomeState](p, nil); s.Banner != nil {
		t.Errorf("the person reads %+v", s.Banner)
	}
}

func TestJourneyPhoneThatSleptThroughAKeyRollIsLinkedAgain(t *testing.T) {
	co := newCompany(t)
	p, _ := ready(t, co)
	p.close() // the stream of one that is awake would hear of it
	if err := errors.Join(co.stub.RollKey(), co.stub.SetClock(stub.KeyOverlap+time.Hour)); err != nil {
		t.Fatal(err)
	}
	p = newPocket(t, p.dir)
	s := see(p, func(s viewmodel.HomeState) bool { return s.Banner != nil && s.Banner.Kind == viewmodel.BannerAccount })
	if s.Banner.Problem.Kind != core.Relink || s.Code(0).Digits == "" {
		t.Fatalf("%+v", s)
	}
	// The computer offers no request; the code works, and a new link mends it.
	c := co.computer()
	l := c.Login(anna, password)
	for _, way := range l.Methods {
		if way == "kauth" {
			t.Error("the computer offers a phone that cannot hear")
		}
	}
	code := see(p, func(s viewmodel.HomeState) bool { return len(s.Rows) == 1 }).Code(0).Digits
	c.Must(200, "POST", api.Path(api.PathLogin, l.ID)+"/totp", api.CodeRequest{Code: code}, nil)
	c.Redeem(l)
	p.link(co, c)
	see(p, func(s viewmodel.ResultState) bool { return s.What == viewmodel.ResultAgain })
	on[*viewmodel.Result](p).Done()
	// The clock of the company is a month ahead, which the phone says instead.
	see(p, func(s viewmodel.HomeState) bool {
		return len(s.Rows) == 1 && s.Banner != nil && s.Banner.Kind == viewmodel.BannerClock
	})
	approves(t, co, p)
}

func TestJourneyOrganizationKeepsThePhone(t *testing.T) {
	co := newCompany(t)
	p, _ := ready(t, co)
	if err := co.stub.SetPolicy(stub.Policy{MayLeave: false}); err != nil {
		t.Fatal(err)
	}
	approves(t, co, p) // by then the phone has heard of it
	id := see[viewmodel.HomeState](p, nil).Rows[0].ID
	on[*viewmodel.Home](p).Open(id)
	see[viewmodel.DetailState](p, nil)
	on[*viewmodel.Detail](p).Remove()
	see[viewmodel.RemoveState](p, nil)
	on[*viewmodel.Remove](p).Confirm()
	s := see(p, func(s viewmodel.RemoveState) bool { return s.Problem != nil })
	if s.Problem.Kind != core.Forbidden || s.Busy {
		t.Fatalf("%+v", s)
	}
	p.app.Back()
	p.app.Back()
	see(p, func(s viewmodel.HomeState) bool { return len(s.Rows) == 1 && s.Code(0).Digits != "" })
}
