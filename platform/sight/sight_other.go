//go:build !linux || android

package sight

import "context"

// Watch hears nothing: a phone's app learns that it is left, and other desktops have no
// code of their own yet.
func Watch(context.Context, uint32, func(bool)) {}
