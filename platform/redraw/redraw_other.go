//go:build !android

package redraw

import "context"

// Follow has nothing to follow: no other system waits for a picture.
func Follow(context.Context, func()) {}
