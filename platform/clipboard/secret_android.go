package clipboard

import "kauth/core"

// Secret is text on the clipboard that no history keeps.
type Secret struct{}

// Offer stands where this system's own mark of secret text will be set.
func Offer(string) (*Secret, error) { return nil, core.E("clipboard.Offer", core.Unsupported, nil) }

// Held tells whether it is still what is on the clipboard.
func (*Secret) Held() bool { return false }

// Drop takes it off the clipboard.
func (*Secret) Drop() {}
