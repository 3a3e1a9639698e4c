//go:build !android && !ios

package keystore

import (
	"encoding/base64"
	"errors"

	"github.com/zalando/go-keyring"
)

// service is the name that the person reads in their keyring's own window.
const service = "kAuth"

// desktop is Secret Service on Linux, Keychain on macOS, Credential Manager on
// Windows. Values are base64, since macOS and Windows keep text.
type desktop struct {
	running func() error // nil where there is somebody to ask
}

func native() system { return desktop{running} }

func (d desktop) get(name string) ([]byte, error) {
	if err := d.running(); err != nil {
		return nil, err
	}
	text, err := keyring.Get(service, name)
	if err != nil {
		return nil, plain(err)
	}
	key, err := base64.StdEncoding.DecodeString(text)
	if err != nil {
		return nil, errNone // something of another program, or changed by hand
	}
	return key, nil
}

func (d desktop) set(name string, key []byte) error {
	if err := d.running(); err != nil {
		return err
	}
	return keyring.Set(service, name, base64.StdEncoding.EncodeToString(key))
}

func (d desktop) remove(name string) error {
	if err := d.running(); err != nil {
		return err
	}
	return plain(keyring.Delete(service, name))
}

func plain(err error) error {
	if errors.Is(err, keyring.ErrNotFound) {
		return errNone
	}
	return err
}
