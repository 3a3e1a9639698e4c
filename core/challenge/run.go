package challenge

import (
	"context"
	"math"
	"sync"
	"time"

	"kauth/core"
)

// Run keeps one long poll for each linked account until ctx ends, and returns when
// all of them have. It must not run twice at once.
func (b *Inbox) Run(ctx context.Context) {
	var running sync.WaitGroup
	defer running.Wait()
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	running.Go(func() { b.sweeper(ctx) })
	for failed := 0; ctx.Err() == nil; {
		accounts, err := b.linked()
		if err == nil {
			failed = 0
			b.match(ctx, accounts, &running)
			select {
			case <-b.reload:
			case <-ctx.Done():
			}
			continue
		}
		failed++
		select {
		case <-b.reload:
		case <-time.After(b.backoff(failed)):
		case <-ctx.Done():
		}
	}
}

// match starts a poller for each account that has none and stops those of accounts
// that are gone, linked anew, or shut or opened: a poller holds a key.
func (b *Inbox) match(ctx context.Context, accounts []core.Account, running *sync.WaitGroup) {
	b.mu.Lock()
	defer b.mu.Unlock()
	wanted := map[core.AccountID]bool{}
	for _, a := range accounts {
		wanted[a.ID] = true
		if p := b.pollers[a.ID]; p != nil && p.ctx.Err() == nil {
			if d := p.account.Device; d.ID == a.Device.ID && d.Key.IsZero() == a.Device.Key.IsZero() {
				continue
			}
			p.stop()
		}
		p := &poller{
			account: a, woken: make(chan struct{}, 1), heard: make(chan struct{}, 1), look: make(chan core.Account, 1),
			site: b.siteOf(ctx, a.Device.Origin, running),
		}
		p.ctx, p.stop = context.WithCancel(ctx)
		b.pollers[a.ID] = p
		running.Go(func() { b.poll(p) })
		running.Go(func() { b.behind(p, a) })
		running.Go(func() { b.lookForKey(p) })
	}
	for id, p := range b.pollers {
		if !wanted[id] {
			p.stop()
			delete(b.pollers, id)
		}
	}
	b.countSites()
}

// countSites tells each server how many accounts listen to it. It is called with b.mu held.
func (b *Inbox) countSites() {
	n := map[*site]int{}
	for _, p := range b.pollers {
		n[p.site]++
	}
	for _, s := range b.sites {
		s.mu.Lock()
		s.pollers = n[s]
		s.mu.Unlock()
		nudge(s.seated)
	}
}

// Wake makes every poll ask again now: a wake-up came, or the network is back.
func (b *Inbox) Wake() {
	b.mu.Lock()
	defer b.mu.Unlock()
	for _, p := range b.pollers {
		nudge(p.woken)
	}
}

// Rejoin is Wake where the network is another one, or the machine has slept: what was
// connected before leads nowhere, also the connections that are kept for later.
func (b *Inbox) Rejoin() {
	if s, ok := b.server.(interface{ CloseIdle() }); ok {
		s.CloseIdle()
	}
	b.Wake()
}

// Reload looks at the accounts again: call it when one was added, linked or removed.
func (b *Inbox) Reload() {
	accounts, err := b.store.Accounts()
	if err == nil {
		b.tell(b.keepOnly(accounts)...)
	}
	nudge(b.reload)
}

// keepOnly drops what is known of accounts that are gone.
func (b *Inbox) keepOnly(accounts []core.Account) (events []Event) {
	device := devicesOf(accounts)
	b.mu.Lock()
	defer b.mu.Unlock()
	for _, r := range b.requests {
		if !r.asleep && device[r.Account] != r.device {
			events = append(events, b.withdraw(r)...)
		}
	}
	for id, t := range b.troubles {
		if device[id] != t.device { // gone, or linked again
			delete(b.troubles, id)
			events = append(events, Event{Trouble: true})
		}
	}
	return events
}

// devicesOf gives the linked accounts' devices.
func devicesOf(accounts []core.Account) map[core.AccountID]string {
	device := map[core.AccountID]string{}
	for _, a := range accounts {
		if a.Device != nil {
			device[a.ID] = a.Device.ID
		}
	}
	return device
}

// sweeper ends requests at the moment when their time is over.
func (b *Inbox) sweeper(ctx context.Context) {
	for ctx.Err() == nil {
		b.tell(b.expire()...)
		wait, any := b.nextExpiry()
		if !any {
			wait = math.MaxInt64
		}
		t := time.NewTimer(max(wait, time.Millisecond))
		select {
		case <-t.C:
		case <-b.sweep:
		case <-ctx.Done():
		}
		t.Stop()
	}
}
