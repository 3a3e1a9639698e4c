package main

import (
	"testing"

	"kauth/platform/keystore"
	"kauth/platform/keystore/keystoretest"
)

func init() {
	for name, failing := range map[string]string{
		"Keystore": "keystore moment", "KeystoreThatDeclines": "keystore declines",
		"KeystoreThatCrashed": "keystore crashed", "KeystoreThatIsOutOfReach": "keystore lost",
	} {
		suites = append(suites, testing.InternalTest{Name: name, F: func(t *testing.T) {
			keystoretest.Suite(t, func(t *testing.T) keystoretest.Rig { return keyring(t, failing) })
		}})
	}
}

// keyring is Android's, which fails in that way.
func keyring(t *testing.T, failing string) keystoretest.Rig {
	world(t, "keystore works")
	return keystoretest.Rig{
		Keyring: keystore.New(), Again: func() keystoretest.Keyring { return keystore.New() },
		Fail: func(yes bool) {
			world(t, map[bool]string{true: failing, false: "keystore works"}[yes])
		},
		Invalidate: func() { world(t, "keystore invalid") },
		Lose:       func() { world(t, "keystore reset") },
	}
}
