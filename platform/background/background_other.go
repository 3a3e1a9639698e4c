//go:build !android

package background

import (
	"context"

	"kauth/core"
)

// Restricted is false.
func (System) Restricted(context.Context) (bool, error) { return false, nil }

// Open answers core.Unsupported: there is no such page.
func (System) Open() error { return core.E("background.Open", core.Unsupported, nil) }
