// Package push receives wake-ups from a push service that the system already has: on
// Linux and the BSDs from a UnifiedPush distributor over D-Bus (specification DBUS_0.3.0,
// whose interfaces are in testdata). It carries messages and decides nothing: whoever
// hears of one checks it first, since every program of this user can send one.
package push

import (
	"net/url"

	"kauth/core"
)

// What the specification allows, in bytes.
const (
	maxID       = 100
	maxMessage  = 4096
	maxEndpoint = 1000
)

// Options say who receives.
type Options struct {
	// Name is the app's on the bus, as in the .service file that starts it.
	Name string
}

// kept is how much news waits for somebody to hear it; what comes on top is dropped. A
// message only says "look", and one that was kept says so too.
const kept = 256

// target is what an endpoint comes to, and false for one that is none: any program can
// name one, and a server is going to be told of it.
func target(endpoint string) (core.WakeTarget, bool) {
	if len(endpoint) > maxEndpoint {
		return core.WakeTarget{}, false
	}
	for _, c := range []byte(endpoint) {
		if c <= ' ' || c > '~' {
			return core.WakeTarget{}, false
		}
	}
	u, err := url.Parse(endpoint)
	if err != nil || u.Scheme != "https" || u.Hostname() == "" || u.User != nil || u.Fragment != "" || u.Opaque != "" {
		return core.WakeTarget{}, false
	}
	return core.WakeTarget{Kind: "webpush", Endpoint: endpoint}, true
}
