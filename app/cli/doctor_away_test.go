package main

import (
	"context"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"kauth/app/wire"
	"kauth/core"
	"kauth/core/checkup"
	"kauth/core/coretest"
	"kauth/core/wake"
)

// opened has the app run on the phone's vault, with a push service, until its
// registration stands as it is to.
func (p *phone) opened(service *coretest.Wakes, id string, do func(), want wake.State) {
	p.t.Helper()
	one, err := wire.Open(p.t.Context(), wire.Options{Dir: p.vault, Keyring: p.keyring, Cost: cheap, Receiver: service})
	if err != nil {
		p.t.Fatal(err)
	}
	ctx, stop := context.WithTimeout(p.t.Context(), time.Minute)
	changed, ended := make(chan struct{}, 1), make(chan struct{})
	one.Wakeups.Observe(func() {
		select {
		case changed <- struct{}{}:
		default:
		}
	})
	go func() { defer close(ended); one.Wakeups.Run(ctx) }()
	until := func(want wake.State) {
		for one.Standing(core.AccountID(id)).State != want && ctx.Err() == nil {
			select {
			case <-changed:
			case <-ctx.Done():
				p.t.Errorf("the registration is %+v, not %s", one.Standing(core.AccountID(id)), want)
			}
		}
	}
	until(wake.Stands)
	do()
	until(want)
	stop()
	<-ended
	if err := one.Close(); err != nil {
		p.t.Fatal(err)
	}
}

// says is what the doctor says of one check.
func (p *phone) says(status int, check string) line {
	p.t.Helper()
	all := p.lines(status, "doctor")
	i := slices.IndexFunc(all, func(l line) bool { return l["check"] == check })
	if i < 0 {
		p.t.Fatalf("nothing of %s: %v", check, all)
	}
	return all[i]
}

func TestDoctorSaysWhetherAnythingWakesThisDevice(t *testing.T) {
	co := newCompany(t)
	p, id := co.linked(t)
	if l := p.says(done, "wakeups"); l["ok"] != true || l["cause"] != string(checkup.OpenOnly) {
		t.Errorf("with nothing to wake it: %v", l)
	}
	service := coretest.NewWakes("Next")
	p.opened(service, id, func() {}, wake.Stands)
	if l := p.says(done, "wakeups"); l["ok"] != true || l["cause"] != nil || !strings.Contains(l.text("message"), "Next") {
		t.Errorf("with one that stands: %v", l)
	}
}

// Dropped right after it was given: a later start would ask for it once more.
func TestDoctorSaysThatARegistrationIsGoneAndOpeningTheAppMendsIt(t *testing.T) {
	co := newCompany(t)
	p, id := co.linked(t)
	service := coretest.NewWakes("Next")
	p.opened(service, id, func() {
		for asked := range service.Registered() {
			service.Drop(asked)
		}
	}, wake.Gone)
	l := p.says(refused, "wakeups")
	if l["ok"] != false || l["cause"] != string(checkup.WakeGone) || !strings.Contains(l.text("message"), anna) {
		t.Errorf("with one that was dropped: %v", l)
	}
	if got := strings.Join(slices.Sorted(maps.Keys(l)), " "); got != "cause check message ok" {
		t.Errorf("the names that scripts read: %s", got)
	}
	p.opened(service, id, func() {}, wake.Stands) // what the line says to do
	if l := p.says(done, "wakeups"); l["ok"] != true {
		t.Errorf("after the app was open: %v", l)
	}
}

func TestDoctorSaysThatTheSystemRestrictsTheApp(t *testing.T) {
	p, _ := newCompany(t).linked(t)
	is := true
	p.restricted = func(context.Context) (bool, error) { return is, nil }
	if l := p.says(refused, "background"); l["ok"] != false || l["cause"] != string(checkup.Restricted) {
		t.Errorf("%v", l)
	}
	is = false
	if l := p.says(done, "wakeups"); l["ok"] != true {
		t.Errorf("once it is allowed: %v", l)
	}
}
