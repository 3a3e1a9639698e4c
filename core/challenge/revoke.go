package challenge

import (
	"crypto/ecdsa"

	"kauth/core"
	"kauth/core/api"
)

// keysOf finds the keys that may sign for an account's server: those that were
// pinned when it was linked, and no others.
func keysOf(d *core.Device) api.Keys {
	return func(kid string) *ecdsa.PublicKey {
		for _, k := range d.ServerKeys {
			if k.ID == kid {
				return k.Key
			}
		}
		return nil
	}
}

// takeStatements removes the account where its server states, for this phone and
// this device key, that it is revoked. Anything else is dropped and counted. A link
// that is not confirmed yet is left to enroll, which began it: core.NotLinked.
func (b *Inbox) takeStatements(a core.Account, statements []string) (revoked bool, err error) {
	for i, jws := range statements {
		if i < maxListed && isRevoked(a, jws) {
			if a.State != core.Active {
				return true, core.Errorf("challenge.fetch", core.NotLinked, "the server ended this link")
			}
			return true, b.forget(a)
		}
		b.mu.Lock()
		b.dropped++
		b.mu.Unlock()
	}
	return false, nil
}

func isRevoked(a core.Account, jws string) bool {
	d := a.Device
	key, ok := d.Key.Public().(*ecdsa.PublicKey)
	if !ok {
		return false
	}
	s, err := api.OpenStatement(jws, api.StmtRevoked, keysOf(d), d.Origin, d.ID, api.Thumbprint(key))
	return err == nil && s.Account == d.Account
}

// forget deletes a revoked account, and then all that waited for it.
func (b *Inbox) forget(a core.Account) error {
	if err := b.store.DeleteAccount(a.ID); err != nil {
		return err // the statement comes again with the next fetch
	}
	b.mu.Lock()
	var events []Event
	for _, r := range b.requests {
		if r.Account == a.ID {
			events = append(events, b.withdraw(r)...)
		}
	}
	delete(b.troubles, a.ID)
	b.mu.Unlock()
	b.tell(append(events, Event{Revoked: &a, Pending: true, Trouble: true})...)
	nudge(b.reload)
	return nil
}

// withdraw ends a request whose account is gone; one that is being answered, when
// that answer did not get through.
func (b *Inbox) withdraw(r *request) []Event {
	if len(r.turn) > 0 {
		r.gone = "cancelled"
		return nil
	}
	return b.end(r.ID, Ended{Outcome: core.Withdrawn})
}
