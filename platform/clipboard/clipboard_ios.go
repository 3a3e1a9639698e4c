package clipboard

import (
	"context"

	"kauth/core"
)

// Picture is for the desktop: a phone's pictures come from its gallery.
func Picture(context.Context) ([]byte, error) {
	return nil, core.E("clipboard.Picture", core.Unsupported, nil)
}
