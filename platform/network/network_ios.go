package network

import (
	"context"

	"kauth/platform/ios"
)

// Watch tells of changes until ctx ends: NWPathMonitor, by network_ios.m. A phone that has
// slept is told of by its app coming to the front.
func Watch(ctx context.Context, changed func(Change)) {
	ios.Listen("network.changed", func(e ios.Event) {
		if ctx.Err() == nil {
			go changed(Change{Online: e.Text == "on"})
		}
	})
	go func() { _, _ = ios.Call("network.watch", "", nil) }() // it may be the thread of the window
}
