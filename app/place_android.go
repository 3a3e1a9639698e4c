package main

import (
	"path/filepath"

	"kauth/app/wire"
	"kauth/platform/android"
)

// defaultVault is in the folder that no backup of the system's takes along: its key
// stays in this phone's chip, and a copy elsewhere would be a vault that nothing opens.
func defaultVault() string {
	folder, err := android.Call("phone.folder", "", nil)
	if err != nil {
		return wire.DefaultDir()
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
