package redraw

import (
	"context"

	"kauth/platform/android"
	"kauth/platform/bridge"
)

// Follow calls again while the system waits for a picture of the window, four times a
// second, until ctx ends: MainActivity.java tells when it begins and ends to wait. It is
// to be called once the window's loop runs.
func Follow(ctx context.Context, again func()) {
	waits := make(chan bool, 1)
	android.Listen("window.waits", func(e android.Event) { bridge.Newest(waits, e.Text == "yes") })
	follow(ctx, waits, again)
}
