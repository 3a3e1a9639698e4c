package challenge

import (
	"errors"

	"kauth/core"
)

// A device key in the phone's hardware can go: the system invalidates it, or the vault
// came to another phone. Requests go on being heard and refused by the listening key, and
// codes are shown; only a new link brings back a YES. What fails for a moment is no such
// end.

// lost notes that an account's key is gone for good, and shows it at once.
func (b *Inbox) lost(a core.Account, err error) {
	if core.KindOf(err) != core.SignerGone || a.Device == nil || a.Device.Locked() {
		return
	}
	b.mu.Lock()
	b.gone[a.ID] = a.Device.Key
	b.mu.Unlock()
	b.tell(b.setTrouble(a, core.E("challenge.Answer", core.SignerGone, errors.Unwrap(err)))...)
}

// lookForKey asks the hardware, once for each key of a poller's account: a person is told
// before a request comes that they could not answer.
func (b *Inbox) lookForKey(p *poller) {
	d := p.account.Device
	if p.account.State != core.Active || d.Locked() || p.looked.Equal(d.Key) && !p.looked.IsZero() {
		return
	}
	err := d.Key.Check()
	if core.KindOf(err) != core.SignerBusy { // else at the next poll
		p.looked = d.Key
	}
	b.lost(p.account, err)
}
