package main

import (
	"net/http"
	"net/http/httptest"
	"sync/atomic"
	"testing"
	"time"

	"kauth/core"
	"kauth/server-stub/stub"
)

// upgraded is a company whose server is of before listening keys, until it is
// replaced over the same data.
type upgraded struct {
	company
	data string
	now  atomic.Pointer[http.Handler]
}

func newUpgraded(t *testing.T) *upgraded {
	t.Helper()
	u := &upgraded{data: t.TempDir()}
	u.t = t
	u.http = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { (*u.now.Load()).ServeHTTP(w, r) }))
	u.serve(true)
	if err := u.stub.AddPerson(anna, password, "collaborator"); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = u.stub.Close()
		u.http.CloseClientConnections()
		u.http.Close()
	})
	return u
}

func (u *upgraded) serve(before bool) {
	u.t.Helper()
	s, err := stub.New(stub.Options{Data: u.data, CheapHash: true, Origin: u.http.URL, WithoutListening: before})
	if err != nil {
		u.t.Fatal(err)
	}
	h := s.Handler()
	u.stub = s
	u.now.Store(&h)
}

func (u *upgraded) upgrade() {
	u.t.Helper()
	if err := u.stub.Close(); err != nil {
		u.t.Fatal(err)
	}
	u.serve(false)
}

// hears waits until the phone has made itself a listening key.
func (p *keptPhone) hears(id core.AccountID) {
	p.Helper()
	look, over := time.NewTicker(20*time.Millisecond), time.After(patience)
	defer look.Stop()
	for {
		if a, err := p.Vault.Account(id); err != nil || !a.Device.Listen.IsZero() {
			if err != nil {
				p.Fatal(err)
			}
			return
		}
		select {
		case <-look.C:
		case <-over:
			p.Fatalf("no listening key: %v", p.Inbox.AccountTrouble())
		}
	}
}

func TestJourneyAccountOfBeforeListeningKeysGetsOneWhenThePhoneIsUnlocked(t *testing.T) {
	u := newUpgraded(t)
	c := u.computer()
	c.Redeem(c.Login(anna, password))
	p := newKeptPhone(t)
	a := p.link(c)
	if !a.Device.Listen.IsZero() {
		t.Fatal("a server of before listening keys knows one")
	}
	// With such a server all goes on as it did, but for a locked phone.
	c, l, ask := u.asks()
	if o, err := p.Inbox.Answer(t.Context(), p.rings().ID, core.Approve, typed(ask), ""); err != nil || o != core.Approved {
		t.Fatalf("%s, %v", o, err)
	}
	c.Redeem(l)
	p.lock()
	if all := p.Inbox.Pending(); len(all) != 0 || len(p.Inbox.AccountTrouble()) != 0 {
		t.Fatalf("%v %v", all, p.Inbox.AccountTrouble())
	}
	p.end()
	u.upgrade()
	p.start()
	p.unlock()
	p.hears(a.ID)
	p.Lock.Shut()
	c, l, _ = u.asks()
	if o, err := p.Inbox.Answer(t.Context(), p.rings().ID, core.Deny, "", ""); err != nil || o != core.Refused {
		t.Fatalf("%s, %v", o, err)
	}
	if got := c.State(l); got != "denied" {
		t.Fatal(got)
	}
}
