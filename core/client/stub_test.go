package client_test

import (
	"context"
	"testing"
	"time"

	"kauth/core"
	"kauth/core/api"
	"kauth/core/challenge"
	"kauth/core/client"
	"kauth/core/coretest"
	"kauth/server-stub/stub"
)

func TestStubLinksAndAnswers(t *testing.T) {
	w, p := linked(t)
	a := p.accounts()[0]
	if a.State != core.Active || a.Issuer != "Infomaniak" || a.Label != anna || !a.CodesWaiting {
		t.Fatalf("%+v", a)
	}
	codes, err := p.enroll.RecoveryCodes(t.Context(), a.ID)
	if err != nil || len(codes) != 10 {
		t.Fatalf("%d codes, %v", len(codes), err)
	}
	if err := p.enroll.CodesKept(t.Context(), a.ID); err != nil || p.accounts()[0].CodesWaiting {
		t.Fatal(err)
	}
	for d, want := range map[core.Decision]string{core.Approve: "approved", core.Deny: "denied"} {
		w.stub.ResetLimits()
		asked := w.ask()
		c := p.one()
		if c.ID != asked.Challenge || c.Mode != core.Confirm || c.Context.App != "Manager" {
			t.Fatalf("%+v", c)
		}
		if o := p.answer(c, d, ""); string(o) != want || w.state(asked) != want {
			t.Fatalf("%s, %s", o, w.state(asked))
		}
	}
	if _, err := p.client.Activity(t.Context(), *a.Device); err != nil {
		t.Fatal(err)
	}
	if w.stub.SetClock(0); p.inbox.Dropped() != 0 {
		t.Fatalf("%d dropped", p.inbox.Dropped())
	}
}

func TestStubTakesTheRightNumberAndNoOther(t *testing.T) {
	w, p := linked(t)
	w.stub.SetMode("match")
	asked := w.ask()
	if o := p.answer(p.one(), core.Approve, *asked.Match); o != core.Approved || w.state(asked) != "approved" {
		t.Fatal(o)
	}
	w.stub.ResetLimits()
	asked = w.ask()
	wrong := "10"
	if *asked.Match == wrong {
		wrong = "11"
	}
	if o := p.answer(p.one(), core.Approve, wrong); o != core.WrongNumber || w.state(asked) != "mismatch" {
		t.Fatal(o)
	}
}

func TestStubWrongDigitsWhenLinking(t *testing.T) {
	w := newWorld(t)
	w.signIn()
	p := w.phone(client.Options{})
	id, o := w.offer()
	a, err := p.enroll.Begin(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	wrong := "000000"
	if w.digits(id) == wrong {
		wrong = "000001"
	}
	_, err = p.enroll.Confirm(t.Context(), a.ID, wrong)
	wantKind(t, err, core.Mismatch)
	if len(p.accounts()) != 0 {
		t.Fatal("half an account")
	}
	_, err = p.enroll.Begin(t.Context(), o)
	if k := core.KindOf(err); k != core.LinkUsed && k != core.LinkExpired {
		t.Fatal(err)
	}
}

func TestStubExpiredRequestAndLink(t *testing.T) {
	w, p := linked(t)
	asked := w.ask()
	c := p.one()
	if err := w.stub.Expire(asked.Challenge); err != nil {
		t.Fatal(err)
	}
	if o := p.answer(c, core.Approve, ""); o != core.TimedOut {
		t.Fatal(o)
	}
	id, o := w.offer()
	a, err := p.enroll.Begin(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	if err := w.stub.Expire(id); err != nil {
		t.Fatal(err)
	}
	_, err = p.enroll.Confirm(t.Context(), a.ID, "123456")
	wantKind(t, err, core.LinkExpired)
	if len(p.accounts()) != 1 {
		t.Fatal("half an account, or none")
	}
}

func TestStubTwoPhones(t *testing.T) {
	w, first := linked(t)
	second := w.phone(client.Options{})
	second.link(w)
	asked := w.ask()
	a, b := first.one(), second.one()
	if o := first.answer(a, core.Approve, ""); o != core.Approved {
		t.Fatal(o)
	}
	if o := second.answer(b, core.Approve, ""); o != core.AnsweredOther {
		t.Fatal(o)
	}
	if e, _ := second.inbox.Result(asked.Challenge); e.By != "other_device" || e.State != "approved" {
		t.Fatalf("%+v", e)
	}
	asked = w.ask()
	a, b = first.one(), second.one()
	first.answer(a, core.Approve, "")
	if o := second.answer(b, core.Deny, ""); o != core.Refused || w.state(asked) != "denied" {
		t.Fatalf("a NO does not beat a YES: %s, %s", o, w.state(asked))
	}
}

func TestStubClosedPage(t *testing.T) {
	w, p := linked(t)
	asked := w.ask()
	c := p.one()
	w.call("POST", api.Path(api.PathLogin, asked.login)+"/cancel", nil, nil)
	if o := p.answer(c, core.Approve, ""); o != core.Withdrawn {
		t.Fatal(o)
	}
}

func TestStubClockAnHourOff(t *testing.T) {
	for _, off := range []time.Duration{time.Hour, -time.Hour} {
		w := newWorld(t)
		if err := w.stub.SetClock(off); err != nil {
			t.Fatal(err)
		}
		w.signIn()
		p := w.phone(client.Options{})
		p.link(w)
		w.stub.SetMode("confirm")
		w.ask()
		c := p.one()
		if left := p.inbox.Remaining(c); left < time.Minute || left > 2*time.Minute {
			t.Fatalf("%v left", left)
		}
		if o := p.answer(c, core.Approve, ""); o != core.Approved {
			t.Fatal(o)
		}
		if ahead, known := p.clock.Off(); !known || (ahead+off).Abs() > within {
			t.Fatalf("off by %v, known %v", ahead, known)
		}
	}
}

func TestStubRevokedInTheManager(t *testing.T) {
	w, p := linked(t)
	var m api.MethodsReply
	w.call("GET", api.PathMethods, nil, &m)
	for _, one := range m.Methods {
		if one.Kind == "kauth" {
			if st := w.call("DELETE", api.Path(api.PathMethod, one.ID), nil, nil); st != 204 {
				t.Fatal(st)
			}
		}
	}
	if err := p.inbox.Refresh(t.Context(), 0); err != nil {
		t.Fatal(err)
	}
	if len(p.accounts()) != 0 {
		t.Fatal("the account is still here")
	}
	// Its codes wait in the trash; put back, it is not linked.
	was, err := p.vault.Trash()
	if err != nil || len(was) != 1 || was[0].By != core.ByServer {
		t.Fatal(was, err)
	}
	a, err := p.vault.PutBack(was[0].Account.ID)
	if err != nil || a.State != core.CodeOnly || a.Device != nil || a.LinkedTo == "" {
		t.Fatalf("%v %+v", err, a)
	}
	if err := p.inbox.Refresh(t.Context(), 0); err != nil || len(p.accounts()) != 1 {
		t.Fatal(err, p.accounts())
	}
}

func TestStubGivesTheAccountAnotherName(t *testing.T) {
	w, p := linked(t)
	if err := w.stub.DeleteAddress(anna, true); err != nil {
		t.Fatal(err)
	}
	if err := p.inbox.Refresh(t.Context(), 0); err != nil {
		t.Fatal(err)
	}
	p.restart()
	a := p.accounts()[0]
	if a.Label == anna || a.Label == "" || a.Device.LabelAt != 1 {
		t.Fatalf("%q, version %d", a.Label, a.Device.LabelAt)
	}
	for range 2 { // the first says that the phone has it
		reply, err := p.client.Fetch(t.Context(), *a.Device, "", 0)
		if err != nil || len(reply.Statements) != 0 {
			t.Fatalf("%d statements, %v", len(reply.Statements), err)
		}
	}
	if p.inbox.Dropped() != 0 {
		t.Errorf("%d dropped", p.inbox.Dropped())
	}
}

func TestStubLogInOnThisDevice(t *testing.T) {
	w := newWorld(t)
	w.signIn()
	p := w.phone(client.Options{})
	at, err := p.enroll.Login(t.Context(), w.http.URL, "http://127.0.0.1:5555/callback")
	if err != nil {
		t.Fatal(err)
	}
	_, err = p.enroll.FinishLogin(t.Context(), at, w.authorize(at.URL, "cancel"))
	wantKind(t, err, core.Denied)
	if at, err = p.enroll.Login(t.Context(), w.http.URL, "http://127.0.0.1:5555/callback"); err != nil {
		t.Fatal(err)
	}
	back := w.authorize(at.URL, "authorize")
	a, err := p.enroll.FinishLogin(t.Context(), at, back)
	if err != nil || a.State != core.Active || !a.CodesWaiting {
		t.Fatalf("%+v, %v", a, err)
	}
	_, err = p.enroll.FinishLogin(t.Context(), at, back)
	wantKind(t, err, core.LinkExpired)
	w.stub.SetMode("confirm")
	w.ask()
	if o := p.answer(p.one(), core.Approve, ""); o != core.Approved {
		t.Fatal(o)
	}
}

func TestStubLinkedAgain(t *testing.T) {
	w, p := linked(t)
	old := p.accounts()[0]
	now := p.link(w)
	if all := p.accounts(); len(all) != 1 || now.ID != old.ID || now.Device.ID == old.Device.ID {
		t.Fatalf("%d accounts", len(all))
	}
	for range 3 {
		w.stub.ResetLimits()
		asked := w.ask()
		if len(asked.Devices) != 1 {
			t.Fatalf("%q are asked", asked.Devices)
		}
		if o := p.answer(p.one(), core.Approve, ""); o != core.Approved {
			t.Fatal(o)
		}
	}
}

func TestStubRestartsInTheMiddle(t *testing.T) {
	w, p := linked(t)
	ctx, stop := context.WithCancel(t.Context())
	defer stop()
	news := make(chan challenge.Event, 100)
	p.inbox.Observe(func(e challenge.Event) { news <- e })
	go p.inbox.Run(ctx)
	asked := w.ask()
	for len(p.inbox.Pending()) == 0 {
		wait(t, news)
	}
	w.stop()
	if _, err := p.inbox.Answer(ctx, asked.Challenge, core.Approve, "", ""); core.KindOf(err) != core.Offline {
		t.Fatal(err)
	}
	w.start()
	w.stub.SetMode("confirm")
	if o := p.answer(core.Challenge{ID: asked.Challenge}, core.Approve, ""); o != core.Approved || w.state(asked) != "approved" {
		t.Fatal(o)
	}
	p.inbox.Wake()
	next := w.ask()
	for len(p.inbox.Pending()) == 0 {
		wait(t, news)
	}
	if p.inbox.Pending()[0].ID != next.Challenge {
		t.Fatal("another request")
	}
}

func wait(t *testing.T, news <-chan challenge.Event) {
	t.Helper()
	select {
	case <-news:
	case <-time.After(within):
		t.Fatal("no news")
	}
}

func TestStubLosesReplies(t *testing.T) {
	w, p := linked(t)
	for _, path := range []string{"/v1/challenges/", "/v1/devices/self/challenges"} {
		w.stub.ResetLimits()
		asked := w.ask()
		var c core.Challenge
		if path == "/v1/challenges/" {
			c = p.one()
		}
		if err := w.stub.Fault(stub.Fault{Path: path, Kind: "drop_reply", Times: 2}); err != nil {
			t.Fatal(err)
		}
		if path != "/v1/challenges/" {
			for err := p.inbox.Refresh(t.Context(), 0); core.KindOf(err) == core.Offline; err = p.inbox.Refresh(t.Context(), 0) {
			}
			c = p.one()
		}
		if o := p.answer(c, core.Approve, ""); o != core.Approved || w.state(asked) != "approved" {
			t.Fatal(o)
		}
	}
}

func TestStubLosesTheReplyToARegistration(t *testing.T) {
	w := newWorld(t)
	w.signIn()
	p := w.phone(client.Options{})
	id, o := w.offer()
	if err := w.stub.Fault(stub.Fault{Path: "/v1/devices", Kind: "drop_reply", Times: 2}); err != nil {
		t.Fatal(err)
	}
	_, err := p.enroll.Begin(t.Context(), o)
	wantKind(t, err, core.Offline)
	w.stub.ClearFaults()
	p.restart()
	waiting, err := p.enroll.Resume(t.Context())
	if err != nil || len(waiting) != 1 {
		t.Fatalf("%+v, %v", waiting, err)
	}
	p.restart()
	if a, err := p.enroll.Confirm(t.Context(), waiting[0].ID, w.digits(id)); err != nil || a.State != core.Active {
		t.Fatal(err)
	}
}

func TestStubInTrouble(t *testing.T) {
	w, p := linked(t)
	elsewhere := w.http.URL + "/login"
	for kind, c := range map[string]struct {
		fault stub.Fault
		want  core.Kind
	}{
		"garbage":  {stub.Fault{Kind: "garbage"}, core.Garbled},
		"huge":     {stub.Fault{Kind: "huge"}, core.Garbled},
		"redirect": {stub.Fault{Kind: "redirect", Location: elsewhere}, core.Redirected},
		"busy":     {stub.Fault{Kind: "status", Status: 429, Seconds: 7}, core.RateLimited},
		"down":     {stub.Fault{Kind: "status", Status: 503, Seconds: 7}, core.ServerDown},
		"broken":   {stub.Fault{Kind: "status", Status: 500}, core.ServerDown},
		"gone":     {stub.Fault{Kind: "status", Status: 410}, core.Expired},
		"unknown":  {stub.Fault{Kind: "status", Status: 404}, core.NotLinked},
		"drop":     {stub.Fault{Kind: "drop"}, core.Offline},
	} {
		c.fault.Path = "/v1/"
		if err := w.stub.Fault(c.fault); err != nil {
			t.Fatal(err)
		}
		if err := p.inbox.Refresh(t.Context(), 0); core.KindOf(err) != c.want {
			t.Errorf("%s: %v", kind, err)
		}
		w.stub.ClearFaults()
		if len(p.accounts()) != 1 {
			t.Fatalf("%s deleted the account", kind)
		}
	}
	if err := p.inbox.Refresh(t.Context(), 0); err != nil || len(p.inbox.Trouble())+len(p.inbox.AccountTrouble()) != 0 {
		t.Fatal(err)
	}
}

func TestStubHoldsTooLong(t *testing.T) {
	w, p := linked(t)
	if err := w.stub.Fault(stub.Fault{Path: "/v1/", Kind: "hold", Seconds: 60}); err != nil {
		t.Fatal(err)
	}
	p.o = short
	p.restart()
	err := p.inbox.Refresh(t.Context(), 0)
	w.stub.ClearFaults()
	wantKind(t, err, core.Slow)
}

func TestStubSeesAnAnswerOfACopiedVault(t *testing.T) {
	w, p := linked(t)
	w.ask()
	p.answer(p.one(), core.Approve, "")
	a := p.accounts()[0]
	copied := coretest.NewStore(nil) // its counter begins again
	if err := copied.PutAccount(a); err != nil {
		t.Fatal(err)
	}
	clone := coretest.NewPhone(p.client, copied)
	w.ask()
	if err := clone.Inbox.Refresh(t.Context(), 0); err != nil {
		t.Fatal(err)
	}
	_, err := clone.Inbox.Answer(t.Context(), clone.Inbox.Pending()[0].ID, core.Approve, "", "")
	wantKind(t, err, core.Suspended)
	wantKind(t, p.inbox.Refresh(t.Context(), 0), core.Suspended)
	if len(p.accounts()) != 1 {
		t.Fatal("the account is gone")
	}
}

// TestStubManyLogins is many logins in a row, as scripts do it.
func TestStubManyLogins(t *testing.T) {
	w, p := linked(t)
	ctx, stop := context.WithCancel(t.Context())
	defer stop()
	news := make(chan challenge.Event, 1000)
	p.inbox.Observe(func(e challenge.Event) { news <- e })
	go p.inbox.Run(ctx)
	begun := time.Now()
	for range 15 {
		if err := w.stub.ResetLimits(); err != nil {
			t.Fatal(err)
		}
		asked := w.ask()
		for len(p.inbox.Pending()) == 0 {
			wait(t, news)
		}
		if o := p.answer(p.inbox.Pending()[0], core.Approve, ""); o != core.Approved {
			t.Fatal(o)
		}
		if st := w.call("POST", api.Path(api.PathLogin, asked.login)+"/redeem", nil, nil); st != 204 {
			t.Fatal(st)
		}
	}
	t.Logf("15 logins in %v", time.Since(begun))
}
