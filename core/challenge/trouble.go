package challenge

import (
	"errors"
	"time"

	"kauth/core"
	"kauth/core/api"
)

// trouble is why the last fetch for an account failed.
type trouble struct {
	origin string
	device string
	err    error
}

// reach tells what keeps a server from being reached from what it says of one phone.
func reach(err error) bool {
	switch core.KindOf(err) {
	case core.Offline, core.Slow, core.Insecure, core.Certificate, core.Redirected, core.Garbled, core.ServerDown, core.RateLimited:
		return true
	}
	return false
}

// passing tells what may be gone at the next try.
func passing(err error) bool {
	switch core.KindOf(err) {
	case core.Offline, core.Slow, core.ServerDown, core.RateLimited:
		return true
	}
	return false
}

// Trouble says by origin why a server cannot be reached now.
func (b *Inbox) Trouble() map[string]error {
	b.mu.Lock()
	defer b.mu.Unlock()
	out := map[string]error{}
	for _, t := range b.troubles {
		if reach(t.err) {
			out[t.origin] = t.err
		}
	}
	return out
}

// AccountTrouble says by account why its server, which can be reached, tells it
// nothing: core.NotLinked, core.Suspended, core.Denied; or core.SignerGone, where this
// phone cannot say YES to it any more.
func (b *Inbox) AccountTrouble() map[core.AccountID]error {
	b.mu.Lock()
	defer b.mu.Unlock()
	out := map[core.AccountID]error{}
	for id, t := range b.troubles {
		if !reach(t.err) {
			out[id] = t.err
		}
	}
	return out
}

// setTrouble keeps what came of a fetch, nil included.
func (b *Inbox) setTrouble(a core.Account, err error) []Event {
	b.mu.Lock()
	defer b.mu.Unlock()
	if a.State != core.Active {
		return nil
	}
	if gone, ok := b.gone[a.ID]; err == nil && ok && gone.Equal(a.Device.Key) {
		err = core.E("challenge.fetch", core.SignerGone, nil)
	}
	old, had := b.troubles[a.ID]
	if err == nil {
		delete(b.troubles, a.ID)
	} else {
		b.troubles[a.ID] = trouble{a.Device.Origin, a.Device.ID, err}
	}
	if had == (err != nil) && core.KindOf(old.err) == core.KindOf(err) {
		return nil
	}
	return []Event{{Trouble: true}}
}

// retryAfter is how long a server asked to be left alone.
func retryAfter(err error) time.Duration {
	var p *api.ProblemError
	if errors.As(err, &p) {
		return p.RetryAfter
	}
	return 0
}
