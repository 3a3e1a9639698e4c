package keystore

import "errors"

// phone stands where Android Keystore, which needs JNI calls, will be.
// go-keyring compiles here, since android is linux to Go, but looks for a D-Bus
// session that no phone has. So it says
// that there is no keyring, and the vault asks for a passphrase.
type phone struct{}

var errNotYet = errors.New("no keyring on this phone yet")

func native() system { return phone{} }

func (phone) get(string) ([]byte, error) { return nil, errNotYet }
func (phone) set(string, []byte) error   { return errNotYet }
func (phone) remove(string) error        { return errNotYet }
