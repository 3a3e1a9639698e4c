package keystore

import (
	"time"

	"kauth/platform/ios"
)

// The Keychain asks nobody here, and answers at once but right after a start of the phone.
func init() { patience = 20 * time.Second }

// phone is the Keychain, by keys_ios.m. go-keyring compiles here too, since ios is darwin
// to Go, but runs the program /usr/bin/security, which no phone has.
type phone struct{}

func native() system { return phone{} }

func (phone) get(name string) ([]byte, error) { return asked("keys.get", name, nil) }

func (phone) set(name string, key []byte) error {
	_, err := asked("keys.set", name, key)
	return err
}

func (phone) remove(name string) error {
	_, err := asked("keys.remove", name, nil)
	return err
}

// asked tells a key that is not there from a Keychain that cannot be read now, because
// the phone is locked (errSecInteractionNotAllowed) or because it fails: that says
// nothing about the key.
func asked(what, name string, data []byte) ([]byte, error) {
	out, err := ios.Call(what, name, data)
	if err != nil && ios.Kind(err) == "none" {
		return nil, errNone
	}
	return out, err
}
