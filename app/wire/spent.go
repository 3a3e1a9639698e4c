package wire

import (
	"context"
	"sync"
	"time"

	"kauth/core"
	"kauth/core/vault"
)

// notedKeys is the hardware, with the vault knowing of each key before it is made: a process
// that is killed before it has stored the account leaves none behind for ever.
type notedKeys struct {
	core.Hardware
	v    *vault.Vault
	once sync.Once
}

// Make implements core.Hardware.
func (n *notedKeys) Make(ctx context.Context, name string) (core.HardwareKey, error) {
	if err := n.v.NoteKey(name); err != nil {
		return core.HardwareKey{}, core.E("wire.Make", core.SignerBusy, err)
	}
	k, err := n.Hardware.Make(ctx, name)
	if core.KindOf(err) == core.Unsupported { // there is no key to look after
		_ = n.v.UnnoteKey(name)
	}
	return k, err
}

// settle looks, once, after what ended processes have noted. It is called when the vault
// was just opened: later there would be keys among them that are being made.
func (n *notedKeys) settle() (done <-chan struct{}) {
	over := make(chan struct{})
	var names []string
	n.once.Do(func() { names, _ = n.v.NotedKeys() })
	if len(names) == 0 {
		close(over)
		return over
	}
	go func() { // nobody waits for the file to be written anew
		defer close(over)
		_ = n.v.SettleKeys(names...)
	}()
	return over
}

// spentRest is how long a key stays in the hardware after the last account let go of it:
// the server is told that the phone leaves by a proof of that very key.
const spentRest = time.Minute

// spentKeys takes out of the hardware what no account has any more. A chip may take its
// time, and nobody waits for it; what fails is tried again at the next look.
func spentKeys(v *vault.Vault, h core.Hardware) (done <-chan struct{}) {
	names, err := v.SpentKeys(spentRest)
	over := make(chan struct{})
	if err != nil || len(names) == 0 || h == nil {
		close(over)
		return over
	}
	go func() {
		defer close(over)
		var gone []string
		for _, name := range names {
			if h.Delete(context.Background(), name) == nil {
				gone = append(gone, name)
			}
		}
		_ = v.ForgetSpent(gone...)
	}()
	return over
}
