package wire

import (
	"time"

	"kauth/core/vault"
)

// StartOver puts the files of a vault that nothing opens into a folder beside them: the
// next Open makes an empty vault. It deletes nothing. The reception goes with them: its
// key is in the vault.
func StartOver(o Options) error {
	o.fill()
	_, err := vault.SetAside(o.Dir, o.Now().In(time.Local))
	return err
}
