package wire

import (
	"context"
	"time"

	"kauth/core"
	"kauth/core/vault"
)

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
