package wake

import (
	"context"
	"slices"
	"time"

	"kauth/core"
)

// The waits before a service or a server is asked again after it failed.
const (
	firstWait = 10 * time.Second
	lastWait  = time.Hour
)

// keeper brings the registrations of all accounts up to date.
type keeper struct {
	*Wakeups
	asked   map[string]bool   // registrations that a service was asked for in this process, by ID
	senders map[string]string // servers' keys, by origin, as they said in this process
	failed  int               // rounds in a row in which something did not work
}

// Keep registers every linked account, tells its server, and follows every change
// until ctx ends. Each start asks for every registration again, as the specification
// wants it: the service may have given another address meanwhile.
func (w *Wakeups) Keep(ctx context.Context) {
	w.load()
	k := &keeper{Wakeups: w}
	k.begin()
	for ctx.Err() == nil {
		wait := retell
		if k.round(ctx) {
			k.failed = 0
		} else {
			wait = min(firstWait<<min(k.failed, 10), lastWait)
			k.failed++
		}
		t := time.NewTimer(wait)
		select {
		case <-t.C:
			if k.failed == 0 { // a day has passed
				k.begin()
			}
		case <-w.changed:
			w.load()
		case <-w.anew:
			k.begin()
			w.load()
		case <-ctx.Done():
		}
		t.Stop()
	}
}

// begin has everybody asked again.
func (k *keeper) begin() {
	k.asked, k.senders, k.failed = map[string]bool{}, map[string]string{}, 0
}

// round looks at every account once, and says whether all is as it should be, or as it
// will stay.
func (k *keeper) round(ctx context.Context) (settled bool) {
	all, err := k.k.Accounts()
	if err != nil {
		return true // shut: Changed tells when it is not
	}
	accounts := slices.DeleteFunc(slices.Clone(all), func(a core.Account) bool { return a.State != core.Active || a.Device == nil })
	if !k.dozing.Load() {
		k.forget(ctx, accounts)
		if len(accounts) > 0 {
			k.list(ctx)
		}
	}
	settled = true
	for _, a := range accounts {
		if ctx.Err() == nil && !k.settle(ctx, a) {
			settled = false
		}
	}
	return settled
}

func (k *keeper) list(ctx context.Context) {
	services, _ := k.r.Services(ctx) // where there can be none, there are none
	k.mu.Lock()
	k.services, k.listed = services, true
	k.mu.Unlock()
	k.Wakeups.tell()
}

// forget gives up the registrations of accounts that are gone.
func (k *keeper) forget(ctx context.Context, accounts []core.Account) {
	if !k.o.Whole() {
		return
	}
	k.mu.Lock()
	gone := map[core.AccountID]record{}
	for id, r := range k.records {
		if !slices.ContainsFunc(accounts, func(a core.Account) bool { return a.ID == id }) {
			gone[id] = r
		}
	}
	k.mu.Unlock()
	for id, r := range gone {
		k.giveUp(ctx, r)
		if k.k.Delete(Bucket, string(id)) == nil {
			k.mu.Lock()
			delete(k.records, id)
			k.mu.Unlock()
		}
	}
}

func (k *keeper) giveUp(ctx context.Context, r record) {
	if r.ID != "" {
		_ = k.r.Unregister(ctx, r.Service, r.ID) // one that is not there any more has nothing to forget
	}
}
