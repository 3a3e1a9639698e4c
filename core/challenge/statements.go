package challenge

import (
	"crypto/ecdsa"
	"errors"

	"kauth/core"
	"kauth/core/api"
)

// keysOf finds the keys that may sign for an account's server: those that were
// pinned when it was linked, and those that they stated since. No others.
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

// errOld is a statement that says no more than the phone has.
var errOld = errors.New("the phone has that, or something newer")

// takeStatements acts on what the server states to this phone and this device key,
// signed by a key that is pinned. Anything else is dropped and counted. A link that
// is not confirmed yet is left to enroll, which began it: core.NotLinked.
func (b *Inbox) takeStatements(a core.Account, statements []string) (revoked bool, err error) {
	for i, jws := range statements {
		var taken bool
		if i < maxListed {
			switch api.StatementKind(jws) {
			case api.StmtRevoked:
				if s, ok := stated(a, api.StmtRevoked, jws); ok {
					if a.State != core.Active {
						return true, core.Errorf("challenge.fetch", core.NotLinked, "the server ended this link")
					}
					if err := b.heard(a, jws); err != nil {
						return false, err
					}
					return true, b.forget(a, s)
				}
			case api.StmtKeyRoll:
				taken, err = b.takeKeys(a, jws)
			case api.StmtPolicy:
				taken, err = b.takePolicy(a, jws)
			case api.StmtAccount:
				taken, err = b.takeLabel(a, jws)
			}
		}
		if err != nil {
			return false, err
		}
		if !taken {
			b.mu.Lock()
			b.dropped++
			b.mu.Unlock()
		}
	}
	return false, nil
}

// stated opens a statement of that kind for exactly this phone: by its device key, or
// by its listening key where it is locked and holds no other.
func stated(a core.Account, kind, jws string) (api.Statement, bool) {
	d, open, key := a.Device, api.OpenStatement, a.Device.Key
	if d.Locked() {
		open, key = api.OpenHeardStatement, d.Listen
	}
	s, err := open(jws, kind, keysOf(d), d.Origin, d.ID, api.ThumbprintOf(key.Signer()))
	return s, err == nil && s.Account == d.Account
}

// takeKeys pins the server's new list of keys in the place of the old one. A list
// that is not newer changes nothing: whoever kept an old one could bring a dead key
// back with it.
func (b *Inbox) takeKeys(a core.Account, jws string) (taken bool, err error) {
	s, ok := stated(a, api.StmtKeyRoll, jws)
	if !ok {
		return false, nil
	}
	var keys []core.ServerKey
	for _, j := range s.KeyList {
		k, err := j.Key()
		if err != nil {
			return false, nil // OpenStatement has read it before
		}
		keys = append(keys, core.ServerKey{ID: j.Kid, Key: k})
	}
	if s.KeysAt > a.Device.KeysAt {
		if err := b.heard(a, jws); err != nil {
			return false, err
		}
	}
	return b.newer(a, func(now *core.Account) bool {
		d := now.Device
		if s.KeysAt <= d.KeysAt {
			return false
		}
		d.ServerKeys, d.KeysAt = keys, s.KeysAt
		return true
	})
}

func (b *Inbox) takePolicy(a core.Account, jws string) (taken bool, err error) {
	s, ok := stated(a, api.StmtPolicy, jws)
	if !ok {
		return false, nil
	}
	if s.PolicyAt > a.Device.Policy.Version {
		if err := b.heard(a, jws); err != nil {
			return false, err
		}
	}
	return b.newer(a, func(now *core.Account) bool {
		d := now.Device
		if s.PolicyAt <= d.Policy.Version {
			return false
		}
		d.Policy = core.Policy{Version: s.PolicyAt, VerifyRequired: s.Verify == api.VerifyRequired, MustStay: !*s.MayLeave}
		return true
	})
}

// takeLabel takes over what the server calls the account now. The name that its person
// gave it stays.
func (b *Inbox) takeLabel(a core.Account, jws string) (taken bool, err error) {
	s, ok := stated(a, api.StmtAccount, jws)
	label := api.CleanText(s.Label, maxLabel)
	if !ok || label == "" {
		return false, nil
	}
	if s.LabelAt > a.Device.LabelAt {
		if err := b.heard(a, jws); err != nil {
			return false, err
		}
	}
	taken, err = b.newer(a, func(now *core.Account) bool {
		if s.LabelAt <= now.Device.LabelAt {
			return false
		}
		now.Label, now.Device.LabelAt = label, s.LabelAt
		return true
	})
	if taken {
		b.tell(Event{Renamed: true})
	}
	return taken, err
}

// maxLabel is the most bytes of a label, as at registration.
const maxLabel = 128

// newer stores what change makes of the account, where its device is still the same one,
// in the same place: what a phone took over while it was locked or opened would be acknowledged
// by a store that does not keep it. It tells whether that was news.
func (b *Inbox) newer(a core.Account, change func(*core.Account) bool) (bool, error) {
	err := b.store.UpdateAccount(a.ID, func(now *core.Account) error {
		if now.State != core.Active || now.Device == nil || now.Device.ID != a.Device.ID {
			return errOld
		}
		if !b.relearns && now.Device.Locked() != a.Device.Locked() || !change(now) {
			return errOld
		}
		return nil
	})
	if errors.Is(err, errOld) {
		return false, nil
	}
	return err == nil, err
}

// forget discards a revoked account, and then all that waited for it.
func (b *Inbox) forget(a core.Account, s api.Statement) error {
	if err := b.store.Discard(a.ID, core.ByServer); err != nil {
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
	to, moved := s.MovedTo()
	b.tell(append(events, Event{Revoked: &a, Moved: moved, MovedTo: to, Pending: true, Trouble: true})...)
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
