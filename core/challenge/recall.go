package challenge

import "kauth/core"

// Recall asks the history again what was left without an end: the vault was opened,
// and its history is another one than the reception's. What could not be heard until now
// waits on.
func (b *Inbox) Recall() {
	b.mu.Lock()
	b.left, b.shut = nil, false
	var events []Event
	for _, r := range b.requests {
		if r.asleep {
			r.asleep = false
			events = []Event{{Pending: true}}
		}
	}
	b.mu.Unlock()
	b.tell(events...)
}

// Shut lets go of every key that approves and of every YES that was signed, since the
// vault was shut: what follows goes by what the store gives now. A request of an account
// that is not among that can be neither heard nor answered until Recall; that is not its
// end.
func (b *Inbox) Shut() {
	heard, err := b.store.Accounts()
	devices := devicesOf(heard)
	b.mu.Lock()
	b.shut = true
	for _, r := range b.requests {
		r.asleep = err != nil || devices[r.Account] != r.device
		if len(r.turn) == 0 { // else it ends with the old key or not at all, and settle lets go
			r.letGo()
		}
	}
	b.mu.Unlock()
	b.Reload()
}

// heard keeps a statement before a locked phone acts on it.
func (b *Inbox) heard(a core.Account, statement string) error {
	if b.o.Heard == nil || !a.Device.Locked() {
		return nil
	}
	return b.o.Heard(a.ID, statement)
}

// Relearn has an opened store act on a statement that was heard while it was shut. It
// goes by the server's signature and by the keys that this store has pinned, not by
// what the reception made of it: whoever has the keyring can write there. Where the
// account goes by it, that is given.
func Relearn(store Store, id core.AccountID, statement string) (gone *core.Departure, err error) {
	a, err := store.Account(id)
	if err != nil || a.Device == nil || a.Device.Listen.IsZero() {
		return nil, err
	}
	listening := a.Device.Listening()
	a.Device = &listening
	b := New(nil, store, Options{})
	b.relearns = true
	b.Observe(func(e Event) {
		if e.Revoked != nil {
			gone = &core.Departure{Account: *e.Revoked, Moved: e.Moved, To: e.MovedTo}
		}
	})
	_, err = b.takeStatements(a, []string{statement})
	return gone, err
}

// letGo forgets a signed YES, and the key of any answer. It is called with b.mu held.
func (r *request) letGo() {
	if r.answer.decision == core.Approve {
		was := r.answer.decision
		if r.answer = (signed{}); r.told { // what was said is known to who typed the digits
			r.answer.decision = was
		}
	}
	r.answer.key = core.DeviceKey{}
}
