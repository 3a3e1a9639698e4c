//go:build windows || (darwin && !ios) || js

package clipboard

import (
	"context"

	"kauth/core"
)

// Picture comes from X11 alone until this system has code of its own.
func Picture(context.Context) ([]byte, error) {
	return nil, core.E("clipboard.Picture", core.Unsupported, nil)
}
