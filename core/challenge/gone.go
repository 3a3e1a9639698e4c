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
// before a request comes that they could not answer. A chip may not answer for long, and
// the request does not wait for it.
func (b *Inbox) lookForKey(p *poller) {
	var looked core.DeviceKey
	for {
		select {
		case a := <-p.look:
			if !looked.IsZero() && looked.Equal(a.Device.Key) {
				continue
			}
			err := a.Device.Key.Check()
			if core.KindOf(err) != core.SignerBusy { // else at the next poll
				looked = a.Device.Key
			}
			if p.ctx.Err() == nil { // else it may have been linked anew meanwhile
				b.lost(a, err)
			}
		case <-p.ctx.Done():
			return
		}
	}
}

// wantsKey has the key looked for that the poller's account has now.
func (p *poller) wantsKey() {
	if p.account.State != core.Active || p.account.Device.Locked() {
		return
	}
	select {
	case p.look <- p.account:
	default: // it is being looked for
	}
}
