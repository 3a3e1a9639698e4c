package main

import (
	"bytes"
	"context"
	"errors"
	"io"
	"testing"
	"time"

	"kauth/app/viewmodel"
	"kauth/app/wire"
	"kauth/core"
	"kauth/core/api"
	"kauth/core/coretest/computer"
	"kauth/core/transfer"
	"kauth/server-stub/stub"
)

// The three changes of a phone that the guides know, and the walls that people ran into.

// vaultOf opens a phone's vault while its app is closed.
func vaultOf(t *testing.T, dir string, use func(*viewmodel.Phone)) {
	t.Helper()
	phone, err := opener{f: flags{vault: dir, phoneName: "Pixel 9 · kAuth"}, base: wire.Options{Cost: cheap}}.OpenWith(context.Background(), []byte("a passphrase for tests"))
	if err != nil {
		t.Fatal(err)
	}
	use(phone)
	if err := phone.Close(); err != nil {
		t.Fatal(err)
	}
}

// restored is a new phone with what a backup of p brings back, p being gone.
func restored(t *testing.T, p *pocket) *pocket {
	t.Helper()
	p.close()
	var file bytes.Buffer
	vaultOf(t, p.dir, func(old *viewmodel.Phone) {
		accounts, err := old.Accounts.Accounts()
		must(t, err)
		l, err := transfer.NewLock([]byte("backup"), cheap())
		must(t, err)
		_, err = transfer.WriteBackup(&file, accounts, l, time.Now())
		must(t, err)
	})
	r, err := transfer.Parse(context.Background(), &file, transfer.Options{Password: []byte("backup")})
	must(t, err)
	dir := t.TempDir()
	vaultOf(t, dir, func(now *viewmodel.Phone) { must(t, now.Accounts.AddAccounts(r.Accounts(time.Now(), 0))) })
	n := newPocket(t, dir)
	see(n, func(s viewmodel.HomeState) bool {
		return len(s.Rows) == 1 && s.Rows[0].Silent && s.Code(0).Digits != ""
	})
	return n
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// sleptThroughKeys is the phone after its server's keys have changed and it heard of none.
func sleptThroughKeys(t *testing.T, co *company, p *pocket) *pocket {
	t.Helper()
	p.close()
	must(t, errors.Join(co.stub.RollKey(), co.stub.SetClock(stub.KeyOverlap+time.Hour)))
	return newPocket(t, p.dir)
}

// openCard goes from the accounts over the banner and the account's card to its page.
func (p *pocket) openCard() viewmodel.AgainState {
	p.t.Helper()
	see(p, func(s viewmodel.HomeState) bool { return s.Banner != nil })
	on[*viewmodel.Home](p).OpenBanner()
	see(p, func(s viewmodel.DetailState) bool { return s.Silence != "" && s.Code.Digits != "" })
	on[*viewmodel.Detail](p).Mend()
	return see(p, func(s viewmodel.AgainState) bool { return s.Step == viewmodel.AgainReady && s.Code.Digits != "" })
}

// byCode signs in on a computer with the code that the page shows.
func byCode(co *company, p *pocket) *computer.Computer {
	p.t.Helper()
	c := co.computer()
	l := c.Login(anna, password)
	code := see(p, func(s viewmodel.AgainState) bool { return s.Code.Digits != "" }).Code.Digits
	c.Must(200, "POST", api.Path(api.PathLogin, l.ID)+"/totp", api.CodeRequest{Code: code}, nil)
	c.Redeem(l)
	return c
}

// linkedAgain wants the same row, with requests that arrive and nothing to be told.
func linkedAgain(t *testing.T, co *company, p *pocket, id core.AccountID) {
	t.Helper()
	see(p, func(s viewmodel.ResultState) bool { return s.What == viewmodel.ResultAgain && s.Label == anna })
	on[*viewmodel.Result](p).Done()
	s := see(p, func(s viewmodel.HomeState) bool { return len(s.Rows) == 1 && !s.Rows[0].Silent })
	if s.Rows[0].ID != id || s.Banner != nil {
		t.Fatalf("%+v, %+v", s.Rows[0], s.Banner)
	}
	approves(t, co, p)
}

func TestJourneyRestoredAccountTurnsRequestsOnFromThisDevice(t *testing.T) {
	co := newCompany(t)
	old, _ := ready(t, co)
	p := restored(t, old)
	id := see[viewmodel.HomeState](p, nil).Rows[0].ID
	p.openCard()
	on[*viewmodel.Again](p).GoOn()
	see(p, func(s viewmodel.AgainState) bool { return s.Step == viewmodel.AgainBrowser && s.Code.Digits != "" })
	c := byCode(co, p) // the code is there while the browser asks for it
	grant(t, c, <-p.opened)
	linkedAgain(t, co, p, id)
}

func TestJourneyPhoneThatSleptIsLinkedAgainFromItsCardByAComputer(t *testing.T) {
	co := newCompany(t)
	p, _ := ready(t, co)
	id := see[viewmodel.HomeState](p, nil).Rows[0].ID
	p = sleptThroughKeys(t, co, p)
	if g := p.openCard(); g.Why != viewmodel.SilenceKeys || g.Server == "" {
		t.Fatalf("%+v", g)
	}
	c := byCode(co, p)
	on[*viewmodel.Again](p).Computer()
	see(p, func(s viewmodel.StepsState) bool { return s.Address != "" })
	p.link(co, c)
	see(p, func(s viewmodel.ResultState) bool { return s.What == viewmodel.ResultAgain })
	on[*viewmodel.Result](p).Done()
	if s := see(p, func(s viewmodel.HomeState) bool { return len(s.Rows) == 1 && !s.Rows[0].Silent }); s.Rows[0].ID != id {
		t.Fatalf("%+v", s.Rows)
	}
	var m api.MethodsReply
	c.Must(200, "GET", api.PathMethods, nil, &m)
	phones := 0
	for _, way := range m.Methods {
		if way.Kind == "kauth" {
			phones++
		}
	}
	if phones != 1 {
		t.Errorf("the server lists %d phones: the old one was not given up", phones)
	}
	approves(t, co, p)
}

func TestJourneyKilledBetweenTheCodeAndTheDigitsGoesOnInItsPlace(t *testing.T) {
	co := newCompany(t)
	old, _ := ready(t, co)
	p := restored(t, old)
	id := see[viewmodel.HomeState](p, nil).Rows[0].ID
	p.openCard()
	c := byCode(co, p)
	on[*viewmodel.Again](p).Computer()
	see[viewmodel.StepsState](p, nil)
	o := c.Offer()
	p.app.OpenLink(o.Link)
	see(p, func(s viewmodel.ConfirmState) bool { return s.Title == anna && s.Other == "" })
	on[*viewmodel.Add](p).Authorize()
	see[viewmodel.DigitsState](p, nil)
	p.close()

	p = newPocket(t, p.dir)
	see[viewmodel.DigitsState](p, nil)
	p.app.Back()
	see(p, func(s viewmodel.HomeState) bool { // the code stays, and no second row comes
		return len(s.Rows) == 1 && s.Rows[0].ID == id && s.Code(0).Digits != ""
	})
	on[*viewmodel.Home](p).Open(id)
	see(p, func(s viewmodel.DetailState) bool { return s.Waits })
	on[*viewmodel.Detail](p).Mend()
	see(p, func(s viewmodel.AgainState) bool { return s.Step == viewmodel.AgainDigits })
	on[*viewmodel.Again](p).GoOn()
	see[viewmodel.DigitsState](p, nil)
	for _, d := range c.Registered(o).Digits {
		on[*viewmodel.Digits](p).Digit(d)
	}
	linkedAgain(t, co, p, id)
}

func TestJourneyAnotherAccountInTheBrowserIsAskedAbout(t *testing.T) {
	co := newCompany(t)
	must(t, co.stub.AddPerson("ben@example.ch", password, "collaborator"))
	old, _ := ready(t, co)
	p := restored(t, old)
	p.openCard()
	on[*viewmodel.Again](p).GoOn()
	see(p, func(s viewmodel.AgainState) bool { return s.Step == viewmodel.AgainBrowser })
	c := co.computer()
	c.Redeem(c.Login("ben@example.ch", password))
	grant(t, c, <-p.opened)
	if o := see[viewmodel.OtherState](p, nil); o.Label != "ben@example.ch" || o.Wanted != anna {
		t.Fatalf("%+v", o)
	}
	on[*viewmodel.Other](p).Leave()
	see(p, func(s viewmodel.AgainState) bool {
		return s.Step == viewmodel.AgainReady && s.Label == anna && s.Code.Digits != ""
	})
	var m api.MethodsReply
	c.Must(200, "GET", api.PathMethods, nil, &m)
	if len(m.Methods) != 0 {
		t.Errorf("the other account keeps a phone that nobody wanted: %+v", m.Methods)
	}
}

func TestJourneyNoPhoneShowsACodeAndABackupCodeLeadsIn(t *testing.T) {
	co := newCompany(t)
	old, codes := ready(t, co)
	old.close()
	p := newPocket(t, t.TempDir())
	see[viewmodel.WelcomeState](p, nil)
	on[*viewmodel.Welcome](p).Lost()
	see[viewmodel.LostState](p, nil)
	on[*viewmodel.Lost](p).Answer(viewmodel.OldGone)
	see(p, func(s viewmodel.LostState) bool { return s.Road == viewmodel.RoadNothing })
	c := co.computer()
	l := c.Login(anna, password)
	c.Must(200, "POST", api.Path(api.PathLogin, l.ID)+"/recovery", api.CodeRequest{Code: codes[0]}, nil)
	c.Redeem(l)
	on[*viewmodel.Lost](p).Scan()
	see[viewmodel.StepsState](p, nil)
	p.link(co, c)
	if done, ok := p.last.Intents.(*viewmodel.Codes); ok {
		done.Keep(true)
		done.Done()
	} else {
		on[*viewmodel.Result](p).Done()
	}
	see(p, func(s viewmodel.HomeState) bool { return len(s.Rows) == 1 && s.Code(0).Digits != "" })
	for _, road := range []string{"/help/lost?app=no&codes=yes", "/help/lost?app=no&codes=no"} {
		res, err := c.C.Get(co.http.URL + road)
		must(t, err)
		page, _ := io.ReadAll(res.Body)
		res.Body.Close()
		if res.StatusCode != 200 || !bytes.Contains(page, []byte("<h1>")) {
			t.Errorf("%s: %d", road, res.StatusCode)
		}
	}
}
