package main

import (
	"kauth/app/wire"
	"kauth/platform/ios"
)

// defaultVault is a folder that no backup takes along: its key stays in this phone's
// Keychain, and a copy elsewhere would be a vault that nothing opens.
func defaultVault() string {
	folder, err := ios.Call("phone.folder", "", nil)
	if err != nil {
		return wire.DefaultDir()
	}
	return string(folder)
}

func defaultName() string {
	model, err := ios.Call("phone.model", "", nil)
	if err != nil || len(model) == 0 {
		return wire.DefaultPhoneName()
	}
	return string(model)
}
