package faults_test

import (
	"context"
	"fmt"
	"sync"
	"testing"
	"time"

	"kauth/core"
	"kauth/core/api"
	"kauth/core/challenge"
	"kauth/core/client"
	"kauth/core/coretest"
	"kauth/core/enroll"
	"kauth/core/history"
	"kauth/core/link"
	"kauth/core/vault"
)

// phone is the real client and inbox over a real vault, and somebody who looks at it.
type phone struct {
	t    *testing.T
	dir  string
	keys *coretest.Keyring

	process sync.RWMutex // held by who uses what a kill takes away
	client  *client.Client
	vault   *vault.Vault
	inbox   *challenge.Inbox
	history *history.History
	life    context.Context
	end     func() // of the process
	kills   int

	mu      sync.Mutex
	changed chan struct{}   // closes when there is news
	seen    map[string]bool // on the screen now
	left    map[string]bool // were on it in this process, and are no more
	shown   map[string]bool // were ever
	over    map[string]bool // this phone has been told how they ended: in any process
	tapped  map[string]core.Decision
}

func newPhone(t *testing.T, dir string) *phone {
	return &phone{
		t: t, dir: dir, keys: &coretest.Keyring{}, changed: make(chan struct{}),
		shown: map[string]bool{}, over: map[string]bool{}, tapped: map[string]core.Decision{},
	}
}

// patience of a phone that meets a request that nobody answers.
var patience = client.Options{Connect: 5 * time.Second, Answer: 4 * time.Second, Silence: 25 * time.Second}

// start is the app's start on what its vault holds.
func (p *phone) start() {
	v, err := vault.Open(p.dir)
	if err == nil {
		err = v.UnlockKeyring(context.Background(), p.keys)
	}
	if err != nil {
		p.t.Error(err)
		return
	}
	p.vault, p.client, p.history = v, client.New(patience), history.New(v, time.Now)
	p.inbox = challenge.New(p.client, v, challenge.Options{History: p.history})
	p.mu.Lock()
	p.seen, p.left = map[string]bool{}, map[string]bool{}
	p.mu.Unlock()
	in, events := p.inbox, make(chan challenge.Event, 10_000) // more than one process ever has
	in.Observe(func(e challenge.Event) { events <- e })
	var cancel func()
	p.life, cancel = context.WithCancel(context.Background())
	var running sync.WaitGroup
	life := p.life
	running.Go(func() { in.Run(life) })
	var viewing sync.WaitGroup
	viewing.Go(func() {
		for {
			select {
			case e := <-events:
				p.view(in, e)
			case <-life.Done():
				return
			}
		}
	})
	p.end = func() { cancel(); running.Wait(); viewing.Wait() }
}

// slowEnd is more than an app needs to let go of all that it waits for.
const slowEnd = 5 * time.Second

// kill ends the process and starts another.
func (p *phone) kill() {
	begun := time.Now()
	p.end() // whoever waits for the server is let go by it
	if took := time.Since(begun); took > slowEnd {
		fmt.Printf("the app took %v to end\n", took.Round(time.Millisecond))
	}
	p.process.Lock()
	defer p.process.Unlock()
	p.vault.Close()
	p.client.CloseIdle()
	p.kills++
	p.start()
	p.news()
}

func (p *phone) stop() {
	p.end()
	p.vault.Close()
	p.client.CloseIdle()
}

// view is the screen, on one goroutine: it takes what the inbox reports, in its order,
// and shows what waits.
func (p *phone) view(in *challenge.Inbox, e challenge.Event) {
	if e.Ended != nil {
		p.mu.Lock()
		p.over[e.Ended.ID] = true
		p.mu.Unlock()
	}
	p.look(in.Pending())
}

func (p *phone) look(waiting []core.Challenge) {
	p.mu.Lock()
	defer p.mu.Unlock()
	now := map[string]bool{}
	for _, c := range waiting {
		now[c.ID] = true
		switch {
		case p.over[c.ID]:
			p.t.Errorf("%s is shown again after its end", c.ID)
		case !p.seen[c.ID] && p.left[c.ID]:
			p.t.Errorf("%s is shown twice", c.ID)
		}
		p.shown[c.ID] = true
	}
	for id := range p.seen {
		if !now[id] {
			p.left[id] = true
		}
	}
	p.seen = now
	close(p.changed)
	p.changed = make(chan struct{})
}

func (p *phone) news() {
	p.mu.Lock()
	defer p.mu.Unlock()
	close(p.changed)
	p.changed = make(chan struct{})
}

// waits gives news until then, the request if it is on the screen, and how it ended if
// that is known.
func (p *phone) waits(id string) (news <-chan struct{}, pending bool, ended *challenge.Ended) {
	p.process.RLock()
	defer p.process.RUnlock()
	p.mu.Lock()
	news = p.changed
	p.mu.Unlock()
	for _, c := range p.inbox.Pending() {
		pending = pending || c.ID == id
	}
	if e, ok := p.inbox.Result(id); ok {
		ended = &e
	}
	return news, pending, ended
}

// tap is a finger on YES or NO.
func (p *phone) tap(id string, d core.Decision) (core.Outcome, error) {
	p.process.RLock()
	defer p.process.RUnlock()
	p.mu.Lock()
	p.tapped[id] = d
	p.mu.Unlock()
	why := core.Why("")
	return p.inbox.Answer(p.life, id, d, "", why)
}

// link links an account, while all is calm.
func (p *phone) link(pg *page, user string) (account core.AccountID) {
	p.t.Helper()
	ctx := p.t.Context()
	var l api.LoginReply
	var offer api.LinkReply
	one := pg.call("POST", api.PathLogins, api.LoginRequest{User: user, Password: password}, &l)
	two := pg.call("POST", api.Path(api.PathLogin, l.ID)+"/redeem", nil, nil)
	three := pg.call("POST", api.PathLinks, nil, &offer)
	parsed, err := link.Parse(offer.Link)
	if err != nil || parsed.Offer == nil {
		p.t.Fatalf("%d %d %d: %+v, %v", one, two, three, offer, err)
	}
	en := enroll.New(p.client, p.vault, p.inbox, enroll.Phone{Name: "Pixel 9 · kAuth", OS: "android 16", App: "1.0.0"})
	a, err := en.Begin(ctx, *parsed.Offer)
	if err != nil {
		p.t.Fatal(err)
	}
	var s api.LinkState
	pg.call("GET", api.Path(api.PathLink, offer.ID), nil, &s)
	if a, err = en.Confirm(ctx, a.ID, s.Digits); err != nil {
		p.t.Fatal(fmt.Errorf("%s: %w", user, err))
	}
	return a.ID
}
