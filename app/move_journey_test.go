package main

import (
	"bytes"
	"io"
	"net/url"
	"testing"

	"kauth/app/viewmodel"
	"kauth/core/api"
	"kauth/core/coretest/computer"
)

// A new phone with the old one at hand, over real vaults, the real protocol and the
// reference server.

// signedIn is a computer that the phone let in.
func signedIn(co *company, p *pocket) *computer.Computer {
	co.t.Helper()
	co.stub.SetMode("confirm")
	c := co.computer()
	l := c.Login(anna, password)
	a := c.Ask(l)
	see(p, func(s viewmodel.ChallengeState) bool { return s.Armed && s.To == "" })
	answer(p, a, true)
	see(p, func(s viewmodel.ResultState) bool { return s.What == viewmodel.ResultApproved })
	c.Redeem(l)
	on[*viewmodel.Result](p).Done()
	see[viewmodel.HomeState](p, nil)
	return c
}

// phones are the ids of the account's phones, oldest first.
func phones(c *computer.Computer) (ids []string) {
	c.T.Helper()
	var reply api.MethodsReply
	c.Must(200, "GET", api.PathMethods, nil, &reply)
	if !reply.TwoFactor {
		c.T.Error("two-factor is off")
	}
	for _, m := range reply.Methods {
		if m.Kind == "kauth" {
			ids = append(ids, m.ID)
		}
	}
	return ids
}

// takes has a new phone scan the code that a computer shows for taking the old one's place.
func (p *pocket) takes(c *computer.Computer, old string) api.LinkReply {
	p.t.Helper()
	var o api.LinkReply
	c.Must(201, "POST", api.PathLinks, api.LinkRequest{Move: old}, &o)
	png := c.Picture(o)
	see[viewmodel.WelcomeState](p, nil)
	p.app.Drop([]viewmodel.File{{Name: "code.png", Open: func() (io.ReadCloser, error) { return io.NopCloser(bytes.NewReader(png)), nil }}})
	see(p, func(s viewmodel.ConfirmState) bool { return s.Title == anna })
	on[*viewmodel.Add](p).Authorize()
	return o
}

func withDigits(s viewmodel.MovingState) bool { return s.Digits != "" }

// dials types on the old phone what the new one shows.
func (p *pocket) dials(digits string) {
	p.t.Helper()
	see(p, func(s viewmodel.ChallengeState) bool { return s.Armed && s.To == "Pixel 9 · kAuth" })
	for _, d := range digits {
		on[*viewmodel.Challenge](p).Digit(d)
	}
}

func TestJourneyMoveToANewPhone(t *testing.T) {
	co := newCompany(t)
	old, spare := ready(t, co)
	c := signedIn(co, old)
	oldID := phones(c)[0]
	old.app.Back()
	row := see[viewmodel.HomeState](old, nil).Rows[0]

	dir := t.TempDir()
	next := newPocket(t, dir)
	offer := next.takes(c, oldID)
	digits := see(next, withDigits).Digits
	if shown := c.Registered(offer); shown.State != "registered" || shown.Digits != "" || shown.From == "" {
		t.Errorf("the computer shows %+v", shown)
	}
	if len(phones(c)) != 1 || phones(c)[0] != oldID {
		t.Error("the old phone does not count while the new one waits")
	}
	next.close() // the new phone is killed, and started again
	next = newPocket(t, dir)
	if again := see(next, withDigits); again.Digits != digits {
		t.Errorf("the digits were %q, and are %q after a kill", digits, again.Digits)
	}

	old.dials(digits)
	see(old, func(s viewmodel.MovedState) bool { return s.To == "Pixel 9 · kAuth" && s.Label == anna })
	see(next, func(s viewmodel.ResultState) bool { return s.What == viewmodel.ResultMovedHere })
	if got := phones(c); len(got) != 1 || got[0] == oldID {
		t.Errorf("the account has %v", got)
	}
	on[*viewmodel.Moved](old).Done()
	see[viewmodel.WelcomeState](old, nil)
	on[*viewmodel.Result](next).Done()
	if s := see(next, func(s viewmodel.HomeState) bool { return len(s.Rows) == 1 && s.Code(0).Digits != "" }); s.Rows[0].Label != row.Label {
		t.Errorf("on the new phone it reads %+v", s.Rows[0])
	}
	signedIn(co, next)
	l := co.computer()
	login := l.Login(anna, password)
	l.Must(200, "POST", api.Path(api.PathLogin, login.ID)+"/recovery", api.CodeRequest{Code: spare[0]}, nil)
	var seen api.ActivityReply
	c.Must(200, "GET", api.PathOwnActivity, nil, &seen)
	moved := 0
	for _, e := range seen.Events {
		if e.What == "moved" {
			moved++
		}
	}
	if moved != 1 {
		t.Errorf("the activity says %d times that it moved", moved)
	}
}

func TestJourneyMoveThatIsRefusedAndThenDoneByALogInOnTheNewPhone(t *testing.T) {
	co := newCompany(t)
	old, _ := ready(t, co)
	c := signedIn(co, old)
	oldID := phones(c)[0]
	next := newPocket(t, t.TempDir())
	authorized := func() {
		t.Helper()
		see[viewmodel.WelcomeState](next, nil)
		on[*viewmodel.Welcome](next).LoginHere()
		see[viewmodel.ServerState](next, nil)
		on[*viewmodel.Server](next).Submit(co.http.URL)
		see[viewmodel.BrowserState](next, nil)
		grantAs(t, c, <-next.opened, url.Values{"move": {oldID}})
		see(next, withDigits)
	}
	authorized()
	see(old, func(s viewmodel.ChallengeState) bool { return s.Armed && s.To != "" })
	on[*viewmodel.Challenge](old).No()
	if s := see(old, func(s viewmodel.ResultState) bool { return s.What == viewmodel.ResultDenied }); !s.Move || !s.Advice {
		t.Errorf("the old phone shows %+v", s)
	}
	on[*viewmodel.Result](old).Done()
	if s := see(next, func(s viewmodel.ResultState) bool { return s.What == viewmodel.ResultNotMoved }); s.Why != "denied" {
		t.Errorf("the new phone shows %+v", s)
	}
	on[*viewmodel.Result](next).Done()
	signedIn(co, old)

	authorized()
	co.down() // nothing is heard for a moment: it goes on by itself
	see(next, func(s viewmodel.MovingState) bool { return s.Problem != nil })
	co.up()
	digits := see(next, func(s viewmodel.MovingState) bool { return s.Problem == nil && s.Digits != "" }).Digits
	old.dials(digits)
	see[viewmodel.MovedState](old, nil)
	see(next, func(s viewmodel.ResultState) bool { return s.What == viewmodel.ResultMovedHere })
}
