//go:build !android && !ios

package keystore

import (
	"errors"
	"testing"

	"github.com/zalando/go-keyring"

	"kauth/core"
	"kauth/platform/keystore/keystoretest"
)

// faked is go-keyring over its own keyring in memory, which needs no bus.
func faked() *Keyring { return over(desktop{func() error { return nil }}) }

func TestOurSideOfTheDesktopKeyring(t *testing.T) {
	keystoretest.Suite(t, func(*testing.T) keystoretest.Rig {
		keyring.MockInit() // go-keyring's own, in memory; the real one is in real_test.go
		return keystoretest.Rig{Keyring: faked(), Again: func() keystoretest.Keyring { return faked() }, Lose: keyring.MockInit}
	})
}

func TestNoOtherErrorSaysThatTheKeyIsGone(t *testing.T) {
	for _, err := range []error{
		keyring.ErrUnsupportedPlatform, keyring.ErrSetDataTooBig, errors.New("failed to unlock correct collection"),
	} {
		keyring.MockInitWithError(err)
		if _, got := faked().Get(t.Context(), "n"); core.KindOf(got) != core.Unsupported {
			t.Errorf("%v became %v", err, got)
		}
	}
	keyring.MockInitWithError(keyring.ErrNotFound)
	if _, got := faked().Get(t.Context(), "n"); core.KindOf(got) != core.KeyGone {
		t.Errorf("not found became %v", got)
	}
}

func TestKeyringItemThatIsNotOursIsNoKey(t *testing.T) {
	keyring.MockInit()
	if err := keyring.Set(service, "n", "not base64!"); err != nil {
		t.Fatal(err)
	}
	if key, err := faked().Get(t.Context(), "n"); core.KindOf(err) != core.KeyGone || key != nil {
		t.Errorf("%q, %v", key, err)
	}
}
