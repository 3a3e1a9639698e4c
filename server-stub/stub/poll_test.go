package stub

import (
	"context"
	"net/http"
	"runtime"
	"testing"
	"time"

	"kauth/core/api"
)

// poll holds a poll in the background.
func (p *phone) poll(ctx context.Context, wait, cursor string) <-chan result {
	p.w.t.Helper()
	path := api.PathChallenges + "?wait=" + wait + "&cursor=" + cursor
	proof := p.proof("GET", path, p.nonce, api.NewCode())
	got := make(chan result, 1)
	go func() { got <- p.send(ctx, "GET", path, proof) }()
	return got
}

// held waits until the device holds a poll.
func (w *world) held(device string) {
	w.t.Helper()
	for start := time.Now(); time.Since(start) < within; runtime.Gosched() {
		w.s.polls.mu.Lock()
		_, held := w.s.polls.held[device]
		w.s.polls.mu.Unlock()
		if held {
			return
		}
	}
	w.t.Fatal("no poll is held")
}

func TestHeldPollEndsWithTheRequest(t *testing.T) {
	w := newWorld(t, Options{})
	b, p := w.linked()
	now := p.fetch()
	got := p.poll(t.Context(), "25", now.Cursor)
	w.held(p.reg.Device)
	_, ask := b.ask()
	var reply api.FetchReply
	r := (<-got).want(200)
	r.into(&reply)
	if len(reply.Challenges) != 1 || p.open(reply.Challenges[0]).ID != ask.Challenge || reply.ServerTime == 0 {
		t.Fatalf("the poll ends with %+v", reply)
	}
	if r.header.Get(api.HeaderNonce) == "" {
		t.Fatal("no nonce for the next")
	}
	if again := p.fetch(); again.Cursor != reply.Cursor {
		t.Fatal("the same state has two cursors")
	}
}

func TestCursorOfNothingIsEmpty(t *testing.T) {
	w := newWorld(t, Options{})
	_, p := w.linked()
	w.pass(11 * time.Minute) // past what ended
	p.call("GET", api.PathChallenges).want(204)
	p.call("GET", api.PathChallenges+"?wait=0&cursor=old").want(200)
	p.call("GET", api.PathChallenges+"?wait=-1").refused(api.CodeBadRequest)
}

func TestNewerPollEndsTheOlder(t *testing.T) {
	w := newWorld(t, Options{})
	_, p := w.linked()
	cursor := p.fetch().Cursor
	older := p.poll(t.Context(), "25", cursor)
	w.held(p.reg.Device)
	newer := p.poll(t.Context(), "25", cursor)
	(<-older).want(204)
	w.ok(w.s.Close())
	(<-newer).want(204)
	w.start()
}

func TestCloseEndsHeldPollsAtOnce(t *testing.T) {
	w := newWorld(t, Options{})
	b, p := w.linked()
	l := b.begin()
	cursor := p.fetch().Cursor
	phone := p.poll(t.Context(), "25", cursor)
	page := make(chan result, 1)
	go func() { page <- b.login("GET", l.ID, "?wait=25") }()
	w.held(p.reg.Device)
	start := time.Now()
	w.ok(w.s.Close())
	(<-phone).want(204)
	<-page
	if took := time.Since(start); took > 20*time.Second { // the hold is 25 s
		t.Fatalf("closing took %v", took)
	}
	w.start()
}

func TestPageHearsOfTheAnswerWhileItWaits(t *testing.T) {
	w := newWorld(t, Options{})
	b, p := w.linked()
	id, _ := b.ask()
	page := make(chan result, 1)
	go func() { page <- b.login("GET", id, "?wait=25") }()
	p.approve(p.only(), "").want(200)
	var s api.LoginState
	(<-page).want(200).into(&s)
	if s.State != "approved" || s.ExpiresIn < 59 {
		t.Fatalf("the page hears %+v", s)
	}
}

func TestPageHearsOfTheExpiryByItself(t *testing.T) {
	w := newWorld(t, Options{Now: time.Now})
	b, _ := w.linked()
	id, _ := b.ask()
	w.pass(119 * time.Second)
	var s api.LoginState
	b.login("GET", id, "?wait=25").want(200).into(&s)
	if s.State != "expired" {
		t.Fatalf("the page hears %+v", s)
	}
}

func TestLinkPageHearsOfEachStep(t *testing.T) {
	w := newWorld(t, Options{})
	b := w.browser().signIn()
	offer := b.link()
	next := func() api.LinkState {
		var s api.LinkState
		b.do("GET", api.Path(api.PathLink, offer.ID)+"?wait=25", nil).want(200).into(&s)
		return s
	}
	p := w.phone("Pixel")
	registered := make(chan struct{})
	go func() {
		defer close(registered)
		p.register(offer.Link)
	}()
	shown := next()
	<-registered
	if shown.State != "registered" || shown.Digits == "" {
		t.Fatalf("the page hears %+v", shown)
	}
	last := make(chan api.LinkState, 1)
	go func() { last <- next() }()
	p.approve(p.only(), shown.Digits).want(200)
	if s := <-last; s.State != "active" {
		t.Fatalf("the page hears %+v", s)
	}
	if s := next(); s.State != "active" {
		t.Fatalf("asked again it hears %+v", s)
	}
}

func TestNobodyElsesReplyHidesAStepOfTheLink(t *testing.T) {
	for name, elsewhere := range map[string]func(w *world, b *browser, id string){
		"another browser's": func(w *world, _ *browser, id string) {
			if s := w.browser().signIn().linkState(id); s.State != "registered" {
				t.Fatalf("it hears %+v", s)
			}
		},
		"the open page's script's": func(_ *world, b *browser, id string) {
			b.do("GET", api.Path(api.PathLink, id)+"?wait=25&state=offered", nil).want(200)
		},
		"the open page's": func(_ *world, b *browser, id string) { b.do("GET", "/2fa/link/"+id, nil).want(200) },
		"one that got lost": func(w *world, b *browser, id string) {
			who, err := w.s.session(w.request(b))
			w.ok(err)
			gone, leaves := context.WithCancel(t.Context())
			leaves()
			w.s.waitLink(gone, who, id, "", time.Minute)
		},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t, Options{})
			b := w.browser().signIn()
			offer := b.link()
			w.phone("Pixel").register(offer.Link).want(201)
			elsewhere(w, b, offer.ID)
			ctx, cancel := context.WithTimeout(t.Context(), within)
			defer cancel()
			who, err := w.s.session(w.request(b))
			w.ok(err)
			link, err := w.s.waitLink(ctx, who, offer.ID, "", 2*within)
			if err != nil || link.State != "registered" || ctx.Err() != nil {
				t.Fatalf("the script hears %+v, %v, %v", link, err, ctx.Err())
			}
			begun := time.Now()
			for _, state := range []string{"", "registered"} { // told by now
				link, err := w.s.waitLink(t.Context(), who, offer.ID, state, 50*time.Millisecond)
				if err != nil || link.State != "registered" {
					t.Fatalf("asked again it hears %+v, %v", link, err)
				}
			}
			if took := time.Since(begun); took < 100*time.Millisecond {
				t.Fatalf("nothing new was told at once: in %v", took)
			}
		})
	}
}

func TestAHeldPollTellsTheTimeAtItsEnd(t *testing.T) {
	w := newWorld(t, Options{Now: time.Now})
	_, p := w.linked()
	p.fetch()
	began := w.s.Now()
	done := make(chan result)
	go func() { done <- p.call("GET", api.PathChallenges+"?wait=2&cursor="+p.fetch().Cursor) }()
	r := <-done
	at, err := http.ParseTime(r.header.Get("Date"))
	if err != nil || at.Sub(began) < time.Second {
		t.Errorf("a poll held for 2 s says %v after it was asked (%v)", at.Sub(began), err)
	}
}
