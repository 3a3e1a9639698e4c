package wire

import (
	"context"
	"time"

	"kauth/core"
	"kauth/core/wake"
)

// A message that cannot be followed now, since the network is only coming back, is
// followed for a while.
const (
	lookTime  = time.Minute
	firstWait = time.Second
)

// newWakeups is nil where nothing wakes this phone.
func (p *Phone) newWakeups(o Options) *wake.Wakeups {
	if o.Receiver == nil {
		return nil
	}
	choice := o.Choice
	if choice == nil {
		choice = func() string { return "" }
	}
	w := wake.New(o.Receiver, p.Client, p.store, wake.Options{
		Look: p.look, Choice: choice, Whole: p.store.whole, Now: o.Now,
	})
	if o.Woken {
		w.Doze(true)
	}
	return w
}

// look fetches an account's requests. Where nobody listens to them, it tries again while
// the server is out of reach; a poll that listens does so by itself.
func (p *Phone) look(ctx context.Context, id core.AccountID) {
	ctx, cancel := context.WithTimeout(ctx, lookTime)
	defer cancel()
	for wait := firstWait; passing(p.Inbox.Woken(ctx, id)); wait *= 2 {
		t := time.NewTimer(wait)
		select {
		case <-t.C:
		case <-ctx.Done():
			t.Stop()
			return
		}
	}
}

func passing(err error) bool {
	switch core.KindOf(err) {
	case core.Offline, core.Slow, core.ServerDown:
		return true
	}
	return false
}

func (p *Phone) wakeupsChanged() {
	if p.Wakeups != nil {
		p.Wakeups.Changed()
	}
}

// Standing tells how the registration stands by which an account's server wakes this
// phone. It asks nobody: where nothing here receives, it is as the app left it.
func (p *Phone) Standing(id core.AccountID) wake.Standing {
	if p.Wakeups == nil {
		return wake.Left(p.store, id)
	}
	return p.Wakeups.Standing(id)
}

// whole tells that it has all accounts: those of the vault.
func (s *store) whole() bool {
	s.mu.RLock()
	defer s.mu.RUnlock()
	return !s.shut
}
