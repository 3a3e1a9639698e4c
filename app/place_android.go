package main

import (
	"os"
	"path/filepath"

	"kauth/app/wire"
	"kauth/platform/android"
)

// defaultVault is in the folder that no backup of the system's takes along: its key
// stays in this phone's chip, and a copy elsewhere would be a vault that nothing opens.
func defaultVault() string {
	folder, err := android.Call("phone.folder", "", nil)
	if err != nil {
		// That folder's place beside the one that Fyne sets before it starts us: a vault
		// elsewhere would be an empty one, and this one found again at the next start.
		folder = []byte(filepath.Join(filepath.Dir(os.Getenv("FILESDIR")), "no_backup"))
	}
	return filepath.Join(string(folder), "kauth")
}

func defaultName() string {
	model, err := android.Call("phone.model", "", nil)
	if err != nil || len(model) == 0 {
		return wire.DefaultPhoneName()
	}
	return string(model)
}
