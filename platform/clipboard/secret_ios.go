package clipboard

import (
	"strconv"
	"time"

	"kauth/core"
	"kauth/platform/ios"
)

// stays is how long the system keeps it at most. The app takes it off earlier, but may be
// stopped before it can.
const stays = 2 * time.Minute

// Secret is text on the pasteboard that stays in this phone, and ends by itself.
type Secret struct{ number string }

// Offer puts text on the pasteboard, by clipboard_ios.m.
func Offer(text string) (*Secret, error) {
	number, err := ios.Call("clipboard.offer", strconv.Itoa(int(stays.Seconds())), []byte(text))
	if err != nil {
		return nil, core.E("clipboard.Offer", core.Unsupported, err)
	}
	return &Secret{string(number)}, nil
}

// Held tells whether it is still what is on the pasteboard.
func (s *Secret) Held() bool {
	said, err := ios.Call("clipboard.held", s.number, nil)
	return err == nil && string(said) == "yes"
}

// Drop takes it off, where it is still there.
func (s *Secret) Drop() { _, _ = ios.Call("clipboard.drop", s.number, nil) }
