package main

import (
	"testing"

	"kauth/platform/keystore"
	"kauth/platform/keystore/keystoretest"
)

func init() {
	suites = append(suites, testing.InternalTest{Name: "Keystore", F: func(t *testing.T) { keystoretest.Suite(t, keyring) }})
}

func keyring(t *testing.T) keystoretest.Rig {
	world(t, "keystore works")
	return keystoretest.Rig{
		Keyring: keystore.New(), Again: func() keystoretest.Keyring { return keystore.New() },
		Fail: func(yes bool) {
			world(t, map[bool]string{true: "keystore moment", false: "keystore works"}[yes])
		},
		Invalidate: func() { world(t, "keystore invalid") },
		Lose:       func() { world(t, "keystore reset") },
	}
}
