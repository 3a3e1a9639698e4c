package stub

import (
	"slices"
	"testing"
	"time"

	"kauth/core/api"
)

// watch is what the page hears now, or once it differs from what the cursor stands for.
func (b *browser) watch(id, cursor string) (now api.LoginWatch) {
	b.w.t.Helper()
	query := ""
	if cursor != "" {
		query = "?wait=25&cursor=" + cursor
	}
	b.login("GET", id, query).want(200).into(&now)
	return now
}

func (p *phone) shows(cid string) result {
	p.w.t.Helper()
	return p.call("POST", api.Path(api.PathShown, cid))
}

func TestPageHearsOnWhichPhonesTheRequestIsShown(t *testing.T) {
	w := newWorld(t, Options{})
	b, first := w.linked()
	second := w.linkPhone(b, "Galaxy")
	id, ask := b.ask()
	if now := b.watch(id, ""); now.Shown == nil || len(now.Shown) > 0 || now.Late || now.ResendIn != wakeGap {
		t.Fatalf("before: %+v", now)
	}
	cursor := b.watch(id, "").Cursor
	heard := make(chan api.LoginWatch, 1)
	go func() { heard <- b.watch(id, cursor) }()
	second.shows(ask.Challenge).want(204)
	if now := <-heard; !slices.Equal(now.Shown, []string{"Galaxy"}) || now.State != loginWaiting {
		t.Fatalf("the page hears %+v", now)
	}
	ear := &phone{w: w, key: w.newKey(), reg: first.reg, nonce: first.nonce}
	ear.shows(ask.Challenge).refused(api.CodeBadProof)
	first.shows(ask.Challenge).want(204)
	first.shows(ask.Challenge).want(204)
	if now := b.watch(id, ""); !slices.Equal(now.Shown, []string{first.name, "Galaxy"}) {
		t.Fatalf("in the end: %+v", now)
	}
	w.restart()
	if now := b.watch(id, ""); len(now.Shown) != 2 {
		t.Fatalf("after a restart: %+v", now)
	}
}

func TestLockedPhoneSaysThatItShowsARequest(t *testing.T) {
	w := newWorld(t, Options{})
	b, p := w.twoKeys()
	id, ask := b.ask()
	p.locked().shows(ask.Challenge).want(204)
	if now := b.watch(id, ""); len(now.Shown) != 1 {
		t.Fatalf("%+v", now)
	}
}

func TestOnlyAPhoneThatWasAskedSaysThatItShowsARequest(t *testing.T) {
	w := newWorld(t, Options{})
	b, p := w.linked()
	id, ask := b.ask()
	late := w.linkPhone(b, "linked after that")
	late.shows(ask.Challenge).refused(api.CodeNotFound)
	p.shows(api.NewID("chl_")).refused(api.CodeNotFound)
	p.deny(p.only()).want(200)
	p.shows(ask.Challenge).want(204) // too late is no mistake
	if now := b.watch(id, ""); now.State != stateDenied || len(now.Shown) > 0 {
		t.Fatalf("%+v", now)
	}
}

func TestPageOffersACodeWhereNoPhoneShowedTheRequestInTime(t *testing.T) {
	w := newWorld(t, Options{})
	b, p := w.linked()
	id, ask := b.ask()
	w.pass(10 * time.Second)
	if now := b.watch(id, ""); now.Late || now.ResendIn != 0 {
		t.Fatalf("after 10 s: %+v", now)
	}
	cursor := b.watch(id, "").Cursor
	heard := make(chan api.LoginWatch, 1)
	go func() { heard <- b.watch(id, cursor) }()
	w.pass(10 * time.Second)
	if now := <-heard; !now.Late || now.State != loginWaiting {
		t.Fatalf("after 20 s: %+v", now)
	}
	p.shows(ask.Challenge).want(204)
	if now := b.watch(id, ""); !now.Late || len(now.Shown) != 1 {
		t.Fatalf("a phone that comes late takes the code field away: %+v", now)
	}
	p.approve(p.only(), "").want(200)
	if now := b.watch(id, ""); now.State != stateApproved || now.Late {
		t.Fatalf("%+v", now)
	}
}

func TestPageOffersNoCodeWhereAPhoneShowedTheRequestInTime(t *testing.T) {
	w := newWorld(t, Options{})
	b, p := w.linked()
	id, ask := b.ask()
	w.pass((lateAfter - 1) * time.Second)
	p.shows(ask.Challenge).want(204)
	w.pass(time.Minute)
	if now := b.watch(id, ""); now.Late || now.State != loginWaiting {
		t.Fatalf("%+v", now)
	}
}
