package main

import (
	"context"
	"testing"
	"time"

	"kauth/app/wire"
	"kauth/core"
	"kauth/core/challenge"
	"kauth/core/coretest"
	"kauth/core/history"
)

// shutPhone is a linked phone whose lock is on, and its company.
type shutPhone struct {
	*testing.T
	*wire.Phone
	co   *company
	o    wire.Options
	stop context.CancelFunc
	over chan struct{}
	news chan struct{}
}

var shutPass = []byte("a passphrase for tests")

func newShutPhone(t *testing.T) *shutPhone {
	t.Helper()
	co := newCompany(t)
	linked, _ := ready(t, co)
	linked.close()
	p := &shutPhone{T: t, co: co, o: wire.Options{Dir: linked.dir, Keyring: &coretest.Keyring{}, Shut: true, Cost: cheap}}
	p.open()
	t.Cleanup(p.close)
	p.unlock()
	p.Lock.Shut()
	return p
}

func (p *shutPhone) open() {
	p.Helper()
	var err error
	if p.Phone, err = wire.Open(p.Context(), p.o); err != nil {
		p.Fatal(err)
	}
	p.news, p.over = make(chan struct{}, 1), make(chan struct{})
	news, over, inbox := p.news, p.over, p.Inbox
	inbox.Observe(func(challenge.Event) {
		select {
		case news <- struct{}{}:
		default:
		}
	})
	ctx, stop := context.WithCancel(context.Background())
	p.stop = stop
	go func() {
		defer close(over)
		inbox.Run(ctx)
	}()
}

func (p *shutPhone) close() {
	p.stop()
	<-p.over
	if err := p.Phone.Close(); err != nil {
		p.Error(err)
	}
}

func (p *shutPhone) unlock() {
	p.Helper()
	if err := p.Lock.Unlock(p.Context(), shutPass); err != nil {
		p.Fatal(err)
	}
}

// asked signs in on a computer and waits for the phone to hear of it.
func (p *shutPhone) asked() (core.Challenge, func() string) {
	p.Helper()
	if err := p.co.stub.ResetLimits(); err != nil {
		p.Fatal(err)
	}
	c := p.co.computer()
	l := c.Login(anna, password)
	a := c.Ask(l)
	if a.Match != nil {
		p.Fatal("a number, where a plain YES was wanted")
	}
	end := time.After(patience)
	for {
		if list := p.Inbox.Pending(); len(list) > 0 {
			return list[0], func() string { return c.State(l) }
		}
		select {
		case <-p.news:
		case <-end:
			p.Fatalf("the phone hears nothing: %+v %v %v", p.Lock.Facts(), p.Inbox.Trouble(), p.Inbox.AccountTrouble())
		}
	}
}

func TestJourneyShutPhoneSaysNoAndNotYes(t *testing.T) {
	p := newShutPhone(t)
	for _, again := range []bool{false, true} {
		if again { // started shut, with its keyring
			p.close()
			p.open()
		}
		c, state := p.asked()
		if _, err := p.Inbox.Answer(t.Context(), c.ID, core.Approve, "", ""); core.KindOf(err) != core.Locked {
			t.Fatalf("YES while shut: %v", err)
		}
		if len(p.Inbox.Pending()) != 1 {
			t.Fatal("the request is gone")
		}
		if o, err := p.Inbox.Answer(t.Context(), c.ID, core.Deny, "", ""); err != nil || o != core.Refused {
			t.Fatalf("NO while shut: %s, %v", o, err)
		}
		if got := state(); got != "denied" {
			t.Fatalf("after NO while shut: %s", got)
		}
	}
	p.unlock()
	if all, _, err := p.History.List(history.Query{}, 0, 10); err != nil || len(all) != 2 || all[0].Outcome != core.Refused {
		t.Fatalf("%+v in the history, %v", all, err)
	}
}

func TestJourneyRequestThatCameWhileShutIsApprovedOnceUnlocked(t *testing.T) {
	p := newShutPhone(t)
	c, state := p.asked()
	p.unlock()
	if len(p.Inbox.Pending()) != 1 {
		t.Fatal("it is gone")
	}
	if o, err := p.Inbox.Answer(t.Context(), c.ID, core.Approve, "", ""); err != nil || o != core.Approved {
		t.Fatal(o, err)
	}
	if got := state(); got != "approved" {
		t.Fatal(got)
	}
}

// A server that changes its key while the phone is shut is believed, and the vault
// knows at the next unlock.
func TestJourneyServerChangesItsKeyWhileThePhoneIsShut(t *testing.T) {
	p := newShutPhone(t)
	if err := p.co.stub.RollKey(); err != nil {
		t.Fatal(err)
	}
	p.Inbox.Wake()
	c, _ := p.asked()
	if o, err := p.Inbox.Answer(t.Context(), c.ID, core.Deny, "", ""); err != nil || o != core.Refused {
		t.Fatal(o, err)
	}
	p.unlock()
	all, err := p.Vault.Accounts()
	if err != nil || all[0].Device.KeysAt == 0 {
		t.Fatalf("%+v, %v", all, err)
	}
	c, state := p.asked()
	if o, err := p.Inbox.Answer(t.Context(), c.ID, core.Approve, "", ""); err != nil || o != core.Approved {
		t.Fatal(o, err)
	}
	if got := state(); got != "approved" {
		t.Fatal(got)
	}
}
