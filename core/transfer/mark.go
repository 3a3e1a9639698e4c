package transfer

import (
	"crypto/sha256"
	"encoding/hex"

	"kauth/core"
)

// Mark is another one whenever a backup of these accounts would hold something else.
// How often a code was used does not count. It gives nothing away, but is for a vault.
func Mark(accounts []core.Account) string {
	kept := Savable(accounts)
	for i := range kept {
		kept[i].Uses = 0
	}
	text, err := backupText(kept)
	if err != nil {
		panic("transfer: " + err.Error()) // nothing in it can fail
	}
	defer clear(text)
	sum := sha256.Sum256(text)
	return hex.EncodeToString(sum[:16])
}
