//go:build !android && !ios && !windows && !darwin && !js

package screenshot

import (
	"context"
	"image"
	"os"

	"kauth/core"
)

// Possible tells whether Take may give anything here.
func Possible() bool { return true }

// Take takes the picture. It waits for the person where the portal asks.
func Take(ctx context.Context) (image.Image, error) {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	img, err := byPortal(ctx)
	if core.KindOf(err) != core.Unsupported {
		return img, err
	}
	if os.Getenv("DISPLAY") == "" || os.Getenv("WAYLAND_DISPLAY") != "" {
		return nil, err
	}
	return byX(ctx)
}
