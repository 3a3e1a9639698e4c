package instance

import (
	"context"

	"kauth/platform/android"
)

// Instance is the app: the system starts it once, and hands it the addresses that open
// it, at the start as later.
type Instance struct{}

func claim(_ context.Context, _ string, _ *string, taken func(string)) (*Instance, bool, error) {
	android.Listen("links.opened", func(android.Event) {
		go func() { // the event comes on the thread of the window
			if link, err := android.Call("links.take", "", nil); err == nil && len(link) > 0 {
				taken(string(link))
			}
		}()
	})
	return &Instance{}, false, nil
}

// Quiet has nothing to end.
func (*Instance) Quiet() {}

// Close hears no more addresses.
func (*Instance) Close() { android.Listen("links.opened", func(android.Event) {}) }
