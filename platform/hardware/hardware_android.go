package hardware

import (
	"bytes"

	"kauth/core"
	"kauth/platform/android"
)

// native is Android Keystore, by Signer.java.
func native() system { return keystore{} }

type keystore struct{}

func (keystore) make(name string) (made, error)   { return described("signer.make", name) }
func (keystore) public(name string) (made, error) { return described("signer.public", name) }

func (keystore) sign(name string, digest []byte) ([]byte, error) {
	der, err := android.Call("signer.sign", name, digest)
	return der, plain(err)
}

func (keystore) remove(name string) error {
	_, err := android.Call("signer.remove", name, nil)
	return plain(err)
}

// described reads a level, a line's end, and the public key.
func described(what, name string) (made, error) {
	out, err := android.Call(what, name, nil)
	if err != nil {
		return made{}, plain(err)
	}
	level, spki, ok := bytes.Cut(out, []byte("\n"))
	if !ok {
		return made{}, errOther
	}
	return made{core.KeyLevel(level), spki}, nil
}

func plain(err error) error {
	switch {
	case err == nil:
		return nil
	case android.Kind(err) == "none":
		return errNone
	case android.Kind(err) == "gone":
		return errGone
	case android.Kind(err) == "unsupported":
		return errAbsent
	}
	return err
}
