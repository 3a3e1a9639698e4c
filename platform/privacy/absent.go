//go:build !android

package privacy

import "kauth/core"

// absent is a system that cannot hide a window.
type absent struct{}

func (absent) possible() bool  { return false }
func (absent) hide(bool) error { return core.E("privacy.Hide", core.Unsupported, nil) }
