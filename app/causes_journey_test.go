package main

import (
	"context"
	"sync/atomic"
	"testing"
	"time"

	"kauth/app/viewmodel"
	"kauth/core"
	"kauth/core/checkup"
	"kauth/core/coretest"
	"kauth/server-stub/stub"
)

// around is what the system around a phone lets it do.
type around struct {
	online     atomic.Bool
	restricted atomic.Bool
	opened     atomic.Int32 // the system's page about the background
	service    *coretest.Wakes
	choices    memoryChoices
}

// quiet shows notices, and nobody looks at them.
type quiet struct{}

func (quiet) Show(viewmodel.NoticeState) {}
func (quiet) Withdraw(string)            {}
func (quiet) Facts(context.Context) (core.NoticeFacts, error) {
	return core.NoticeFacts{Server: "quiet"}, nil
}

// Restricted and Open implement viewmodel.Background.
func (a *around) Restricted(context.Context) (bool, error) { return a.restricted.Load(), nil }
func (a *around) Open() error                              { a.opened.Add(1); return nil }

// onlineOpener has the check ask the test whether there is a network.
type onlineOpener struct {
	opener
	*around
}

func (o onlineOpener) Open(ctx context.Context) (*viewmodel.Phone, error) {
	p, err := o.opener.Open(ctx)
	if err == nil {
		look := p.Check.(checkup.Checkup)
		look.Online = o.around.online.Load
		p.Check = look
	}
	return p, err
}

// checking is a linked phone that its server can wake, on the page of the check.
func checking(t *testing.T, co *company) (*pocket, *around) {
	t.Helper()
	a := &around{service: coretest.NewWakes("Next")}
	a.online.Store(true)
	p, _ := linkedFirst(co, newPocketIn(t, t.TempDir(), func(ports *viewmodel.Ports) {
		o := ports.Opener.(opener)
		o.base.Receiver = a.service
		ports.Opener = onlineOpener{o, a}
		ports.Notices, ports.Restrictions, ports.Settings = quiet{}, a, &a.choices
	}))
	on[*viewmodel.Home](p).Settings()
	see[viewmodel.SettingsState](p, nil)
	on[*viewmodel.Settings](p).Check()
	return p, a
}

// finds waits until the check comes to that cause.
func (p *pocket) finds(cause checkup.Cause, mend viewmodel.CheckMend) viewmodel.CheckState {
	p.t.Helper()
	s := see(p, func(s viewmodel.CheckState) bool { return s.Verdict != nil && s.Verdict.Cause == cause })
	if s.Verdict.Mend != mend {
		p.t.Fatalf("%s has the button %s, not %s", cause, s.Verdict.Mend, mend)
	}
	return s
}

// Each cause is made, found, and mended with its one button, on one phone, one after
// the other. What the button cannot mend, the world has mended before it is pressed.
func TestJourneyEachCauseHasAButtonThatDoesWhatItSays(t *testing.T) {
	co := newCompany(t)
	p, a := checking(t, co)
	p.finds(checkup.NothingSent, viewmodel.MendNothing)
	well := func() {
		t.Helper()
		co.up()
		co.stub.ClearFaults()
		a.online.Store(true)
		a.restricted.Store(false)
	}
	for _, c := range []struct {
		cause checkup.Cause
		mend  viewmodel.CheckMend
		ill   func()
		well  func()
	}{
		{checkup.NoNetwork, viewmodel.MendAgain, func() { a.online.Store(false); co.down() }, well},
		{checkup.Unreachable, viewmodel.MendAgain, co.down, well},
		{checkup.ServerDown, viewmodel.MendAgain, func() { must(t, co.stub.Fault(stub.Fault{Kind: "status", Status: 503})) }, well},
		{checkup.OtherServer, viewmodel.MendAgain, func() {
			must(t, co.stub.Fault(stub.Fault{Kind: "redirect", Location: "http://192.0.2.1/login"}))
		}, well},
		{checkup.Blocked, viewmodel.MendAgain, func() { must(t, co.stub.Block(anna, true)) }, func() { must(t, co.stub.Block(anna, false)) }},
		{checkup.NoticesOff, viewmodel.MendNotices, func() { a.choices.SetString("notices", "off") }, func() {}},
		{checkup.WakeGone, viewmodel.MendWake, a.drop, func() {}},
		{checkup.Restricted, viewmodel.MendSystem, func() { a.restricted.Store(true) }, nil},
	} {
		c.ill()
		on[*viewmodel.Check](p).Again()
		p.finds(c.cause, c.mend)
		if c.well != nil {
			c.well()
		}
		on[*viewmodel.Check](p).Mend()
		if c.well == nil { // the button leads out of the app, and the person comes back
			a.allowed(t)
			on[*viewmodel.Check](p).Again()
		}
		p.finds(checkup.NothingSent, viewmodel.MendNothing)
	}
	if got := a.choices.String("notices"); got != "" {
		t.Errorf("notices are %q", got)
	}
	if n := len(a.service.Registered()); n != 1 {
		t.Errorf("the push service has %d registrations", n)
	}

	// The clock is no reason: a line says it.
	must(t, co.stub.SetClock(2*time.Hour))
	on[*viewmodel.Check](p).Again()
	see(p, func(s viewmodel.CheckState) bool {
		return s.Verdict != nil && s.Verdict.Cause == checkup.NothingSent && markOf(s, viewmodel.CheckClock) == viewmodel.CheckWarns
	})
	must(t, co.stub.SetClock(0))

	// Nothing was sent: Done leads back.
	on[*viewmodel.Check](p).Mend()
	see[viewmodel.SettingsState](p, nil)
}

// drop has the push service forget the phone.
func (a *around) drop() {
	for asked := range a.service.Registered() {
		a.service.Drop(asked)
	}
}

// allowed waits until the system's page was opened, where the person allows it.
func (a *around) allowed(t *testing.T) {
	t.Helper()
	tick, over := time.NewTicker(5*time.Millisecond), time.After(patience)
	defer tick.Stop()
	for a.opened.Load() == 0 {
		select {
		case <-tick.C:
		case <-over:
			t.Fatal("the system's page does not open")
		}
	}
	a.restricted.Store(false)
}
