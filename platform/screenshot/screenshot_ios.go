package screenshot

import (
	"context"
	"image"

	"kauth/core"
)

// Take is not possible: a phone shows an app nothing of the others.
func Take(context.Context) (image.Image, error) {
	return nil, core.E("screenshot.Take", core.Unsupported, nil)
}

// Possible tells whether Take may give anything here.
func Possible() bool { return false }
