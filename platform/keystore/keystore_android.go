package keystore

import (
	"time"

	"kauth/platform/android"
)

// Nobody is asked anything here, and a chip of its own (StrongBox) takes seconds to make
// a key.
func init() { patience = 20 * time.Second }

// phone is Android Keystore: a key in the phone's chip, which never leaves it, seals what
// is stored. go-keyring compiles here too, since android is linux to Go, but looks for a
// D-Bus session that no phone has.
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

// asked tells a key that is not there, or that the system has invalidated for good, from
// a chip that fails for a moment: that one says nothing about the key.
func asked(what, name string, data []byte) ([]byte, error) {
	out, err := android.Call(what, name, data)
	switch {
	case err == nil:
		return out, nil
	case android.Kind(err) == "none", android.Kind(err) == "gone":
		return nil, errNone
	}
	return nil, err
}
