package network

import (
	"context"

	"kauth/platform/android"
)

// Watch tells of changes until ctx ends: ConnectivityManager's default network, by
// Network.java. A phone that has slept is told of by its app coming to the front.
func Watch(ctx context.Context, changed func(Change)) {
	android.Listen("network.changed", func(e android.Event) {
		if ctx.Err() == nil {
			go changed(Change{Online: e.Text == "on"})
		}
	})
	go func() { _, _ = android.Call("network.watch", "", nil) }() // it may be the thread of the window
}
