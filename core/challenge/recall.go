package challenge

import "kauth/core"

// Recall asks the history again what was left without an end: the vault was opened,
// and its history is another one than the reception's.
func (b *Inbox) Recall() {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.left = nil
}

// Shut lets go of every key that approves and of every YES that was signed, since the
// vault was shut: what follows goes by what the store gives now.
func (b *Inbox) Shut() {
	b.mu.Lock()
	for _, r := range b.requests {
		switch {
		case len(r.turn) > 0: // under way; it ends with the old key or not at all
		case r.answer.decision == core.Approve:
			r.answer = signed{}
		default:
			r.answer.key = core.DeviceKey{}
		}
	}
	b.mu.Unlock()
	b.Reload()
}
