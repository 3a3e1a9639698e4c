package main

import (
	"context"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"kauth/app/wire"
	"kauth/core"
	"kauth/core/api"
	"kauth/core/challenge"
	"kauth/core/coretest"
	"kauth/core/coretest/computer"
	"kauth/core/link"
	"kauth/core/seal"
	"kauth/server-stub/stub"
)

// keptPhone is a phone behind a PIN, without its view-model: vault, reception, inbox.
type keptPhone struct {
	*testing.T
	*wire.Phone
	o    wire.Options
	news chan challenge.Event
	stop func()
}

var pinOfPhone = []byte("482913")

func newKeptPhone(t *testing.T) *keptPhone {
	t.Helper()
	p := &keptPhone{T: t, o: wire.Options{
		Dir: t.TempDir(), PhoneName: "Pixel 9 · kAuth", Keyring: &coretest.Keyring{}, Shut: true,
		Cost: func() seal.Cost { return seal.Cost{MemoryKiB: 8 << 10, Passes: 1, Lanes: 1} },
	}}
	p.start()
	t.Cleanup(func() { p.end() })
	return p
}

// start opens the phone as it is, and has it listen.
func (p *keptPhone) start() {
	p.Helper()
	var err error
	if p.Phone, err = wire.Open(p.Context(), p.o); err != nil {
		p.Fatal(err)
	}
	p.news = make(chan challenge.Event, 100)
	news := p.news
	p.Inbox.Observe(func(e challenge.Event) {
		select {
		case news <- e:
		default:
		}
	})
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan struct{})
	go func() { defer close(done); p.Inbox.Run(ctx) }()
	p.stop = func() { cancel(); <-done }
}

func (p *keptPhone) end() {
	p.Helper()
	p.stop()
	if err := p.Close(); err != nil {
		p.Error(err)
	}
}

// link links the phone to anna's account, and gives it as the vault has it.
func (p *keptPhone) link(c *computer.Computer) core.Account {
	p.Helper()
	o := c.Offer()
	scanned, err := link.Parse(o.Link)
	if err != nil {
		p.Fatal(err)
	}
	a, err := p.Enroll.Begin(p.Context(), *scanned.Offer)
	if err == nil {
		a, err = p.Enroll.Confirm(p.Context(), a.ID, c.Registered(o).Digits)
	}
	if err != nil {
		p.Fatal(err)
	}
	return a
}

func (p *keptPhone) lock() {
	p.Helper()
	if _, err := p.Lock.SetPIN(p.Context(), pinOfPhone); err != nil {
		p.Fatal(err)
	}
	p.Lock.Shut()
}

func (p *keptPhone) unlock() {
	p.Helper()
	if err := p.Lock.Unlock(p.Context(), pinOfPhone); err != nil {
		p.Fatal(err)
	}
}

// rings waits for a request.
func (p *keptPhone) rings() core.Challenge {
	p.Helper()
	for over := time.After(patience); ; {
		if all := p.Inbox.Pending(); len(all) > 0 {
			return all[0]
		}
		select {
		case <-p.news:
		case <-over:
			p.Fatalf("nothing rings: %v %v", p.Inbox.Trouble(), p.Inbox.AccountTrouble())
		}
	}
}

// asks signs in on a computer, up to the question to the phone.
func (co *company) asks() (*computer.Computer, api.LoginReply, api.AskReply) {
	co.t.Helper()
	if err := co.stub.ResetLimits(); err != nil {
		co.t.Fatal(err)
	}
	c := co.computer()
	l := c.Login(anna, password)
	return c, l, c.Ask(l)
}

// page is the sign-in page as the person sees it.
func page(c *computer.Computer, l api.LoginReply) string {
	c.T.Helper()
	res, err := c.C.Get(c.Base + "/login/" + l.ID)
	if err != nil {
		c.T.Fatal(err)
	}
	defer res.Body.Close()
	text, err := io.ReadAll(res.Body)
	if err != nil || res.StatusCode != http.StatusOK {
		c.T.Fatal(res.StatusCode, err)
	}
	return string(text)
}

// forged sends an answer that somebody signed with what they found on the phone.
func forged(t *testing.T, d *core.Device, by core.DeviceKey, c core.Challenge, change func(*api.Answer)) (status int, body string) {
	t.Helper()
	a := api.Answer{
		Iss: d.ID, Aud: d.Origin, Challenge: c.ID, Hash: api.Hash([]byte(c.JWS)), Decision: "approve",
		Iat: 1, Jti: api.NewCode(), Counter: 99, Verified: "pin",
	}
	change(&a)
	jws, err := api.Sign(api.TypeAnswer, by, a)
	if err != nil {
		t.Fatal(err)
	}
	res, err := http.Post(d.Origin+api.Path(api.PathAnswer, c.ID), api.TypeJOSE, strings.NewReader(jws))
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	said, err := io.ReadAll(res.Body)
	if err != nil {
		t.Fatal(err)
	}
	return res.StatusCode, string(said)
}

func typed(a api.AskReply) string {
	if a.Match == nil {
		return ""
	}
	return *a.Match
}

func TestJourneyLockedPhoneSaysNoAndNobodyGetsIn(t *testing.T) {
	co := newCompany(t)
	c := co.computer()
	c.Redeem(c.Login(anna, password))
	p := newKeptPhone(t)
	a := p.link(c)
	p.lock()
	for _, restarted := range []bool{false, true} {
		if restarted {
			p.end()
			p.start()
		}
		c, l, ask := co.asks()
		rings := p.rings()
		// The app approves nothing while it is locked,
		if _, err := p.Inbox.Answer(t.Context(), rings.ID, core.Approve, typed(ask), ""); core.KindOf(err) != core.Locked {
			t.Fatalf("a locked phone said YES: %v", err)
		}
		// nor does the server take what a thief signs with all that is on it.
		status, body := forged(t, a.Device, a.Device.Listen, rings, func(a *api.Answer) { a.Match = typed(ask) })
		if status != http.StatusForbidden || !strings.Contains(body, string(api.CodeListenOnly)) {
			t.Fatalf("%d %s", status, body)
		}
		if s := page(c, l); !strings.Contains(s, "data-state=\"waiting\"") {
			t.Fatalf("the page does not wait any more:\n%s", s)
		}
		o, err := p.Inbox.Answer(t.Context(), rings.ID, core.Deny, "", core.NotMe)
		if err != nil || o != core.Refused {
			t.Fatalf("%s, %v", o, err)
		}
		if got := c.State(l); got != "denied" {
			t.Fatalf("the login is %s", got)
		}
		if s := page(c, l); !strings.Contains(s, "Sign-in refused") || !strings.Contains(s, "Nobody got in") {
			t.Errorf("the page says\n%s", s)
		}
		if status := c.Call("POST", api.Path(api.PathLogin, l.ID)+"/redeem", nil, nil); status/100 == 2 {
			t.Error("somebody got in")
		}
	}
	p.unlock()
	c, l, ask := co.asks()
	if o, err := p.Inbox.Answer(t.Context(), p.rings().ID, core.Approve, typed(ask), ""); err != nil || o != core.Approved {
		t.Fatalf("%s, %v", o, err)
	}
	c.Redeem(l)
}

func TestJourneyNoOfALockedPhoneBeatsTheYesOfAnother(t *testing.T) {
	co := newCompany(t)
	c := co.computer()
	c.Redeem(c.Login(anna, password))
	home, pocket := newKeptPhone(t), newKeptPhone(t)
	home.link(c)
	pocket.link(c)
	pocket.lock()
	c, l, ask := co.asks()
	rings := pocket.rings()
	if o, err := home.Inbox.Answer(t.Context(), home.rings().ID, core.Approve, typed(ask), ""); err != nil || o != core.Approved {
		t.Fatalf("%s, %v", o, err)
	}
	if o, err := pocket.Inbox.Answer(t.Context(), rings.ID, core.Deny, "", ""); err != nil || o != core.Refused {
		t.Fatalf("%s, %v", o, err)
	}
	if status := c.Call("POST", api.Path(api.PathLogin, l.ID)+"/redeem", nil, nil); status/100 == 2 {
		t.Error("somebody got in")
	}
}

// TestJourneyPhoneLockedForLongerThanServerKeysOverlapGoesOn: it hears of the new key,
// and the vault knows it after the next unlock.
func TestJourneyPhoneLockedForLongerThanServerKeysOverlapGoesOn(t *testing.T) {
	co := newCompany(t)
	c := co.computer()
	c.Redeem(c.Login(anna, password))
	p := newKeptPhone(t)
	a := p.link(c)
	p.lock()
	if err := co.stub.RollKey(); err != nil {
		t.Fatal(err)
	}
	deny := func() {
		t.Helper()
		if o, err := p.Inbox.Answer(t.Context(), p.rings().ID, core.Deny, "", ""); err != nil || o != core.Refused {
			t.Fatalf("%s, %v", o, err)
		}
	}
	co.asks()
	deny()
	if err := p.Inbox.Check(t.Context(), a.ID); err != nil { // by then the server knows that it heard
		t.Fatal(err)
	}
	if err := co.stub.SetClock(stub.KeyOverlap + time.Hour); err != nil {
		t.Fatal(err)
	}
	co.asks()
	deny()
	p.unlock()
	if now, err := p.Vault.Account(a.ID); err != nil || now.Device.KeysAt < 2 {
		t.Fatalf("%+v, %v", now.Device, err)
	}
	c, l, ask := co.asks()
	if o, err := p.Inbox.Answer(t.Context(), p.rings().ID, core.Approve, typed(ask), ""); err != nil || o != core.Approved {
		t.Fatalf("%s, %v", o, err)
	}
	c.Redeem(l)
}
