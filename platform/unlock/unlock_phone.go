//go:build android || ios

package unlock

import (
	"context"

	"kauth/core"
	"kauth/platform/bridge"
)

// phone is a key of Android Keystore that only BiometricPrompt, or below Android 9 the
// phone's own lock page, lets work (Unlock.java); or what the Keychain gives to a face or
// finger alone (unlock_ios.m).
type phone struct{ turn turn }

func native() system { return phone{make(turn, 1)} }

// kinds are those of both; any other is a moment's.
var kinds = map[string]core.Kind{
	"unsupported": core.Unsupported, "none": core.UnlockNone, "cancelled": core.Cancelled,
	"locked": core.UnlockWait, "barred": core.UnlockBarred, "gone": core.UnlockGone,
}

func kindly(err error) error {
	if err == nil {
		return nil
	}
	kind, known := kinds[bridge.Kind(err)]
	if !known {
		kind = core.UnlockBusy
	}
	return core.E("unlock", kind, err)
}

func (phone) state() error {
	_, err := call("unlock.state", "", nil)
	return kindly(err)
}

func (p phone) seal(ctx context.Context, name string, say Words, secret []byte) error {
	_, err := p.asked(ctx, "unlock.seal", name, say, secret)
	return err
}

func (p phone) open(ctx context.Context, name string, say Words) ([]byte, error) {
	return p.asked(ctx, "unlock.open", name, say, nil)
}

func (phone) forget(name string) error {
	_, err := call("unlock.forget", name, nil)
	return kindly(err)
}

// asked waits for the person; when ctx ends the prompt goes.
func (p phone) asked(ctx context.Context, what, name string, say Words, data []byte) ([]byte, error) {
	text := name + "\n" + say.Title + "\n" + say.Other
	return p.turn.ask(ctx, func() ([]byte, error) {
		out, err := call(what, text, data)
		return out, kindly(err)
	}, func() { _, _ = call("unlock.stop", "", nil) })
}
