//go:build ios

package network

import "context"

// Watch hears nothing yet: nw_path_monitor tells it, which takes a build on a Mac. Until
// then a phone connects anew when the app comes to the front, and after a connection has
// been silent.
func Watch(context.Context, func(Change)) {}
