package checkup

import (
	"time"

	"kauth/core/api"
)

// What a server writes of requests in recent activity (docs/server.md).
var answered = map[string]bool{
	"approved": true, "denied": true, "not_me": true, "wrong_number": true, "expired": true, "cancelled": true,
}

// How long requests rest: after two that were "not me", and after too many
// (docs/protocol.md).
const (
	restsNotMe = 30 * time.Minute
	restsOften = 10 * time.Minute
)

// sent tells from recent activity, newest first, when a request was last sent, and
// whether they rest now.
func sent(events []api.Event, now time.Time) (last time.Time, c Cause) {
	approved := false
	for _, e := range events {
		at := time.Unix(e.At, 0)
		ago := now.Sub(at)
		switch {
		case answered[e.What] && at.After(last):
			last = at
		case e.What == "requests_paused" && ago < restsNotMe, e.What == "requests_often" && ago < restsOften && !approved:
			c = Paused
		}
		approved = approved || e.What == "approved"
	}
	return last, c
}
