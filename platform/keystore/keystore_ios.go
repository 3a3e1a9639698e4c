package keystore

import "errors"

// phone stands where the iOS Keychain, which needs cgo calls, will be.
// go-keyring compiles here, since ios is darwin to Go, but runs the program
// /usr/bin/security, which no phone has. So it says
// that there is no keyring, and the vault asks for a passphrase.
type phone struct{}

var errNotYet = errors.New("no keyring on this phone yet")

func native() system { return phone{} }

func (phone) get(string) ([]byte, error) { return nil, errNotYet }
func (phone) set(string, []byte) error   { return errNotYet }
func (phone) remove(string) error        { return errNotYet }
