//go:build !linux && !ios

package network

import "context"

// Watch hears nothing: other desktops have no code of their own yet.
func Watch(context.Context, func(Change)) {}
