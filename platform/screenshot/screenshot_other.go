//go:build windows || (darwin && !ios) || js

package screenshot

import (
	"context"
	"image"

	"kauth/core"
)

// Take has no code for this system yet.
func Take(context.Context) (image.Image, error) {
	return nil, core.E("screenshot.Take", core.Unsupported, nil)
}

// Possible tells whether Take may give anything here.
func Possible() bool { return false }
