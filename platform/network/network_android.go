//go:build android

package network

import "context"

// Watch hears nothing yet: ConnectivityManager.registerDefaultNetworkCallback tells it,
// which takes Java of our own; there is no phone here to see it on. Until then a phone
// connects anew when the app comes to the front, and after a connection has been silent.
func Watch(context.Context, func(Change)) {}
