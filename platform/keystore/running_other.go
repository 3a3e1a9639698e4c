//go:build windows || (darwin && !ios) || js

package keystore

// running: Keychain and Credential Manager are always there.
func running() error { return nil }
