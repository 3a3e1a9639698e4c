package instance

import (
	"context"

	"kauth/platform/ios"
)

// Instance is the app: the system starts it once, and hands it the addresses that open
// it, at the start as later (delegate_ios.m).
type Instance struct{}

func claim(_ context.Context, _ string, _ *string, taken func(string)) (*Instance, bool, error) {
	ios.Listen("links.opened", func(e ios.Event) {
		link := e.Text
		if len(link) > MaxLink {
			link = link[:MaxLink]
		}
		go taken(link) // the event comes on the main thread
	})
	return &Instance{}, false, nil
}

// Quiet has nothing to end.
func (*Instance) Quiet() {}

// Close hears no more addresses.
func (*Instance) Close() { ios.Listen("links.opened", func(ios.Event) {}) }
